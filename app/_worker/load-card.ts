/**
 * The card of a case by its id, each in a file of its own: whoever shows one case does not carry the others.
 * Pages made on the server read `scenarios/cards.ts`, which holds them all.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

const cases: Readonly<Record<string, () => Promise<{ readonly card: ScenarioCard }>>> = {
  "saga-fintech": () => import("@/scenarios/saga-fintech/card.ts"),
  etrangleur: () => import("@/scenarios/etrangleur/card.ts"),
  passerelle: () => import("@/scenarios/passerelle/card.ts"),
  caisses: () => import("@/scenarios/caisses/card.ts"),
  labo6: () => import("@/scenarios/labo6/card.ts"),
  labo7: () => import("@/scenarios/labo7/card.ts"),
};

/** Null when no case has this name. @throws what the browser says when the file does not come. */
export async function loadCase(id: string): Promise<ScenarioCard | null> {
  const load = Object.hasOwn(cases, id) ? cases[id] : undefined;
  return load === undefined ? null : (await load()).card;
}
