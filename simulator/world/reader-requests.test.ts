/** The reader asks the running system: answered like anybody, and felt by nobody else's luck. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DurationUs, ms } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import { askedRequests } from "../observation/requests.ts";
import { play as playScenario } from "../testing/play.ts";
import { ownStory } from "../testing/requests.ts";
import { eventsOf, play, type SmallWorld } from "../testing/small-world.ts";
import type { RequestCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { operation } from "./calls.ts";
import type { Context } from "./context.ts";
import { refuse } from "./node.ts";

type Question = { readonly subject: string | null };

const read = operation<Question, { readonly dice: number }>("service", "lire");

const request = (part: Partial<RequestCard>): RequestCard => ({
  ...{ id: "lire", title: "Lire ?", explanation: "", from: "clients", to: "service" },
  ...{ operation: "lire", subject: { title: "Clé", example: "k1" }, timeoutUs: ms(500) },
  ...part,
});

/** Three clients ask for ever, each about its own key; the answer and how long it takes are luck. */
const world: SmallWorld = {
  latency: { p50Us: ms(5), p95Us: ms(20), p99Us: ms(60) },
  nodes: {
    clients: {
      boot: {
        *askForEver(ctx: Context) {
          for (const key of ["k1", "k2", "k3"]) yield* ctx.spawn("askAbout", key, askAbout);
        },
      },
    },
    service: {
      serves: {
        *lire(ctx: Context, { subject }: Question) {
          if (subject === "inconnu") return refuse("aucune clé de ce nom");
          yield* ctx.work((ms(1) + ctx.random.integerBelow(ms(30))) as DurationUs);
          return { dice: ctx.random.integerBelow(1_000_000) };
        },
      },
    },
  },
  requests: [
    request({}),
    request({ id: "nulle-part", operation: "personne" }),
    request({ id: "toutes", subject: null }),
    request({ id: "par-la-porte", body: { method: "GET", path: ["/", "{subject}"], n: 3 } }),
  ],
};

function* askAbout(ctx: Context): Process<void> {
  for (let i = 0; i < 20; i++) {
    yield* ctx.call(read, { subject: ctx.subject }, { timeoutUs: ms(400) });
    yield* ctx.sleep(ctx.random.exponential(ms(40)));
  }
}

const run = (...faults: string[]): EventLog => play(world, { faults, seed: 3 }).log;
const endOf = (log: EventLog, fault = "f1") => askedRequests(log).get(fault)?.end;

describe("a request of the reader", () => {
  test("is answered, and the body of the reply is found at the step that says so", () => {
    const log = run("request:lire/k1@300ms");
    expect(eventsOf(log, "fault-started")).toMatchObject([
      { atUs: 300_000, node: "clients", subject: "k1", text: "request:lire/k1@300ms" },
    ]);
    expect(eventsOf(log, "command-issued")).toMatchObject([
      { command: "demande:f1:lire", node: "clients", body: { subject: "k1" } },
    ]);
    const end = endOf(log);
    expect(end).toMatchObject({ outcome: "ok", reply: { dice: expect.any(Number) } });
    expect(log.kind(end?.index ?? 0)).toBe("command-ended");
  });

  test("puts its key where the card wants it in the body", () => {
    const log = run("request:par-la-porte/k1@300ms");
    const body = { method: "GET", path: ["/", "k1"], n: 3 };
    expect(eventsOf(log, "command-issued")).toMatchObject([{ body }]);
  });

  test("about nothing in particular carries no key", () => {
    const log = run("request:toutes@300ms");
    expect(eventsOf(log, "command-issued")).toMatchObject([{ body: { subject: null } }]);
    expect(endOf(log)?.outcome).toBe("ok");
  });

  test.each([
    ["the service refuses", ["request:lire/inconnu@0s"], "refused", "aucune clé de ce nom"],
    ["nobody serves it", ["request:nulle-part/k1@0s"], "refused", "ne répond pas à cela"],
    ["its node is down", ["crash:clients@0s+1s", "request:lire/k1@100ms"], "refused", "arrêté"],
    ["the link is cut", ["partition:clients>service@0s+5s", "request:lire/k1@1s"], "timed-out", ""],
    ["its node dies meanwhile", ["request:lire/k1@1s", "crash:clients@1002ms+1s"], "lost", ""],
    ["its node dies at once", ["request:lire/k1@1s", "crash:clients@1s+1s"], "lost", ""],
  ])("says so when %s", (_, faults, outcome, why) => {
    const asked = faults.findIndex((text) => text.startsWith("request"));
    const end = endOf(run(...faults), `f${asked + 1}`);
    expect(end?.outcome).toBe(outcome);
    expect(end?.detail).toContain(why);
  });

  test("waits for the end of a pause, and is answered then", () => {
    const log = run("pause:clients@200ms+2s", "request:lire/k1@1s");
    expect(log.atUs(endOf(log, "f2")?.index ?? 0)).toBeGreaterThan(2_200_000);
  });

  test("at the end of a shorter log is still awaited", () => {
    const log = run("request:lire/k1@300ms");
    const end = endOf(log)?.index ?? 0;
    expect(askedRequests(log, end).get("f1")).toMatchObject({ subject: "k1", end: null });
  });
});

describe("common random numbers", () => {
  const key = fc.constantFrom("k1", "k2", "k3", "inconnu");
  const instant = fc.oneof(
    fc.nat(1_500_000).map((us) => `${us}us`),
    fc.nat(400).map((index) => `event:${index}`),
  );
  const ask = fc
    .tuple(key, instant)
    .map(([subject, at]) => ({ text: `request:lire/${subject}@${at}` }));

  const calm = run();

  test("whatever is asked of the same service about the same keys, everybody else lives the same life", () => {
    fc.assert(
      fc.property(fc.array(ask, { minLength: 1, maxLength: 4 }), (asks) => {
        const log = run(...asks.map(({ text }) => text));
        expect(ownStory(log)).toEqual(ownStory(calm));
      }),
      { numRuns: 100 },
    );
  });

  test("nothing before a request is changed by it", () => {
    fc.assert(
      fc.property(ask, ({ text }) => {
        const log = run(text);
        const [started] = eventsOf(log, "fault-started");
        const shared = started?.index ?? log.length - 1;
        expect(log.digest(shared)).toBe(calm.digest(shared));
      }),
      { numRuns: 100 },
    );
  });

  test("a request keeps its own answer, whatever is asked before it", () => {
    const alone = endOf(run("request:lire/k1@900ms"));
    const second = endOf(
      play(world, { seed: 3, faults: ["request:lire/k1@900ms", "request:lire/k1@100ms"] }).log,
    );
    expect(second?.reply).toEqual(alone?.reply);
  });

  test("a piece with real sagas lives the same life, asked or not", () => {
    const id = "piece-saga-orchestree";
    for (const { variant, faults } of [
      { variant: "corrigee", faults: [] },
      { variant: "publiee", faults: ["crash:orchestrateur@3.1s+2s"] },
    ]) {
      const own = ownStory(playScenario(id, { variant, faults }).log);
      const asks = ["request:etat-saga/7@3050ms", "request:sagas-en-cours@4s"];
      const asked = playScenario(id, { variant, faults: [...faults, ...asks] }).log;
      expect(eventsOf(asked, "command-ended").length).toBeGreaterThan(0);
      expect(ownStory(asked)).toEqual(own);
    }
  });
});
