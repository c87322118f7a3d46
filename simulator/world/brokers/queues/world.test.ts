/** The broker among its clients: what the adapter promises, one sentence each. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { type DurationUs, ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { eventsOf, notes } from "../../../testing/small-world.ts";
import type { Context } from "../../context.ts";
import { createQueueBroker } from "./broker-node.ts";
import { createQueueConsumer, type NewMessage, publishAndWait, publishBlindly } from "./client.ts";
import { contentKey, readyKey } from "./drawing.ts";
import {
  deliveries,
  lost,
  MESSAGES,
  openShop,
  said,
  shopThat,
  shown,
} from "./fixtures/workshop.ts";
import type { Delivery } from "./protocol.ts";
import type { Settlement } from "./queue.ts";
import type { Topology } from "./topology.ts";

const topologyOf = (queues: Topology["queues"]): Topology => ({
  ...{ exchanges: [], bindings: [], queues },
});
const message = (id: string, more: Partial<NewMessage> = {}): NewMessage => ({
  ...{ id, body: id, exchange: "", routingKey: "q", ...more },
});
const ids = (all: readonly Delivery[]): readonly string[] => all.map(({ id }) => id);
test("sans panne, chaque message confirmé est traité une fois, par l’un des deux ateliers", () => {
  const calm = openShop({});
  expect(said(calm, "confirmed")).toHaveLength(MESSAGES);
  expect([...said(calm, "done")].sort()).toEqual([...said(calm, "confirmed")].sort());
  const places = new Set(eventsOf(calm.log, "note").map(({ node }) => node));
  expect(places).toEqual(new Set(["boutique", "atelier-1", "atelier-2"]));
});

describe("RMQ-4: un atelier qui ne répond plus", () => {
  test.each([
    ["meurt", "crash:atelier-1@1s+50s"],
    ["est coupé du courtier", "partition:courtier|atelier-1@1s+50s"],
  ])("RMQ-4: il %s : ses messages ne reviennent qu’après le silence d’un battement", (_, fault) => {
    const silent = openShop({ faults: [fault] });
    expect(lost(silent)).toEqual([]);
    const again = eventsOf(silent.log, "note").filter(({ text }) => text.endsWith(" again"));
    expect(again.length).toBeGreaterThan(0);
    // Silent since 1 s at the latest: nothing comes back before a heartbeat of 2 s has passed.
    for (const { atUs, node } of again) {
      expect(node).toBe("atelier-2");
      expect(atUs).toBeGreaterThan(2_500_000);
    }
  });

  test("RMQ-4: des battements suffisent à tenir en vie une connexion où rien ne passe", () => {
    const idle = openShop({
      shop: shopThat(function* (ctx) {
        // Ten heartbeats of silence, then work for both workshops at once.
        yield* ctx.sleep(seconds(20));
        for (let i = 0; i < 8; i++) {
          yield* publishBlindly(ctx, "courtier", message(`m${i}`, { isPersistent: true }));
        }
      }),
    });
    expect(said(idle, "done")).toHaveLength(8);
    expect(deliveries(idle).filter(({ isRedelivered }) => isRedelivered)).toEqual([]);
    const subscriptions = eventsOf(idle.log, "message-sent").filter(
      ({ operation, role }) => operation === "abonner" && role === "request",
    );
    expect(subscriptions).toHaveLength(2);
  });

  test("RMQ-4: rien n’est réglé sur une connexion qui n’est plus : le travail fini trop tard se tait", () => {
    const faults = ["partition:courtier|atelier-1@1s+6s"];
    const slow = function* (ctx: Context, { body }: Delivery): Process<Settlement> {
      yield* ctx.sleep(seconds(9));
      ctx.log.note(`done m${body}`);
      return "ack";
    };
    const { log } = openShop({ faults, work: slow, prefetch: 1, workshops: 1 });
    const requests = eventsOf(log, "message-sent").filter(({ role }) => role !== "reply");
    const sessionOf = ({ body }: { readonly body: unknown }) =>
      (body as { readonly session: string }).session;
    let current = "";
    const late: string[] = [];
    for (const request of requests) {
      if (request.operation === "abonner") current = sessionOf(request);
      if (request.operation === "regler" && sessionOf(request) !== current)
        late.push(sessionOf(request));
    }
    expect(
      new Set(requests.filter(({ operation }) => operation === "abonner").map(sessionOf)).size,
    ).toBeGreaterThan(1);
    expect(late).toEqual([]);
  });

  test("RMQ-4: une pause plus courte qu’un battement ne rend rien, et rien n’est fait deux fois", () => {
    const dozing = openShop({ faults: ["pause:atelier-1@1s+700ms"] });
    expect([...said(dozing, "done")].sort()).toEqual([...said(dozing, "confirmed")].sort());
    expect(deliveries(dozing).filter(({ isRedelivered }) => isRedelivered)).toEqual([]);
  });
});

describe("RMQ-5: le courtier tombe", () => {
  // Both workshops are down when the power fails, so that the queue is full.
  const faults = ["crash:atelier-1@300ms+9s", "crash:atelier-2@300ms+9s", "crash:courtier@3s+1s"];

  test("RMQ-5: ce qui est persistant, dans une file durable, et confirmé, revient", () => {
    expect(lost(openShop({ faults }))).toEqual([]);
  });

  test.each([
    ["un message éphémère", { message: { isPersistent: false } }],
    ["une file non durable", { topology: topologyOf([{ name: "q", isDurable: false }]) }],
  ])("RMQ-5: %s ne survit pas", (_, shop) => {
    expect(lost(openShop({ faults, ...shop })).length).toBeGreaterThan(0);
  });

  test("RMQ-5: ce que le disque n’a pas encore n’est pas confirmé", () => {
    const slow = openShop({ faults: ["crash:courtier@500ms+1s"], syncUs: seconds(1) });
    const [first] = eventsOf(slow.log, "note").filter(({ text }) => text.startsWith("confirmed"));
    // Published at once, written after one second at the soonest, had the power not failed before.
    expect(first?.atUs).toBeGreaterThan(2_500_000);
    expect(lost(slow)).toEqual([]);
  });
});

test("disque plein : le courtier ne refuse pas, il ne lit plus ; rien n’est perdu", () => {
  const full = openShop({ faults: ["disk-full:courtier@500ms+4s"] });
  expect(lost(full)).toEqual([]);
  expect(said(full, "confirmed")).toHaveLength(MESSAGES);
});

describe("un éditeur sur sa connexion", () => {
  const shop = shopThat(function* (ctx: Context): Process<void> {
    for (let i = 1; i <= 200; i++) {
      yield* publishBlindly(ctx, "courtier", message(`m${i}`));
      yield* ctx.sleep(ms(1));
    }
  });
  const published = Array.from({ length: 200 }, (_, i) => `m${i + 1}`);

  test.each([
    ["sans panne", []],
    ["par un réseau qui double et mélange", ["duplicate:boutique|courtier=50@0s+9s"]],
    ["par un réseau qui retarde", ["reorder:boutique|courtier=50@0s+9s"]],
  ])("ce qu’il publie arrive dans l’ordre, une fois : %s", (_, faults) => {
    const run = openShop({ shop, faults, workshops: 1, prefetch: 0 });
    expect(ids(deliveries(run))).toEqual(published);
  });

  test("ce que le réseau perd ne retient pas la suite", () => {
    const faults = ["loss:boutique>courtier=15@0s+9s"];
    const arrived = ids(deliveries(openShop({ shop, faults, workshops: 1, prefetch: 0 })));
    expect(arrived.length).toBeGreaterThan(150);
    expect(arrived.length).toBeLessThan(200);
    expect(arrived).toEqual(published.filter((id) => arrived.includes(id)));
  });

  test("RMQ-5: personne ne reçoit : « oui », et rendu s’il est obligatoire ; échangeur absent : canal fermé", () => {
    const run = openShop({
      shop: shopThat(function* (ctx: Context): Process<void> {
        const asked = [
          message("m1", { routingKey: "nulle-part" }),
          message("m2", { routingKey: "nulle-part", isMandatory: true }),
          message("m3", { exchange: "absent" }),
          message("m4", { isMandatory: true }),
        ];
        for (const one of asked) {
          const outcome = yield* publishAndWait(ctx, "courtier", one, seconds(1));
          if (outcome.kind === "timed-out") ctx.log.note(`${one.id} silence`);
          else if (outcome.kind === "refused") ctx.log.note(`${one.id} ${outcome.reason}`);
          else ctx.log.note(`${one.id} ${outcome.reply.isAccepted} ${outcome.reply.isRouted}`);
        }
      }),
    });
    expect(notes(run.log).slice(0, 4)).toEqual([
      ...["m1 true true", "m2 true false"],
      ...["m3 NOT_FOUND - no exchange 'absent' in vhost '/'", "m4 true true"],
    ]);
  });
});

describe("RMQ-6: lettres mortes et durées de vie", () => {
  const graves = topologyOf([
    { name: "q", deadLetterExchange: "", deadLetterRoutingKey: "morts" },
    { name: "morts" },
  ]);
  const publishing = (...messages: readonly NewMessage[]) =>
    shopThat(function* (ctx: Context): Process<void> {
      for (const one of messages) yield* publishAndWait(ctx, "courtier", one, seconds(1));
    });
  const dead = (of: ReturnType<typeof openShop>) =>
    (shown(of, contentKey("morts")) as { readonly cells: readonly string[] }).cells;

  // biome-ignore lint/correctness/useYield: decides at once.
  function* refusePoison(_: Context, { id }: Delivery): Process<Settlement> {
    return id === "poison" ? "reject" : "ack";
  }

  test("RMQ-6: rejeté, il va où la file le dit ; les autres sont acquittés", () => {
    const shop = publishing(message("m1"), message("poison"), message("m2"));
    const run = openShop({ shop, topology: graves, work: refusePoison });
    expect(dead(run)).toEqual(["poison"]);
    expect(shown(run, readyKey("q"))).toBe(0);
  });

  test("RMQ-6: personne ne vient : il expire à son heure, et sa lettre survit à une coupure", () => {
    const shop = publishing(message("m1", { ttlUs: ms(1_500), isPersistent: true }));
    const faults = ["crash:courtier@3s+1s"];
    const run = openShop({ shop, topology: graves, faults, workshops: 0 });
    const moved = eventsOf(run.log, "memory-changed").find(
      ({ key, after }) => key === readyKey("morts") && after === 1,
    );
    expect(moved?.atUs).toBeGreaterThan(1_500_000);
    expect(moved?.atUs).toBeLessThan(1_560_000);
    expect(dead(run)).toEqual(["m1 ↻"]);
    expect(deliveries(run)).toEqual([]);
  });

  test("RMQ-3: remis en file par son seul consommateur, il lui revient aussitôt, encore et encore", () => {
    const run = openShop({
      shop: publishing(message("m1")),
      workshops: 1,
      *work(ctx: Context, { isRedelivered }: Delivery): Process<Settlement> {
        yield* ctx.work(ms(100));
        ctx.log.note(isRedelivered ? "again" : "first");
        return "requeue";
      },
    });
    const told = notes(run.log);
    expect(told[0]).toBe("first");
    expect(told.filter((text) => text === "again").length).toBeGreaterThan(300);
  });
});

describe("une configuration insensée est refusée quand on l’écrit, en nommant le champ", () => {
  const one: Topology = topologyOf([{ name: "q" }]);
  const broker = (topology: Topology, heartbeatUs: number, syncUs: number) => () =>
    createQueueBroker({
      ...{ topology, heartbeatUs: heartbeatUs as DurationUs, syncUs: syncUs as DurationUs },
    });
  const consumer = (prefetch: number, concurrency: number) => () =>
    createQueueConsumer({
      ...{
        broker: "courtier",
        queue: "q",
        prefetch,
        concurrency,
        heartbeatUs: seconds(2),
        handler: "w",
      },
      // biome-ignore lint/correctness/useYield: never called.
      *work(): Process<Settlement> {
        return "ack";
      },
    });
  test.each([
    ["files", broker(topologyOf([]), 2_000_000, 1)],
    ["battement", broker(one, -1, 1)],
    ["synchronisation", broker(one, 2_000_000, 0)],
    ["prefetch", consumer(-1, 1)],
    ["travaux simultanés", consumer(1, 0)],
  ])("%s", (field, build) => {
    expect(build).toThrow(BadConfiguration);
    expect(build).toThrow(`« ${field} »`);
  });
});
