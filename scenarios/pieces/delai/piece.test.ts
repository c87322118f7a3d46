import { expect, test } from "vitest";
import { pieceKeepsItsWord } from "../../../simulator/testing/piece.ts";
import { play } from "../../../simulator/testing/play.ts";
import { scenario } from "./scenario.ts";

pieceKeepsItsWord(scenario);

test("un client resté sans réponse n’a pas été refusé : la caisse qui s’arrête ne dit rien d’impossible", () => {
  for (const atMs of [300, 1_100, 2_300, 4_100]) {
    const { claims } = play("piece-delai", { faults: [`crash:caisse@${atMs}ms+700ms`] }).summary();
    const refused = claims.find(({ id }) => id === "refuse-donc-pas-debite");
    expect(refused?.brokenAt).toBe(-1);
  }
});
