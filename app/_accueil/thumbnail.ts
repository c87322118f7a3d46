/**
 * What a card of the catalogue needs to be seen alive in small: where its boxes stand, which run to
 * play, which promise to watch. Plain data, worked out while the site is built.
 */
import type { Place, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import { defaultParameters } from "@/simulator/vocabulary/parameters.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import { typeset } from "../_texte/typography.ts";

export interface ThumbnailStage {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly {
    readonly id: string;
    readonly place: Place;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  /** From one box to the other, corner by corner. */
  readonly tracks: readonly {
    readonly key: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

export interface ThumbnailCard {
  readonly stage: ThumbnailStage;
  readonly request: RunRequest;
  readonly claim: { readonly id: string; readonly title: string };
  readonly compensations: readonly string[];
}

/** The run of a prepared fault, and the first promise that it is meant to break; null without one. */
export function thumbnailCard(
  card: ScenarioCard,
  incidentId: string | undefined,
  stage: ThumbnailStage,
): ThumbnailCard | null {
  const incident = card.incidents.find(({ id }) => id === incidentId) ?? card.incidents[0];
  const claim = card.claims.find(({ id }) => id === incident?.breaks[0]);
  if (incident === undefined || claim === undefined) return null;
  const { variant, seed } = incident;
  return {
    stage,
    request: {
      ...{ scenario: card.id, variant, seed, untilUs: null },
      parameters: { ...defaultParameters(card.parameters), ...incident.parameters },
      interventions: incident.faults.flatMap((text, i) => {
        const fault = parseFault(text, `f${i + 1}`);
        return fault.kind === "ok" ? [fault.value] : [];
      }),
    },
    claim: { id: claim.id, title: typeset(claim.title) },
    compensations: card.operations.filter((o) => o.isCompensation).map((o) => o.id),
  };
}
