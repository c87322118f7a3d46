/** Errors planted in the change stream: readers that stop and resume anywhere notice each of them. */
import { test } from "vitest";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { differences, ends, RIGHT_ENDS } from "./fixtures/stream-schedule.ts";

type Module = typeof import("./change-stream.ts");

function keepsItsWord(module: Module): boolean {
  if (ends(module) !== RIGHT_ENDS) return false;
  for (let seed = 0; seed < 60; seed++) if (differences(module, seed) > 0) return false;
  return true;
}

test("planted errors in the change stream are all noticed", async () => {
  await plantedErrors<Module>({
    file: import.meta.resolve("./change-stream.ts"),
    survives: keepsItsWord,
    errors: [
      {
        name: "MGO-4: an entry of the token that is gone does not matter",
        find: "token.index < oplog.first && oplog.first > 1",
        replace: "token.index < oplog.first - 1 && oplog.first > 1",
      },
      {
        name: "MGO-4: resume after goes past the end of a stream",
        find: 'start.kind === "resumeAfter" && token.kind === "invalidate"',
        replace: "false",
      },
      {
        name: "the event of the token is told again",
        find: "compareTokens(event.token, token) <= 0",
        replace: "compareTokens(event.token, token) < 0",
      },
      {
        name: "the rest of an entry is skipped",
        find: "if (a.ordinal !== b.ordinal) return a.ordinal - b.ordinal;",
        replace: "",
      },
      {
        name: "MGO-4: a drop does not end the stream",
        find: 'return [event, { ...event, token, operationType: "invalidate" as const }];',
        replace: "return [event];",
      },
      {
        name: "MGO-3: what is not confirmed is told",
        find: "index <= commitIndex; index++",
        replace: "index <= oplog.lastIndex; index++",
      },
    ],
  });
});
