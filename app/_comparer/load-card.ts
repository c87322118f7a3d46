/**
 * The card of a scenario by its id, fetched when a comparison asks for it: no page carries them all.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { loadCase } from "../_worker/load-card.ts";

export async function loadCard(id: string): Promise<ScenarioCard | null> {
  if (!id.startsWith("piece-")) return loadCase(id);
  const [{ pieceCards }, { withPlaces }] = await Promise.all([
    import("@/scenarios/pieces/cards.ts"),
    import("@/app/_atelier/piece-places.ts"),
  ]);
  const piece = pieceCards.find((card) => card.id === id);
  return piece === undefined ? null : withPlaces(piece);
}
