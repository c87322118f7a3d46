/**
 * Where things stand in the miniature, wide (860 × 264) and narrow (350 × 330).
 * Two directed tracks a link: requests on one, replies on the other. Pure data.
 */

import type { CSSProperties } from "react";
import type { NodeCard } from "@/simulator/vocabulary/card.ts";

/** The two promises that the incident is about. */
export const shownClaims = ["un-seul-debit", "paye-donc-expedie-ou-rembourse"] as const;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface MiniatureLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: Readonly<Record<string, Box>>;
  /** Points of each directed track, `from>to`. */
  readonly tracks: Readonly<Record<string, readonly Point[]>>;
}

const path = (...numbers: readonly number[]): readonly Point[] => {
  const points: Point[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    points.push({ x: numbers[i] as number, y: numbers[i + 1] as number });
  }
  return points;
};

export const wideLayout: MiniatureLayout = {
  width: 860,
  height: 264,
  boxes: {
    clients: { x: 12, y: 20, width: 132 },
    orchestrateur: { x: 204, y: 20, width: 180 },
    inventaire: { x: 464, y: 20, width: 182 },
    paiement: { x: 464, y: 106, width: 182 },
    livraison: { x: 464, y: 192, width: 182 },
    prestataire: { x: 712, y: 106, width: 146 },
  },
  tracks: {
    "clients>orchestrateur": path(144, 34, 204, 34),
    "orchestrateur>clients": path(204, 48, 144, 48),
    "orchestrateur>inventaire": path(384, 34, 464, 34),
    "inventaire>orchestrateur": path(464, 48, 384, 48),
    "orchestrateur>paiement": path(330, 60, 330, 122, 464, 122),
    "paiement>orchestrateur": path(464, 136, 316, 136, 316, 60),
    "orchestrateur>livraison": path(278, 60, 278, 208, 464, 208),
    "livraison>orchestrateur": path(464, 222, 264, 222, 264, 60),
    "paiement>prestataire": path(646, 122, 712, 122),
    "prestataire>paiement": path(712, 136, 646, 136),
  },
};

export const narrowLayout: MiniatureLayout = {
  width: 350,
  height: 366,
  boxes: {
    clients: { x: 0, y: 0, width: 122 },
    orchestrateur: { x: 162, y: 0, width: 188 },
    inventaire: { x: 0, y: 108, width: 146 },
    livraison: { x: 226, y: 108, width: 124 },
    paiement: { x: 92, y: 206, width: 166 },
    prestataire: { x: 92, y: 300, width: 166 },
  },
  tracks: {
    "clients>orchestrateur": path(122, 12, 162, 12),
    "orchestrateur>clients": path(162, 26, 122, 26),
    "orchestrateur>inventaire": path(168, 56, 168, 76, 66, 76, 66, 108),
    "inventaire>orchestrateur": path(80, 108, 80, 90, 178, 90, 178, 56),
    "orchestrateur>paiement": path(206, 56, 206, 206),
    "paiement>orchestrateur": path(192, 206, 192, 56),
    "orchestrateur>livraison": path(282, 56, 282, 108),
    "livraison>orchestrateur": path(296, 108, 296, 56),
    "paiement>prestataire": path(168, 258, 168, 300),
    "prestataire>paiement": path(182, 300, 182, 258),
  },
};

export interface Place extends Point {
  /** Direction of travel in degrees: 0 to the right, 90 downwards. */
  readonly angle: number;
}

/** The point at this share (0…1) of a track. */
export function pointAt(points: readonly Point[], share: number): Place {
  const lengths = points.slice(1).map((to, i) => {
    const from = points[i] as Point;
    return Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  });
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] as number;
    const from = points[i] as Point;
    const to = points[i + 1] as Point;
    if (left <= length || i === lengths.length - 1) {
      const part = length === 0 ? 0 : Math.min(1, left / length);
      return {
        x: from.x + (to.x - from.x) * part,
        y: from.y + (to.y - from.y) * part,
        angle: (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI,
      };
    }
    left -= length;
  }
  return { x: 0, y: 0, angle: 0 };
}

/** Where a message is drawn: never under a box, whatever the share of its way. */
export const visibleShare = (sentAtUs: number, arrivesAtUs: number, nowUs: number): number => {
  const whole = Math.max(1, arrivesAtUs - sentAtUs);
  return Math.min(0.75, Math.max(0.3, (nowUs - sentAtUs) / whole));
};

export const svgPath = (points: readonly Point[]): string =>
  points.map((point, i) => `${i === 0 ? "M" : "L"}${point.x} ${point.y}`).join("");

/** Where a box stands in both layouts; the style sheet picks one. */
export function boxStyle(node: string): CSSProperties {
  const wide = wideLayout.boxes[node] ?? { x: 0, y: 0, width: 0 };
  const narrow = narrowLayout.boxes[node] ?? wide;
  return {
    "--x": `${wide.x}px`,
    "--y": `${wide.y}px`,
    "--w": `${wide.width}px`,
    "--nx": `${narrow.x}px`,
    "--ny": `${narrow.y}px`,
    "--nw": `${narrow.width}px`,
  } as CSSProperties;
}

/** The provider is short of room here: its first word says enough. */
export const boxTitle = (node: NodeCard): string =>
  node.place === "external" ? (node.title.split(" ")[0] ?? node.title) : node.title;
