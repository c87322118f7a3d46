/** The broker among crashes, cuts and losses: what the adapter promises. */

import { describe, expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Run } from "../../../simulation.ts";
import { eventsOf, notes, play, type SmallNode } from "../../../testing/small-world.ts";
import type { Context } from "../../context.ts";
import type { Boots } from "../../node-parts.ts";
import { createQueueBroker } from "./broker-node.ts";
import { createQueueConsumer, publishAndWait } from "./client.ts";
import type { Delivery } from "./protocol.ts";
import type { Settlement } from "./queue.ts";

const HEARTBEAT_US = seconds(2);
const UNTIL_US = seconds(60);

const asNode = (part: { readonly serves: unknown; readonly boot: Boots }): SmallNode => ({
  serves: part.serves as NonNullable<SmallNode["serves"]>,
  boot: part.boot,
});

/** Publishes until the broker says yes: in doubt, again under the same id. */
const publisher = (count: number, isPersistent: boolean): SmallNode => ({
  boot: {
    *order(ctx: Context): Process<void> {
      for (let i = 1; i <= count; i++) {
        const message = { id: `m${i}`, body: i, exchange: "", routingKey: "q", isPersistent };
        for (;;) {
          const outcome = yield* publishAndWait(ctx, "courtier", message, seconds(1));
          if (outcome.kind === "replied" && outcome.reply.isAccepted) break;
          yield* ctx.sleep(ms(200));
        }
        ctx.log.note(`confirmed ${message.id}`);
        yield* ctx.sleep(ms(40));
      }
    },
  },
});

function* workOnce(ctx: Context, delivery: Delivery): Process<Settlement> {
  yield* ctx.work(ms(60));
  ctx.log.note(`done ${delivery.id}${delivery.isRedelivered ? " again" : ""}`);
  return "ack";
}

interface Shop {
  readonly faults?: readonly string[];
  readonly isPersistent?: boolean;
  readonly seed?: number;
  readonly prefetch?: number;
}

function run({ faults = [], isPersistent = true, seed = 1, prefetch = 3 }: Shop): Run {
  const broker = createQueueBroker({
    topology: { exchanges: [], bindings: [], queues: [{ name: "q" }] },
    heartbeatUs: HEARTBEAT_US,
    syncUs: ms(20),
  });
  const consumer = () =>
    asNode(
      createQueueConsumer({
        ...{ broker: "courtier", queue: "q", prefetch, heartbeatUs: HEARTBEAT_US },
        ...{ handler: "workOnce", work: workOnce },
      }),
    );
  return play(
    {
      nodes: {
        ...{ boutique: publisher(30, isPersistent), courtier: asNode(broker) },
        ...{ "atelier-1": consumer(), "atelier-2": consumer() },
      },
    },
    { faults, seed, untilUs: UNTIL_US },
  );
}

/** Ids of the notes that begin so. */
const said = (of: Run, word: string): readonly string[] =>
  notes(of.log)
    .filter((note) => note.startsWith(`${word} `))
    .map((note) => note.split(" ")[1] as string);

const lost = (of: Run): readonly string[] => {
  const done = new Set(said(of, "done"));
  return said(of, "confirmed").filter((id) => !done.has(id));
};

test("sans panne, chaque message confirmé est traité une fois, par l’un des deux ateliers", () => {
  const calm = run({});
  expect(said(calm, "confirmed")).toHaveLength(30);
  expect([...said(calm, "done")].sort()).toEqual([...said(calm, "confirmed")].sort());
  const places = new Set(eventsOf(calm.log, "note").map(({ node }) => node));
  expect(places).toEqual(new Set(["boutique", "atelier-1", "atelier-2"]));
});

test("RMQ-4: un atelier mort ne rend ses messages qu’après le silence d’un battement", () => {
  const crashed = run({ faults: ["crash:atelier-1@1s+50s"] });
  expect(lost(crashed)).toEqual([]);
  const again = eventsOf(crashed.log, "note").filter(({ text }) => text.endsWith(" again"));
  expect(again.length).toBeGreaterThan(0);
  // Silent since 1 s at the latest: nothing comes back before a heartbeat of 2 s has passed.
  for (const { atUs, node } of again) {
    expect(node).toBe("atelier-2");
    expect(atUs).toBeGreaterThan(2_500_000);
  }
});

test("RMQ-5: le courtier tombe : ce qui est persistant et confirmé revient, l’éphémère est perdu", () => {
  // Both workshops are down when the power fails, so that the queue is full.
  const faults = ["crash:atelier-1@300ms+9s", "crash:atelier-2@300ms+9s", "crash:courtier@3s+1s"];
  expect(lost(run({ faults }))).toEqual([]);
  expect(lost(run({ faults, isPersistent: false })).length).toBeGreaterThan(0);
});

test("disque plein : le courtier ne refuse pas, il ne lit plus ; rien n’est perdu", () => {
  const full = run({ faults: ["disk-full:courtier@500ms+4s"] });
  expect(lost(full)).toEqual([]);
  expect(said(full, "confirmed")).toHaveLength(30);
});

describe("au moins une fois : pannes tirées au hasard, aucun message persistant confirmé n’est perdu", () => {
  const FAULTS = (seed: number): readonly string[] => {
    const at = (n: number): string => `${300 + ((seed * 7919 + n * 104_729) % 3_500)}ms`;
    const kinds = [
      `crash:courtier@${at(1)}+1s`,
      `crash:atelier-1@${at(2)}+2s`,
      `crash:atelier-2@${at(3)}+3s`,
      `partition:courtier|atelier-1@${at(4)}+4s`,
      `partition:boutique|courtier@${at(5)}+1500ms`,
      `loss:courtier|atelier-2=30@${at(6)}+3s`,
      `duplicate:courtier|atelier-1=50@${at(7)}+3s`,
      `reorder:courtier|atelier-2=50@${at(8)}+3s`,
      `pause:courtier@${at(9)}+2500ms`,
    ];
    return kinds.filter((_, i) => (seed >> (i % 6)) % 2 === 1 || (seed + i) % 4 === 0);
  };
  test.each(Array.from({ length: 60 }, (_, i) => i + 1))("graine %i", (seed) => {
    const stormy = run({ faults: FAULTS(seed), seed, prefetch: seed % 4 });
    expect(said(stormy, "confirmed")).toHaveLength(30);
    expect(lost(stormy)).toEqual([]);
  });
});
