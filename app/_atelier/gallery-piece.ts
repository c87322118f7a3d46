/**
 * What the gallery needs of a card: enough to run and draw the piece, and no more.
 *
 * Worked out while the site is built, so that the page carries neither every card whole nor the laying
 * of tracks. Texts leave here typeset.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { PieceCard } from "@/simulator/vocabulary/fidelity.ts";
import { defaultParameters, type Parameters } from "@/simulator/vocabulary/parameters.ts";
import { layTracks } from "../_lab/stage/routing.ts";
import { pathOf } from "../_lab/stage/tracks.ts";
import { typeset } from "../_texte/typography.ts";

type Kept = "id" | "title" | "summary" | "databases" | "stores" | "defaultVariant" | "defaultSeed";

export interface GalleryIncident {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly variant: string;
  readonly seed: number;
  readonly parameters: Parameters;
  readonly faults: readonly string[];
  readonly breaks: readonly string[];
}

export interface StageBox {
  readonly id: string;
  /** Shares of the stage's width; px of its height. */
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

export interface StageTrack {
  readonly key: string;
  /** SVG path on a sheet `STAGE_WIDTH` wide. */
  readonly path: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface GalleryStage {
  readonly height: number;
  readonly boxes: readonly StageBox[];
  readonly tracks: readonly StageTrack[];
}

export interface GalleryPiece extends Pick<ScenarioCard, Kept> {
  readonly family: PieceCard["family"];
  readonly follows: string;
  readonly patterns: readonly string[];
  readonly nodes: readonly Pick<
    ScenarioCard["nodes"][number],
    "id" | "title" | "place" | "readings" | "workerCount" | "queueLimit"
  >[];
  readonly compensations: readonly string[];
  readonly claims: readonly { readonly id: string; readonly title: string }[];
  readonly parameters: Parameters;
  readonly incidents: readonly GalleryIncident[];
  readonly stage: GalleryStage;
}

/** The sheet that tracks are laid on; boxes and paths stretch with the page, px. */
export const STAGE_WIDTH = 424;
/** The sheet that cards are drawn on, px. */
const CARD = { width: 888, height: 530 } as const;
/** Height of a stage by the number of boxes that stand one above the other, px. */
const HEIGHTS: readonly number[] = [210, 210, 250, 330];
const HEIGHT_MORE = 400;
const TRACK_GAP = 9;

/** How many boxes stand one above the other where they are the most. */
function depth(nodes: ScenarioCard["nodes"]): number {
  const tops = [...new Set(nodes.map((node) => node.y))];
  return Math.max(1, tops.length);
}

export function galleryStage(card: Pick<ScenarioCard, "nodes" | "links">): GalleryStage {
  const height = HEIGHTS[depth(card.nodes)] ?? HEIGHT_MORE;
  const sheet = card.nodes.map((node) => ({
    id: node.id,
    x: (node.x / CARD.width) * STAGE_WIDTH,
    y: (node.y / CARD.height) * height,
    width: (node.width / CARD.width) * STAGE_WIDTH,
    height: (node.height / CARD.height) * height,
  }));
  const tenth = (length: number): number => Math.round(length * 10) / 10;
  return {
    height,
    boxes: sheet.map((box) => ({
      id: box.id,
      left: tenth((100 * box.x) / STAGE_WIDTH),
      width: tenth((100 * box.width) / STAGE_WIDTH),
      top: tenth(box.y),
      height: tenth(box.height),
    })),
    tracks: layTracks(sheet, card.links, TRACK_GAP).map(({ key, points }) => ({
      key,
      path: pathOf(points),
      points: points.map(({ x, y }) => [tenth(x), tenth(y)] as const),
    })),
  };
}

export function galleryPiece(card: PieceCard): GalleryPiece {
  const { id, databases, stores, defaultVariant, defaultSeed } = card;
  const parameters = defaultParameters(card.parameters);
  return {
    ...{ id, databases, stores, defaultVariant, defaultSeed, parameters },
    ...{ family: card.family, patterns: card.patterns },
    title: typeset(card.title),
    summary: typeset(card.summary),
    follows: typeset(card.fidelity.follows),
    nodes: card.nodes.map(({ id, title, place, readings, workerCount, queueLimit }) => ({
      ...{ id, title, place, readings, workerCount, queueLimit },
    })),
    compensations: card.operations.filter((o) => o.isCompensation).map((o) => o.id),
    claims: card.claims.map((claim) => ({ id: claim.id, title: typeset(claim.title) })),
    incidents: card.incidents.map((incident) => ({
      ...{ id: incident.id, variant: incident.variant, seed: incident.seed },
      title: typeset(incident.title),
      text: typeset(incident.text),
      parameters: { ...parameters, ...incident.parameters },
      ...{ faults: incident.faults, breaks: incident.breaks },
    })),
    stage: galleryStage(card),
  };
}
