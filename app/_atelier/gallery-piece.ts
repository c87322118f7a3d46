/**
 * What the gallery needs of a card: enough to run and draw the piece, and no more.
 *
 * Worked out while the site is built, so that the page does not carry every card whole. Texts leave here typeset.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { PieceCard } from "@/simulator/vocabulary/fidelity.ts";
import { defaultParameters, type Parameters } from "@/simulator/vocabulary/parameters.ts";
import { typeset } from "../_texte/typography.ts";
import { type GalleryStage, galleryStage } from "./gallery-stage.ts";

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

/** « Factures : Anne » in the box of Anne: whose it is stands above. */
const ownTitle = (title: string): string => title.split(/\s:\s/)[0] ?? title;

export function galleryPiece(card: PieceCard): GalleryPiece {
  const { id, databases, stores, defaultVariant, defaultSeed } = card;
  const parameters = defaultParameters(card.parameters);
  return {
    ...{ id, databases, defaultVariant, defaultSeed, parameters },
    stores: stores.map((store) => ({ ...store, title: ownTitle(store.title) })),
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
