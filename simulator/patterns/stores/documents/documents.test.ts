/** A document store that is watched: tokens, fail-overs, rollbacks, logs that forget. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { ms, seconds } from "../../../base/time.ts";
import { notes, play } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import type { ChangeEvent, ResumeToken, Start } from "./change-stream.ts";
import * as stream from "./change-stream.ts";
import { createDocuments, type Documents, type WatchOptions } from "./documents.ts";
import { differences, ends, RIGHT_ENDS } from "./fixtures/stream-schedule.ts";

const MEMBERS = ["a", "b", "c"] as const;
const FAST = { members: MEMBERS, electionTimeoutUs: seconds(3), heartbeatUs: ms(500) } as const;
const FROM_START: Start = { kind: "startAfter", token: stream.markAt(0) };

type Answer = stream.Changes | { readonly kind: "silent" };

interface Reader {
  readonly savesFirst: boolean;
  readonly max: number;
  /** Told of every event, in the order of processing. */
  readonly process: (ctx: Context, event: ChangeEvent) => void;
}

/** Reads for ever; its token is on its disk, saved before or after each event is processed. */
const readerOf = (documents: Documents, { savesFirst, max, process }: Reader) =>
  function* read(ctx: Context) {
    const saved = ctx.objects.durable("token", (): { token: ResumeToken } => ({
      token: stream.markAt(0),
    }));
    for (;;) {
      const start = { kind: "resumeAfter", token: saved.token } as const;
      const changes = yield* documents.watch(ctx, { collection: "c", start, max });
      if (changes.kind === "silent") continue;
      if (changes.kind !== "events") return;
      for (const event of changes.events) {
        if (savesFirst) saved.token = event.token;
        yield* ctx.sleep(ms(20));
        process(ctx, event);
        yield* ctx.sleep(ms(20));
        saved.token = event.token;
      }
    }
  };

/** Inserts `count` documents, some of them confirmed by the primary alone. */
const writerOf = (documents: Documents, count: number, w: 1 | "majority") =>
  function* write(ctx: Context) {
    for (let i = 0; i < count; i++) {
      yield* ctx.sleep(ms(150));
      const id = `d${i}`;
      const options = { w, wtimeoutUs: ms(500) };
      const written = yield* documents.insert(ctx, "c", [{ id, document: i }], options);
      if (written.kind === "confirmed") ctx.log.note(`confirmed ${id}`);
    }
  };

const said = (all: readonly string[], word: string): readonly string[] =>
  all.filter((note) => note.startsWith(`${word} `)).map((note) => note.slice(word.length + 1));

function world(
  given: { w: 1 | "majority"; savesFirst: boolean },
  faults: readonly string[],
  seed = 1,
) {
  const documents = createDocuments(FAST);
  const process: Reader["process"] = (ctx, { id }) => ctx.log.note(`heard ${id}`);
  const read = readerOf(documents, { savesFirst: given.savesFirst, max: 5, process });
  const nodes = {
    ...documents.nodes,
    writer: { boot: { write: writerOf(documents, 40, given.w) } },
    reader: { boot: { read } },
  };
  const all = notes(play({ nodes }, { faults, seed, untilUs: seconds(40) }).log);
  return { confirmed: said(all, "confirmed"), heard: said(all, "heard") };
}

