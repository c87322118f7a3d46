/** What the terminal can run: the scenarios of the catalogue, then the pieces. */
import { cards } from "../../scenarios/cards.ts";
import { pieceCards } from "../../scenarios/pieces/cards.ts";
import type { ScenarioCard } from "../vocabulary/card.ts";

export const knownCards: readonly ScenarioCard[] = [...cards, ...pieceCards];
