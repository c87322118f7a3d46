import { expect, test } from "vitest";
import { pieceKeepsItsWord } from "../../../simulator/testing/piece.ts";
import { play } from "../../../simulator/testing/play.ts";
import { scenario } from "./scenario.ts";

pieceKeepsItsWord(scenario);

test("DBZ-3: l’entrepôt reçoit dans l’ordre des validations, qui n’est pas celui des numéros", () => {
  const { log } = play("piece-capture");
  const received: number[] = [];
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) !== "record-changed") continue;
    const { store, key } = log.eventOf("record-changed", i);
    if (store === "recues") received.push(Number(key));
  }
  expect(received.length).toBe(60);
  expect(received).not.toEqual([...received].sort((a, b) => a - b));
});
