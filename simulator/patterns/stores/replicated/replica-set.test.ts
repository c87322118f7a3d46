/** A replica set on simulated nodes: fail-over, minorities, lag, random worlds, refused settings. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { createRandom } from "../../../base/random.ts";
import { ms, seconds } from "../../../base/time.ts";
import type { Run } from "../../../simulation.ts";
import { eventsOf, notes, play } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import { hearPrimary, hearVoteRequest } from "./election.ts";
import { freshDisk, startMember } from "./member.ts";
import { createReplicaSet } from "./replica-set.ts";
import { checkedConcern, settingsOf } from "./settings.ts";

const MEMBERS = ["a", "b", "c"] as const;
const X = { collection: "c", id: "x" } as const;
const putX = (document: number) => [{ kind: "put" as const, ...X, document }];

const rolesOf = (run: Run) =>
  eventsOf(run.log, "memory-changed").filter(({ key }) => key === "jeu/rôle");

const electedAfter = (run: Run): readonly number[] =>
  rolesOf(run)
    .filter(({ after, atUs }) => after === "primary" && atUs > 0)
    .map(({ atUs }) => atUs);

test("MGO-2: an arbiter that hears a primary gives its vote to nobody else, until that primary is silent", () => {
  const settings = settingsOf({ members: ["a", "b"], arbiters: ["z"] });
  const disk = freshDisk(settings);
  const arbiter = startMember({ ...{ id: "z", settings, disk, nowUs: 0 }, drawJitterUs: () => 0 });
  const wish = { term: disk.term + 1, last: disk.oplog.last, isDry: true };
  const isGranted = (candidate: string, nowUs: number) =>
    hearVoteRequest(arbiter, { ...wish, candidate }, nowUs).isGranted;
  hearPrimary(arbiter, { from: "a", commit: disk.oplog.last }, seconds(1));
  expect(isGranted("b", seconds(2))).toBe(false);
  expect(isGranted("a", seconds(2))).toBe(true);
  expect(isGranted("b", seconds(2) + settings.electionTimeoutUs)).toBe(true);
});

describe("jeu de répliques sur des nœuds", () => {
  test("MGO-2: a silent primary is replaced after 10 to 12 s, and nothing is written meanwhile", () => {
    for (let seed = 0; seed < 10; seed++) {
      const set = createReplicaSet({ members: MEMBERS });
      function* boot(ctx: Context) {
        for (let i = 1; i <= 30; i++) {
          yield* ctx.sleep(ms(500));
          const written = yield* set.client.write(ctx, putX(i), { wtimeoutUs: ms(200) });
          ctx.log.note(`${written.kind} ${Math.floor(ctx.nowUs / 1_000_000)}`);
        }
      }
      const run = play(
        { nodes: { ...set.nodes, client: { boot: { boot } } } },
        { seed, faults: ["crash:a@3s+60s"], untilUs: seconds(40) },
      );
      const [electedAtUs = 0, ...others] = electedAfter(run);
      expect(others).toEqual([]);
      // Counted from its last beat or batch, up to 2 s before it fell silent.
      expect(electedAtUs).toBeGreaterThan(seconds(11));
      expect(electedAtUs).toBeLessThan(seconds(15));
      const confirmedAt = notes(run.log)
        .filter((note) => note.startsWith("confirmed"))
        .map((note) => Number(note.split(" ")[1]));
      expect(confirmedAt.filter((at) => at > 3 && at < electedAtUs / 1_000_000 - 1)).toEqual([]);
      expect(confirmedAt.some((at) => at > electedAtUs / 1_000_000)).toBe(true);
    }
  });

  test("MGO-2: a minority never elects, and a primary that hears only a minority steps down", () => {
    const set = createReplicaSet({ members: MEMBERS });
    const run = play(
      { nodes: set.nodes },
      { faults: ["partition:a|b,c@3s+60s"], untilUs: seconds(60) },
    );
    const lead = rolesOf(run).filter(({ after }) => after === "primary");
    expect(lead.map(({ node }) => node)[0]).toBe("a");
    expect(lead).toHaveLength(2);
    const last = rolesOf(run).findLast(({ node }) => node === "a");
    expect(["secondary", "candidate"]).toContain(last?.after);
    // Alone it rehearses again and again, and opens no term.
    const terms = eventsOf(run.log, "memory-changed").filter(
      ({ node, key }) => node === "a" && key === "jeu/mandat",
    );
    expect(terms.map(({ after }) => after)).toEqual([1]);
  });

  test("MGO-1: the default is « majority », but 1 when arbiters leave too few members with data", () => {
    const concern = (members: readonly string[], arbiters: readonly string[]) =>
      settingsOf({ members, arbiters }).defaultConcern;
    expect(concern(["a"], [])).toBe("majority");
    expect(concern(["a", "b", "c"], [])).toBe("majority");
    expect(concern(["a", "b"], ["z"])).toBe(1);
    expect(concern(["a", "b", "c", "d"], ["z"])).toBe("majority");
    // An arbiter votes and confirms nothing: two members with data must both have it.
    expect(settingsOf({ members: ["a", "b"], arbiters: ["z"] })).toMatchObject({
      ...{ voteMajority: 2, writeMajority: 2 },
    });
  });

  test("MGO-1: with an arbiter and one member down, majority is never confirmed although a primary leads", () => {
    const set = createReplicaSet({ members: ["a", "b"], arbiters: ["z"] });
    function* boot(ctx: Context) {
      yield* ctx.sleep(seconds(5));
      const options = { w: "majority", wtimeoutUs: seconds(2) } as const;
      ctx.log.note((yield* set.client.write(ctx, putX(1), options)).kind);
      ctx.log.note((yield* set.client.write(ctx, putX(2), { w: 1 })).kind);
    }
    const world = { nodes: { ...set.nodes, client: { boot: { boot } } } };
    const run = play(world, { faults: ["crash:b@1s+60s"], untilUs: seconds(30) });
    expect(notes(run.log)).toEqual(["unconfirmed", "confirmed"]);
  });

  test("a replica is read late: what the primary has confirmed is not there yet", () => {
    const set = createReplicaSet({ members: MEMBERS, applyUs: ms(500) });
    function* boot(ctx: Context) {
      yield* ctx.sleep(seconds(1));
      ctx.log.note((yield* set.client.write(ctx, putX(7), { w: "majority" })).kind);
      for (let i = 0; i < 2; i++) {
        const found = yield* set.client.read(ctx, X, { from: "b" });
        ctx.log.note(found.kind === "found" ? `${found.document}` : found.kind);
        yield* ctx.sleep(seconds(1));
      }
    }
    const world = { nodes: { ...set.nodes, client: { boot: { boot } } } };
    expect(notes(play(world, { untilUs: seconds(10) }).log)).toEqual(["confirmed", "null", "7"]);
  });

  test("MGO-1: 12 random worlds with crashes, cuts, pauses and losses keep what a majority confirmed", () => {
    let confirmedCount = 0;
    for (let seed = 0; seed < 12; seed++) {
      const { confirmed, missing, ends } = randomWorld(seed);
      expect(missing).toEqual([]);
      expect(new Set(ends).size).toBe(1);
      confirmedCount += confirmed;
    }
    expect(confirmedCount).toBeGreaterThan(100);
  });

  test("un réglage absurde est refusé, et nommé", () => {
    const refused = (options: object, field: string) => {
      const build = () => createReplicaSet({ members: MEMBERS, ...options });
      expect(build).toThrow(BadConfiguration);
      expect(build).toThrow(field);
    };
    refused({ members: [] }, "members");
    refused({ members: ["a", "a"] }, "members");
    refused({ arbiters: ["a"] }, "members");
    refused({ members: ["a", "b", "c", "d", "e", "f", "g", "h"] }, "members");
    refused({ w: 4 }, "« w »");
    refused({ oplogMax: 0 }, "oplogMax");
    refused({ journalUs: -1 }, "journalUs");
    refused({ electionTimeoutUs: seconds(1), heartbeatUs: seconds(2) }, "electionTimeoutUs");
    // An even number of voters is allowed: it only tolerates no more failures.
    expect(createReplicaSet({ members: ["a", "b"] }).settings.voteMajority).toBe(2);
    const { settings } = createReplicaSet({ members: MEMBERS });
    expect(() => checkedConcern(4, settings)).toThrow("« w »");
    expect(() => checkedConcern(0, settings)).toThrow(BadConfiguration);
  });
});

/** A writer, random faults for half a minute, then quiet: what was confirmed, what is missing where. */
function randomWorld(seed: number) {
  const set = createReplicaSet({
    members: MEMBERS,
    electionTimeoutUs: seconds(3),
    heartbeatUs: ms(500),
  });
  const random = createRandom(seed, "worlds");
  const one = () => MEMBERS[random.integerBelow(3)] as string;
  const at = () => `${random.integerBelow(25_000)}ms+${random.between(500, 6_000)}ms`;
  const faults = [`crash:${one()}@${at()}`, `pause:${one()}@${at()}`, `crash:${one()}@${at()}`];
  const [x, y] = [one(), one()];
  if (x !== y) faults.push(`partition:${x}|${y}@${at()}`, `loss:${x}|${y}=20@${at()}`);
  const cutOff = one();
  faults.push(`partition:${cutOff}|${MEMBERS.filter((id) => id !== cutOff)}@${at()}`);
  const confirmed: string[] = [];
  const missing: string[] = [];
  function* boot(ctx: Context) {
    for (let i = 0; i < 60; i++) {
      yield* ctx.sleep(ctx.random.exponential(ms(400)));
      const id = `d${i}`;
      const changes = [{ kind: "insert" as const, collection: "c", id, document: i }];
      const written = yield* set.client.write(ctx, changes, { w: "majority", wtimeoutUs: ms(500) });
      if (written.kind === "confirmed") confirmed.push(id);
    }
    yield* ctx.sleep(seconds(30));
    for (const id of confirmed) {
      for (const from of MEMBERS) {
        const found = yield* set.client.read(ctx, { collection: "c", id }, { from });
        if (found.kind !== "found" || found.document === null) missing.push(`${id} on ${from}`);
      }
    }
  }
  const world = { nodes: { ...set.nodes, client: { boot: { boot } } } };
  const run = play(world, { seed, faults, untilUs: seconds(160) });
  const ends = MEMBERS.map((id) => {
    const shown = eventsOf(run.log, "memory-changed").findLast(
      ({ node, key }) => node === id && key === "jeu/journal",
    );
    return JSON.stringify(shown?.after);
  });
  return { confirmed: confirmed.length, missing, ends };
}
