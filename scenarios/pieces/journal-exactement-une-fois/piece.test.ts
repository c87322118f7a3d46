import { pieceKeepsItsWord } from "../../../simulator/testing/piece.ts";
import { scenario } from "./scenario.ts";

pieceKeepsItsWord(scenario);
