import { expect, test } from "vitest";
import { pieceKeepsItsWord } from "../../../simulator/testing/piece.ts";
import { play } from "../../../simulator/testing/play.ts";
import { card } from "./card.ts";
import { scenario } from "./scenario.ts";

pieceKeepsItsWord(scenario);

test("KAF-3: valider puis traiter : au plus une fois, quel que soit le nœud qui s’arrête ou se tait", () => {
  for (const { id } of card.nodes) {
    for (const atMs of [300, 1_100, 2_300, 4_100, 5_200]) {
      for (const fault of [`crash:${id}@${atMs}ms+700ms`, `pause:${id}@${atMs}ms+6s`]) {
        const { claims } = play(card.id, { variant: "avant", faults: [fault] }).summary();
        const twice = claims.find((claim) => claim.id === "un-seul-colis");
        expect([fault, twice?.brokenAt]).toEqual([fault, -1]);
      }
    }
  }
});
