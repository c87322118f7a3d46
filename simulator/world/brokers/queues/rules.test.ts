/** The rules of docs/fidelity/queues.md, each as a sentence; the golden transcripts hold the rest. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { Broker, type Publication } from "./broker.ts";
import { createDisk } from "./disk.ts";
import type { Effect } from "./effects.ts";
import { checkTopology, type QueueDefinition, type Topology } from "./topology.ts";

function world(
  queues: readonly QueueDefinition[],
  more: Partial<Topology> = {},
  disk = createDisk(),
) {
  const effects: Effect[] = [];
  const topology = checkTopology({ exchanges: [], bindings: [], ...more, queues });
  const onEffect = (effect: Effect) => void effects.push(effect);
  const broker = new Broker({ topology, disk, nowUs: 0, onEffect });
  const channel = broker.openChannel({ confirms: false });
  const publish = (id: string, options: Partial<Publication> = {}, on = channel) =>
    broker.publish(on, {
      ...{ id, body: null, exchange: "", routingKey: queues[0]?.name ?? "", ttlUs: null },
      ...{ isPersistent: false, isMandatory: false, ...options },
    });
  const consume = (prefetch: number, options: { on?: number; isAutoAck?: boolean } = {}) => {
    const on = options.on ?? broker.openChannel({ confirms: false });
    const consumer = `c${effects.length}-${on}`;
    const isAutoAck = options.isAutoAck ?? false;
    broker.consume(on, { queue: queues[0]?.name ?? "", consumer, prefetch, isAutoAck });
    return on;
  };
  const delivered = (on?: number) =>
    effects.flatMap((effect) =>
      effect.kind === "delivered" && (on === undefined || effect.channel === on)
        ? [`${effect.message.id}#${effect.tag}${effect.isRedelivered ? "r" : ""}`]
        : [],
    );
  const of = <K extends Effect["kind"]>(kind: K) =>
    effects.filter((effect): effect is Extract<Effect, { kind: K }> => effect.kind === kind);
  return { broker, channel, effects, publish, consume, delivered, of, disk, topology };
}

const ack = (tag: number, isMultiple = false) => ({ tag, isMultiple, how: "ack" }) as const;
const requeue = (tag: number, isMultiple = false) => ({ tag, isMultiple, how: "requeue" }) as const;
const reject = (tag: number, isMultiple = false) => ({ tag, isMultiple, how: "reject" }) as const;

describe("RMQ-1: les étiquettes de livraison appartiennent à leur canal", () => {
  test("RMQ-1: chaque canal compte depuis 1, et acquitter deux fois ferme le canal", () => {
    const { broker, publish, consume, delivered, of } = world([{ name: "q" }]);
    const [a, b] = [consume(0), consume(0)];
    for (const id of ["m1", "m2", "m3", "m4"]) publish(id);
    expect([delivered(a), delivered(b)]).toEqual([
      ["m1#1", "m3#2"],
      ["m2#1", "m4#2"],
    ]);
    broker.settle(a, ack(1));
    expect(broker.isOpen(a)).toBe(true);
    broker.settle(a, ack(1));
    expect(broker.isOpen(a)).toBe(false);
    expect(of("channel-closed")).toMatchObject([{ channel: a, code: 406 }]);
    // What the closed channel held is not lost: m3 returns and goes to the other consumer.
    expect(delivered(b)).toEqual(["m2#1", "m4#2", "m3#3r"]);
  });

  test("RMQ-1: « multiple » acquitte tout ce qui ne dépasse pas l’étiquette", () => {
    const { broker, publish, consume } = world([{ name: "q" }]);
    const a = consume(0);
    for (const id of ["m1", "m2", "m3", "m4"]) publish(id);
    broker.settle(a, ack(3, true));
    expect(broker.heldTags(a)).toEqual([4]);
    broker.settle(a, ack(0, true));
    expect(broker.heldTags(a)).toEqual([]);
  });
});

describe("RMQ-2: le prefetch borne ce qui n’est pas acquitté", () => {
  test("RMQ-2: un de libre, un de livré ; 0 est sans borne", () => {
    const { broker, publish, consume, delivered } = world([{ name: "q" }]);
    const a = consume(2);
    for (const id of ["m1", "m2", "m3"]) publish(id);
    expect(delivered(a)).toEqual(["m1#1", "m2#2"]);
    broker.settle(a, ack(1));
    expect(delivered(a)).toEqual(["m1#1", "m2#2", "m3#3"]);
    const b = consume(0);
    for (let i = 0; i < 100; i++) publish(`n${i}`);
    expect(delivered(b)).toHaveLength(100);
  });

  test("RMQ-2: sans effet sur basic.get ni sur l’acquittement automatique", () => {
    const { broker, publish, consume, delivered } = world([{ name: "q" }]);
    const a = consume(1);
    for (const id of ["m1", "m2", "m3"]) publish(id);
    expect(broker.get(a, "q", false)?.message.id).toBe("m2");
    expect(broker.get(a, "q", false)?.message.id).toBe("m3");
    const b = consume(1, { isAutoAck: true });
    for (const id of ["m4", "m5", "m6"]) publish(id);
    expect(delivered(b)).toEqual(["m4#1", "m5#2", "m6#3"]);
  });
});

describe("RMQ-3: un message remis en file reprend sa place", () => {
  test("RMQ-3: le plus ancien repart le premier, quel que soit l’ordre des retours", () => {
    const { broker, publish, channel } = world([{ name: "q" }]);
    for (const id of ["m1", "m2", "m3", "m4"]) publish(id);
    for (let i = 0; i < 3; i++) broker.get(channel, "q", false);
    broker.settle(channel, requeue(2));
    broker.settle(channel, requeue(1));
    broker.settle(channel, requeue(3));
    const order = [1, 2, 3, 4].map(() => broker.get(channel, "q", true)?.message.id);
    expect(order).toEqual(["m1", "m2", "m3", "m4"]);
  });

  test("RMQ-3: seul consommateur, il le reçoit aussitôt à nouveau : boucle chaude", () => {
    const { broker, publish, consume, delivered } = world([{ name: "q" }]);
    const a = consume(1);
    publish("m1");
    for (let tag = 1; tag <= 50; tag++) broker.settle(a, requeue(tag));
    expect(delivered(a)).toHaveLength(51);
    expect(delivered(a).at(-1)).toBe("m1#51r");
  });
});

test("RMQ-4: fermer un canal remet en file tout ce qu’il tenait, marqué « redelivered »", () => {
  const { broker, publish, consume, delivered } = world([{ name: "q" }]);
  const [a, b] = [consume(2), broker.openChannel({ confirms: false })];
  for (const id of ["m1", "m2", "m3"]) publish(id);
  expect(broker.queue("q").heldCount).toBe(2);
  broker.closeChannel(a);
  expect(broker.queue("q").readyCount).toBe(3);
  consume(0, { on: b });
  expect(delivered(b)).toEqual(["m1#1r", "m2#2r", "m3#3"]);
});

describe("RMQ-5: ce que vaut une confirmation", () => {
  test("RMQ-5: un message que personne ne reçoit est confirmé, et rendu d’abord s’il est obligatoire", () => {
    const { broker, publish, effects } = world([{ name: "q" }]);
    const on = broker.openChannel({ confirms: true });
    publish("m1", { routingKey: "nulle-part" }, on);
    publish("m2", { routingKey: "nulle-part", isMandatory: true }, on);
    expect(effects.map(({ kind }) => kind)).toEqual(["confirmed", "returned", "confirmed"]);
    expect(effects.at(-1)).toMatchObject({ publication: 2, isAccepted: true });
  });

  test("RMQ-5: persistant et durable : confirmé après le disque, et là après une coupure ; le reste non", () => {
    const first = world([{ name: "durable" }, { name: "ephemere", isDurable: false }]);
    const on = first.broker.openChannel({ confirms: true });
    first.publish("m1", { routingKey: "durable", isPersistent: true }, on);
    first.publish("m2", { routingKey: "durable" }, on);
    first.publish("m3", { routingKey: "ephemere", isPersistent: true }, on);
    expect(first.of("confirmed").map(({ publication }) => publication)).toEqual([2, 3]);
    first.broker.synchronise();
    expect(first.of("confirmed").map(({ publication }) => publication)).toEqual([2, 3, 1]);
    first.publish("m4", { routingKey: "durable", isPersistent: true }, on);
    // The power fails before the disk has m4: it was not confirmed.
    const again = world(first.topology.queues, {}, first.disk);
    expect(again.broker.get(again.channel, "durable", true)).toMatchObject({
      message: { id: "m1" },
      isRedelivered: true,
      remaining: 0,
    });
    expect(again.broker.get(again.channel, "ephemere", true)).toBeNull();
  });

  test("RMQ-5: une file pleine qui refuse répond « non »", () => {
    const { broker, publish, of } = world([
      { name: "q", lengthMax: 1, overflow: "reject-publish" },
    ]);
    const on = broker.openChannel({ confirms: true });
    publish("m1", {}, on);
    publish("m2", {}, on);
    expect(of("confirmed").map(({ isAccepted }) => isAccepted)).toEqual([true, false]);
  });
});

const DEAD: Partial<Topology> = {
  exchanges: [{ name: "dlx", kind: "fanout" }],
  bindings: [{ exchange: "dlx", queue: "morts", key: "" }],
};

describe("RMQ-6: les lettres mortes", () => {
  test("RMQ-6: rejeté, expiré, de trop : chaque fois à l’échangeur de lettres mortes, avec sa raison", () => {
    const q: QueueDefinition = { name: "q", deadLetterExchange: "dlx", lengthMax: 2 };
    const { broker, publish, channel, of } = world([q, { name: "morts" }], DEAD);
    for (const id of ["m1", "m2", "m3"]) publish(id, { ttlUs: id === "m3" ? 5_000 : null });
    expect(broker.get(channel, "q", false)?.message.id).toBe("m2");
    broker.settle(channel, reject(1));
    broker.advance(5_000);
    expect(of("dead-lettered").map(({ message, reason }) => [message.id, reason])).toEqual([
      ["m1", "maxlen"],
      ["m2", "rejected"],
      ["m3", "expired"],
    ]);
    expect(broker.queue("morts").readyCount).toBe(3);
  });

  test("RMQ-6: un message expiré derrière un autre attend que la tête parte", () => {
    const q: QueueDefinition = { name: "q", deadLetterExchange: "dlx" };
    const { broker, publish, channel, of } = world([q, { name: "morts" }], DEAD);
    publish("m1");
    publish("m2", { ttlUs: 1_000 });
    broker.advance(50_000);
    expect(of("dead-lettered")).toEqual([]);
    broker.get(channel, "q", true);
    expect(of("dead-lettered").map(({ message }) => message.id)).toEqual(["m2"]);
  });

  test("RMQ-6: x-death compte par file et raison, la dernière mort d’abord", () => {
    const queues: QueueDefinition[] = [
      { name: "q", deadLetterExchange: "", deadLetterRoutingKey: "attente" },
      {
        name: "attente",
        messageTtlUs: 1_000,
        deadLetterExchange: "",
        deadLetterRoutingKey: "q",
      },
    ];
    const { broker, publish, channel } = world(queues);
    publish("m1");
    for (let round = 1; round <= 3; round++) {
      const got = broker.get(channel, "q", false);
      broker.settle(channel, reject(got?.tag ?? 0));
      broker.advance(round * 1_000);
    }
    const deaths = broker.get(channel, "q", false)?.message.deaths;
    expect(deaths?.map(({ queue, reason, count }) => [queue, reason, count])).toEqual([
      ["attente", "expired", 3],
      ["q", "rejected", 3],
    ]);
  });

  test("RMQ-6: un tour sans rejet est coupé, un échangeur absent perd en silence", () => {
    const round = world([
      { name: "q", messageTtlUs: 1_000, deadLetterExchange: "", deadLetterRoutingKey: "q" },
    ]);
    round.publish("m1");
    round.broker.advance(1_000);
    expect(round.of("dead-lettered")).toMatchObject([{ reason: "expired", to: [] }]);
    const absent = world([{ name: "q", deadLetterExchange: "absent" }]);
    absent.publish("m1");
    absent.broker.get(absent.channel, "q", false);
    absent.broker.settle(absent.channel, reject(1));
    expect(absent.effects).toMatchObject([{ kind: "dropped", reason: "rejected" }]);
  });
});

test("RMQ-7: file à quorum 3.10 : chaque retour compte (nack, canal fermé), puis lettre morte", () => {
  const q: QueueDefinition = {
    ...{ name: "q", kind: "quorum", deliveryLimit: 2, deadLetterExchange: "dlx" },
  };
  const { broker, publish, consume, delivered, of } = world([q, { name: "morts" }], DEAD);
  publish("m1");
  const a = consume(1);
  broker.settle(a, requeue(1));
  broker.closeChannel(a);
  const b = consume(1);
  expect(delivered()).toEqual(["m1#1", "m1#2r", "m1#1r"]);
  broker.settle(b, requeue(1));
  expect(of("dead-lettered")).toMatchObject([{ reason: "delivery_limit", to: ["morts"] }]);
});

test("RMQ-7: sans limite, un message remis dans une file à quorum repart de la fin", () => {
  const { broker, publish, channel } = world([{ name: "q", kind: "quorum" }]);
  for (const id of ["m1", "m2"]) publish(id);
  broker.get(channel, "q", false);
  broker.settle(channel, requeue(1));
  expect(broker.get(channel, "q", true)?.message.id).toBe("m2");
});

describe("une topologie insensée est refusée quand on l’écrit, en nommant le champ", () => {
  const one = (queue: QueueDefinition) => () => world([queue]);
  test.each([
    ["files", () => world([{ name: "q" }, { name: "q" }])],
    [
      "liaisons",
      () => world([{ name: "q" }], { bindings: [{ exchange: "x", queue: "q", key: "" }] }),
    ],
    ["q.longueur maximale", one({ name: "q", lengthMax: -1 })],
    ["q.ttl", one({ name: "q", messageTtlUs: -1 })],
    ["q.clé des lettres mortes", one({ name: "q", deadLetterRoutingKey: "k" })],
    ["q.limite de livraisons", one({ name: "q", deliveryLimit: 3 })],
    ["q.durable", one({ name: "q", kind: "quorum", isDurable: false })],
  ])("%s", (field, build) => {
    expect(build).toThrow(BadConfiguration);
    expect(build).toThrow(`« ${field} »`);
  });

  test("prefetch", () => {
    expect(() => world([{ name: "q" }]).consume(-1)).toThrow("« prefetch »");
  });
});
