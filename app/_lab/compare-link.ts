/**
 * The link that opens the comparison of two setups, each in the words of a laboratory's own link:
 *
 *     /comparer/#v=1&g.labo=saga-fintech&g.variante=publiee&g.graine=42&d.labo=saga-fintech&d.variante=corrigee
 *
 * `g.` is the left side (gauche), `d.` the right one (droite).
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";
import type { Setup } from "./document.ts";
import { encodeSetup, LINK_VERSION } from "./link.ts";

export const SIDE_KEYS = ["g.", "d."] as const;

export interface LinkedSide {
  readonly card: ScenarioCard;
  readonly setup: Setup;
}

/** One side as the parts of a link. `withLab` names its laboratory, where the page does not. */
export function encodeSide(side: SideIndex, { card, setup }: LinkedSide, withLab: boolean): string {
  const parts = encodeSetup(card, setup).split("&");
  if (withLab) parts.unshift(`labo=${card.id}`);
  return parts.map((part) => SIDE_KEYS[side] + part).join("&");
}

export const compareHref = (left: LinkedSide, right: LinkedSide): string =>
  `/comparer/#v=${LINK_VERSION}&${encodeSide(0, left, true)}&${encodeSide(1, right, true)}`;
