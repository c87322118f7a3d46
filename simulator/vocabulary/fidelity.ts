/**
 * The fidelity card of a part: what it says of the real thing, and what it does not.
 *
 * Read by the gallery of parts. Texts are French, each item a whole sentence.
 */
import type { ScenarioCard } from "./card.ts";

export type PartFamily = "courtiers" | "bases" | "resilience" | "coordination" | "passerelle";

export interface FidelityCard {
  /** Version of the real thing that it follows: « Redis 7.0, Streams ». */
  readonly follows: string;
  readonly models: readonly string[];
  readonly simplifies: readonly string[];
  readonly leavesOut: readonly string[];
  /** Rules that tests bear in their names: KAF-5. */
  readonly rules: readonly string[];
  /** How it was held against the real thing: « 5 000 suites d’appels contre opossum 10.0.0, 0 différence ». */
  readonly judgedBy: string;
}

/** A part alive in its smallest scenario. */
export interface PieceCard extends ScenarioCard {
  readonly family: PartFamily;
  readonly fidelity: FidelityCard;
}
