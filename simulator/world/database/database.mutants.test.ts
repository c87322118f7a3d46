import { readFileSync } from "node:fs";
import { test } from "vitest";
import { type PlantedError, plantedErrors } from "../../testing/planted-errors.ts";
import { sqlite } from "../../testing/small-world.ts";
import type { Transcript } from "./transcript-player.ts";

type Player = typeof import("./transcript-player.ts");

const folder = new URL("../../testing/transcripts/postgresql/", import.meta.url);
const read = (file: string) =>
  readFileSync(new URL(file, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Transcript);
/** A sample: the programs that fight for keys, every classic case. */
const transcripts = [
  ...read("programs.jsonl").filter(({ name }) => name.startsWith("keys-")),
  ...read("classic.jsonl"),
]
  // What PostgreSQL itself answers in several ways denounces nobody.
  .filter(({ racy }) => racy !== true);

const agrees = ({ replay, expected }: Player): boolean =>
  transcripts.every((transcript) => {
    const { out, final } = replay(sqlite, transcript);
    return JSON.stringify({ out, final }) === JSON.stringify(expected(transcript));
  });

const ERRORS: Readonly<Record<string, readonly PlantedError[]>> = {
  "write-attempt.ts": [
    {
      name: "PGS-1: after a wait, rows that match only now are touched too",
      find: "onlyRows: running.attemptCount > 0 ? running.candidates : undefined",
      replace: "onlyRows: undefined",
    },
    {
      name: "PGS-2: NOT NULL and CHECK are looked at after the wait for the key",
      find: "isRowCheck(error) ? capture.rowStart",
      replace: "isRowCheck(undefined) ? capture.rowStart",
    },
  ],
  "start-reading.ts": [
    {
      name: "PGS-1: after a wait, sub-queries read what has been committed since",
      find: "if (stale.length === 0) return body(text.sql);",
      replace: "return body(text.sql);",
    },
  ],
  "lock-table.ts": [
    {
      name: "PGS-2: the insert of a key being inserted does not wait",
      find: "claimant === undefined || claimant === by ? NOBODY : [claimant]",
      replace: "NOBODY",
    },
    {
      name: "PGS-5: SKIP LOCKED skips one’s own locks",
      find: "held.transaction !== by && conflict(held.strength, request.strength)",
      replace: "conflict(held.strength, request.strength)",
    },
    {
      name: "PGS-1: NO KEY UPDATE does not conflict with itself",
      find: "return left + right >= 3;",
      replace: "return left + right > 4;",
    },
  ],
  "lock-requests.ts": [
    {
      name: "PGS-2: a row being updated does not make an insert of its key wait",
      find: "pushClaims(shape, before, into);\n  if (strength === NO_KEY_UPDATE) return;",
      replace: "if (strength === NO_KEY_UPDATE) return;",
    },
  ],
  "capture.ts": [
    {
      name: "PGS-4: DO UPDATE … WHERE false does not lock the row",
      find: 'if (conflict.action === "update") this.#lockConflicting(shape, met);',
      replace: "",
    },
  ],
  "wait-queue.ts": [
    {
      name: "PGS-1: a row that no longer matches is not kept locked",
      find: 'if (wait.request?.kind === "row") this.#core.locks.acquire(wait.request, wait.transaction);',
      replace: "",
    },
    {
      name: "PGS-7: who becomes first in the queue keeps its old deadlock check",
      find: "      this.#armCheck(next);\n",
      replace: "",
    },
  ],
  "session.ts": [
    {
      name: "PGS-7: a failed transaction accepts statements",
      find: 'if (kind === "aborted" && !endsAborted(statement)) throw abortedError();',
      replace: "",
    },
  ],
};

test.each(Object.entries(ERRORS))(
  "les réponses de PostgreSQL dénoncent toute erreur plantée dans %s",
  async (file, errors) => {
    await plantedErrors<Player>({
      file: new URL(`./${file}`, import.meta.url).href,
      through: import.meta.resolve("./transcript-player.ts"),
      survives: agrees,
      errors,
    });
  },
);
