/**
 * The card of a scenario by its id, fetched when a comparison asks for it: no page carries them all.
 */
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

export async function loadCard(id: string): Promise<ScenarioCard | null> {
  const { cards } = await import("@/scenarios/cards.ts");
  const known = cards.find((card) => card.id === id);
  if (known !== undefined || !id.startsWith("piece-")) return known ?? null;
  const [{ pieceCards }, { withPlaces }] = await Promise.all([
    import("@/scenarios/pieces/cards.ts"),
    import("@/app/_atelier/piece-places.ts"),
  ]);
  const piece = pieceCards.find((card) => card.id === id);
  return piece === undefined ? null : withPlaces(piece);
}
