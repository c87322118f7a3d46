import { expect, test } from "vitest";
import { card } from "@/scenarios/passerelle/card.ts";
import type { LabState } from "../state.ts";
import { nextToChange } from "./next-to-change.ts";

const change = (index: number, verdict: string) => ({ index, verdict });
const [first, second, third] = card.claims.map(({ id }) => id) as [string, string, string];

/** Three promises: the first breaks at 10, the second waits at 12 and 14, the third never changes. */
const at = (playhead: number): LabState =>
  ({
    card,
    view: { playhead },
    run: {
      length: 100,
      claims: [
        { id: first, brokenAt: 10, changes: [change(0, "held"), change(10, "broken")] },
        { id: second, brokenAt: -1, changes: [change(12, "pending"), change(14, "held")] },
        { id: third, brokenAt: -1, changes: [change(0, "held")] },
      ],
    },
  }) as unknown as LabState;

test("au pas d’une rupture, la promesse rompue est montrée ; un pas plus loin, celles qui vont changer", () => {
  expect(nextToChange(at(9), 1)).toEqual([first]);
  expect(nextToChange(at(10), 1)).toEqual([first]);
  expect(nextToChange(at(11), 1)).toEqual([second]);
  expect(nextToChange(at(20), 2)).toEqual([first, second]);
});
