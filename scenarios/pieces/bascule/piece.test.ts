import { expect, test } from "vitest";
import { pieceKeepsItsWord } from "../../../simulator/testing/piece.ts";
import { play } from "../../../simulator/testing/play.ts";
import { scenario } from "./scenario.ts";

pieceKeepsItsWord(scenario);

test("SHF-8: once withdrawn, version 2 is sent nobody, and everybody is served again", () => {
  const { log } = play("piece-bascule", { faults: ["refuse:v2@3500ms+30s"] });
  let withdrawnAt = -1;
  let sentLater = 0;
  let refusedLater = 0;
  for (let i = 0; i < log.length; i++) {
    const event = log.event(i);
    if (event.kind === "memory-changed" && event.after === "retiree") withdrawnAt = event.atUs;
    if (withdrawnAt < 0) continue;
    if (event.kind === "message-sent" && event.to === "v2") sentLater++;
    // Those on their way when it was withdrawn still get its answer.
    const isLater = event.atUs > withdrawnAt + 500_000;
    if (event.kind === "command-ended" && event.outcome !== "ok" && isLater) refusedLater++;
  }
  expect(withdrawnAt).toBeGreaterThan(3_500_000);
  expect([sentLater, refusedLater]).toEqual([0, 0]);
});
