/**
 * The link that opens the comparison of two setups, each in the words of a laboratory's own link:
 *
 *     /comparer/#v=1&g.labo=saga-fintech&g.variante=publiee&g.graine=42&d.labo=saga-fintech&d.variante=corrigee
 *
 * `g.` is the left side (gauche), `d.` the right one (droite).
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";
import { findBranch, type Setup, shownBranch } from "./document.ts";
import { encodeSetup, LINK_VERSION } from "./link.ts";
import { reanchorAll } from "./re-anchor.ts";
import type { LabState } from "./state.ts";

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

/** What the shown branch is held against: the one that it left, else the next variant of the same world. */
function other({ card, document, run }: LabState): Setup {
  const shown = shownBranch(document);
  const parent = shown.parent === null ? null : findBranch(document, shown.parent);
  if (parent !== null) return parent.setup;
  const at = card.variants.findIndex(({ id }) => id === shown.setup.variant);
  const variant = card.variants[(at + 1) % card.variants.length]?.id ?? shown.setup.variant;
  return { ...shown.setup, variant, faults: reanchorAll(shown.setup.faults, run.log).faults };
}

/** Where the shown branch stands on the right of what it came from, or on the left of the next variant. */
export function compareAddress(state: LabState): string {
  const { card, document } = state;
  const shown = shownBranch(document);
  const own = { card, setup: shown.setup };
  const beside = { card, setup: other(state) };
  return shown.parent === null ? compareHref(own, beside) : compareHref(beside, own);
}