describe("documents observés", () => {
  test("MGO-4: 300 random logs read by somebody who stops and resumes anywhere: every event once, in order", () => {
    let count = 0;
    for (let seed = 0; seed < 300; seed++) count += differences(stream, seed);
    expect(count).toBe(0);
  });

  test("MGO-4: a token is good while its entry is in the log; after a drop only startAfter goes on", () => {
    expect(ends(stream)).toBe(RIGHT_ENDS);
    const documents = createDocuments({ members: ["a"] });
    function* boot(ctx: Context) {
      yield* ctx.sleep(seconds(1));
      yield* documents.insert(ctx, "c", [{ id: "x", document: 1 }]);
      yield* documents.write(ctx, [{ kind: "drop", collection: "c" }]);
      yield* documents.insert(ctx, "c", [{ id: "y", document: 2 }]);
      let start = FROM_START;
      for (const kind of ["startAfter", "resumeAfter", "startAfter"] as const) {
        if (start.kind !== "now") start = { kind, token: start.token };
        const changes: Answer = yield* documents.watch(ctx, { collection: "c", start, max: 10 });
        if (changes.kind !== "events") {
          ctx.log.note(changes.kind);
          continue;
        }
        ctx.log.note(changes.events.map(({ operationType }) => operationType).join(" "));
        start = { kind, token: changes.token };
      }
    }
    const nodes = { ...documents.nodes, client: { boot: { boot } } };
    const run = play({ nodes }, { untilUs: seconds(10) });
    expect(notes(run.log)).toEqual(["insert drop invalidate", "invalid-token", "insert"]);
  });

  test("MGO-3: what only a deposed primary had is never told, though it was confirmed with w: 1", () => {
    const { confirmed, heard } = world({ w: 1, savesFirst: false }, ["partition:a|b,c@2s+8s"]);
    const lost = confirmed.filter((id) => !heard.includes(id));
    expect(lost.length).toBeGreaterThan(3);
    expect(heard.every((id, i) => heard.indexOf(id) === i)).toBe(true);
    const kept = world({ w: "majority", savesFirst: false }, ["partition:a|b,c@2s+8s"]);
    expect(kept.confirmed.filter((id) => !kept.heard.includes(id))).toEqual([]);
  });

  test("MGO-5: a token saved after processing repeats and loses nothing, before processing loses and repeats nothing", () => {
    let [repeated, lost] = [0, 0];
    for (let seed = 0; seed < 6; seed++) {
      const faults = [0, 1, 2].map((i) => `crash:reader@${1_100 + seed * 37 + i * 1_700}ms+300ms`);
      const after = world({ w: "majority", savesFirst: false }, faults, seed);
      expect(after.confirmed.filter((id) => !after.heard.includes(id))).toEqual([]);
      repeated += after.heard.length - new Set(after.heard).size;
      const before = world({ w: "majority", savesFirst: true }, faults, seed);
      expect(new Set(before.heard).size).toBe(before.heard.length);
      lost += before.confirmed.filter((id) => !before.heard.includes(id)).length;
    }
    expect(repeated).toBeGreaterThan(0);
    expect(lost).toBeGreaterThan(0);
  });

  test("MGO-4: a reader that was away longer than the log remembers is told so, and must begin anew", () => {
    const documents = createDocuments({ ...FAST, oplogMax: 10 });
    function* boot(ctx: Context) {
      yield* ctx.sleep(seconds(1));
      const first = yield* documents.watch(ctx, {
        collection: "c",
        start: { kind: "now" },
        max: 9,
      });
      if (first.kind !== "events") return;
      for (const count of [5, 20]) {
        for (let i = 0; i < count; i++) {
          const id = `${count}.${i}`;
          yield* documents.insert(ctx, "c", [{ id, document: i }]);
        }
        const start = { kind: "resumeAfter", token: first.token } as const;
        const changes = yield* documents.watch(ctx, { collection: "c", start, max: 100 });
        ctx.log.note(changes.kind === "events" ? `${changes.events.length}` : changes.kind);
      }
    }
    const run = play(
      { nodes: { ...documents.nodes, client: { boot: { boot } } } },
      { untilUs: seconds(30) },
    );
    expect(notes(run.log)).toEqual(["5", "history-lost"]);
  });

  test("MGO-4: the token of a quiet stream moves with the log, or it would expire by itself", () => {
    const documents = createDocuments({ ...FAST, oplogMax: 10 });
    function* boot(ctx: Context) {
      yield* ctx.sleep(seconds(1));
      let start: Start = { kind: "now" };
      for (let i = 0; i < 40; i++) {
        yield* documents.insert(ctx, "noisy", [{ id: `${i}`, document: i }]);
        if (i % 5 !== 0) continue;
        const quiet: WatchOptions = { collection: "quiet", start, max: 9, awaitUs: ms(1) };
        const changes: Answer = yield* documents.watch(ctx, quiet);
        if (changes.kind !== "events") ctx.log.note(changes.kind);
        else start = { kind: "resumeAfter", token: changes.token };
      }
      ctx.log.note("still there");
    }
    const nodes = { ...documents.nodes, client: { boot: { boot } } };
    expect(notes(play({ nodes }, { untilUs: seconds(60) }).log)).toEqual(["still there"]);
  });

  test("MGO-6: documents inserted in one command share a clusterTime and are no transaction", () => {
    const documents = createDocuments({ members: ["a"] });
    function* boot(ctx: Context) {
      yield* ctx.sleep(seconds(1));
      const two = [
        { id: "x", document: 1 },
        { id: "y", document: 2 },
      ];
      yield* documents.insert(ctx, "c", two);
      const changes = ["u", "v"].map((id) => ({
        kind: "put" as const,
        collection: "c",
        id,
        document: 3,
      }));
      yield* documents.write(ctx, changes, { transaction: "t1" });
      const all = yield* documents.watch(ctx, { collection: "c", start: FROM_START, max: 10 });
      if (all.kind !== "events") return;
      const [x, y, u, v] = all.events;
      ctx.log.note(`${x?.clusterTime === y?.clusterTime} ${x?.transaction} ${y?.transaction}`);
      ctx.log.note(`${u?.clusterTime === v?.clusterTime} ${u?.transaction} ${v?.transaction}`);
      ctx.log.note(`${x?.clusterTime === u?.clusterTime}`);
    }
    const nodes = { ...documents.nodes, client: { boot: { boot } } };
    const run = play({ nodes }, { untilUs: seconds(10) });
    expect(notes(run.log)).toEqual(["true null null", "true t1 t1", "false"]);
  });

  test("un journal qui ne garde rien est refusé, et nommé", () => {
    expect(() => createDocuments({ members: ["a"], oplogMax: 0 })).toThrow(BadConfiguration);
    expect(() => createDocuments({ members: ["a"], oplogMax: 0 })).toThrow("oplogMax");
  });
});
