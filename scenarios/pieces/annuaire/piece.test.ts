import { expect, test } from "vitest";
import { pieceKeepsItsWord } from "../../../simulator/testing/piece.ts";
import { play } from "../../../simulator/testing/play.ts";
import { scenario } from "./scenario.ts";

pieceKeepsItsWord(scenario);

/** What the register does with ended leases, at this instant. */
function stateAt(faults: readonly string[], atUs: number): string {
  const { log } = play("piece-annuaire", { faults });
  let state = "";
  for (let i = 0; i < log.length; i++) {
    const event = log.event(i);
    if (event.atUs > atUs) break;
    if (event.kind === "memory-changed" && event.key === "annuaire/etat") state = `${event.after}`;
  }
  return state;
}

test("DSC-3: a healthy register would evict; with half of its heartbeats gone it keeps everybody", () => {
  const crash = ["crash:prix-2@5s+60s"];
  expect([stateAt([], 12_000_000), stateAt(crash, 4_900_000), stateAt(crash, 12_000_000)]).toEqual([
    ...["retire", "retire", "retient"],
  ]);
});
