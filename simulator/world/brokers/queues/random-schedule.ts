/**
 * Random schedules of commands, drawn against the model so that every command makes sense when it comes.
 *
 * Owns the draws: which topology, which command next. A command whose outcome the real server would not
 * promise (a race, see the player) is taken back and drawn again. Knows no server.
 */
import { createRandom, type Random } from "../../../base/random.ts";
import type { Binding, QueueDefinition, Topology } from "./topology.ts";
import { type Command, Player, type Schedule } from "./transcript-player.ts";

export type Profile = "routing" | "acks" | "dead-letters" | "ttl" | "quorum" | "crash";

const SLOTS = [0, 1, 2] as const;
const KEYS = ["k", "k.a", "k.a.b", "j", "j.a"] as const;
const PATTERNS = ["k", "k.*", "k.#", "#", "*.a", "*.*.b", "k.a", "#.a.#", "*", "k.a.b.#", "q1"];
const TRIES_MAX = 8;

const pick = <T>(random: Random, choices: readonly T[]): T =>
  choices[random.integerBelow(choices.length)] as T;
const percent = (random: Random, share: number): boolean => random.chance(share * 10_000);

/** Where dead letters go: back to the same queue, on to another, to nobody, or to an exchange that is not there. */
function deadLetterPlace(random: Random): Partial<QueueDefinition> {
  const exchange = pick(random, ["dlx", "dlx", "dlx", "", "nowhere"]);
  if (exchange === "") {
    return { deadLetterExchange: "", deadLetterRoutingKey: pick(random, ["q0", "q1", "q2", "q9"]) };
  }
  return percent(random, 50)
    ? { deadLetterExchange: exchange, deadLetterRoutingKey: pick(random, ["dead", "k", "q2"]) }
    : { deadLetterExchange: exchange };
}

function drawQueue(random: Random, profile: Profile, name: string): QueueDefinition {
  const isDead = profile === "dead-letters" || profile === "ttl" || profile === "quorum";
  const place = isDead && percent(random, 70) ? deadLetterPlace(random) : {};
  if (profile === "quorum" && name === "q0") {
    const deliveryLimit = random.integerBelow(4);
    return { name, kind: "quorum", ...place, ...(percent(random, 75) ? { deliveryLimit } : {}) };
  }
  const isLimited = percent(random, profile === "dead-letters" ? 60 : 15);
  const isRefusing = isLimited && percent(random, 40);
  return {
    name,
    isDurable: percent(random, 70),
    ...(profile === "ttl" && percent(random, 60)
      ? { messageTtlUs: pick(random, [200, 400, 600]) * 1_000 }
      : {}),
    ...(isLimited ? { lengthMax: random.integerBelow(4) } : {}),
    ...(isRefusing ? { overflow: "reject-publish" } : {}),
    ...place,
  };
}

export function drawTopology(random: Random, profile: Profile): Topology {
  const names = profile === "quorum" ? ["q0", "q1"] : ["q0", "q1", "q2"];
  const exchanges = [
    { name: "direct", kind: "direct" },
    { name: "topic", kind: "topic" },
    { name: "fanout", kind: "fanout" },
    { name: "dlx", kind: pick(random, ["direct", "topic", "fanout"] as const) },
  ] as const;
  const bindings: Binding[] = [];
  const count = 2 + random.integerBelow(profile === "routing" ? 8 : 5);
  for (let i = 0; i < count; i++) {
    const exchange = pick(random, exchanges).name;
    const key = exchange === "direct" ? pick(random, KEYS) : pick(random, PATTERNS);
    bindings.push({ exchange, queue: pick(random, names), key });
  }
  for (const key of ["dead", "k"]) {
    bindings.push({ exchange: "dlx", queue: pick(random, names), key });
  }
  return {
    exchanges,
    queues: names.map((name) => drawQueue(random, profile, name)),
    bindings,
  };
}

/** What is open and what was handed out so far, as the drawer remembers it. */
interface Notebook {
  readonly tags: Map<number, number>;
  /** Queue and mode of the only queue a slot consumes from. */
  readonly subscribed: Map<number, { readonly queue: string; readonly consumers: string[] }>;
  messages: number;
  consumers: number;
}

/** Where a command is drawn: on which slot, and what is known there. */
interface Scene {
  readonly random: Random;
  readonly profile: Profile;
  readonly player: Player;
  readonly book: Notebook;
  readonly slot: number;
  readonly names: readonly string[];
  /** Delivery tags that the slot holds. */
  readonly held: readonly number[];
}

function drawCommand(random: Random, profile: Profile, player: Player, book: Notebook): Command {
  const slot = pick(random, SLOTS);
  const channel = player.slots.get(slot);
  if (channel === undefined) return ["open", slot, slot === 2 ? "confirms" : "plain"];
  const names = [...player.broker.queues].map(({ name }) => name);
  const held = player.broker.heldTags(channel);
  const scene: Scene = { random, profile, player, book, slot, names, held };
  const dice = random.integerBelow(100);
  if (dice < 34) return drawPublish(scene);
  if (dice < 46) return drawConsume(scene);
  if (dice < 49) {
    const own = book.subscribed.get(slot)?.consumers ?? [];
    if (own.length > 0) return ["cancel", slot, pick(random, own)];
    return player.broker.awaitsDisk ? ["sync"] : drawGet(scene, 0);
  }
  if (dice < 61) return drawGet(scene, 25);
  if (dice < 92) return drawSettle(scene);
  if (dice < 94) return ["close", slot];
  if (dice < 95) return ["cut", slot];
  return profile === "ttl" ? ["wait"] : drawPublish(scene);
}

function drawPublish({ random, profile, slot, book, names }: Scene): Command {
  const exchange = percent(random, 45)
    ? ""
    : pick(random, ["direct", "topic", "fanout", "dlx", ...(percent(random, 4) ? ["absent"] : [])]);
  const key = exchange === "" ? pick(random, [...names, "q0", "q9"]) : pick(random, KEYS);
  // Before a power cut, what should survive is published where its confirm can be waited for.
  const mayPersist = profile !== "crash" || slot === 2;
  const isPersistent = mayPersist && percent(random, profile === "crash" ? 75 : 40);
  const flags = `${isPersistent ? "p" : ""}${percent(random, 20) ? "m" : ""}`;
  const hasTtl = profile === "ttl" && percent(random, 40);
  const ttlMs = hasTtl ? pick(random, [200, 600, 1_000]) : -1;
  return ["publish", slot, exchange, key, `m${book.messages}`, flags, ttlMs];
}

/**
 * A quorum queue gives back what several consumers of one closed channel held in an order of its own, and
 * each get is such a consumer: one slot holds what it gets, one thing at a time, the others consume.
 */
function drawGet(scene: Scene, autoAckPercent: number): Command {
  const { random, slot, names, held } = scene;
  const mayHold = !hasQuorum(scene) || (slot === 2 && held.length === 0);
  return ["get", slot, pick(random, names), !mayHold || percent(random, autoAckPercent)];
}

const hasQuorum = ({ player }: Scene): boolean =>
  [...player.broker.queues].some(({ definition }) => definition.kind === "quorum");

/** A slot consumes from one queue only: two queues would race for its delivery tags. */
function drawConsume(scene: Scene): Command {
  const { random, slot, book, names } = scene;
  const own = book.subscribed.get(slot);
  const consumersMax = !hasQuorum(scene) ? 3 : slot === 2 || own !== undefined ? 0 : 1;
  if ((own?.consumers.length ?? 0) >= consumersMax) return drawGet(scene, 0);
  const queue = own?.queue ?? pick(random, ["q0", ...names]);
  const prefetch = pick(random, [0, 1, 1, 2, 3]);
  return ["consume", slot, queue, `c${book.consumers}`, prefetch, percent(random, 12)];
}

function drawSettle(scene: Scene): Command {
  const { random, slot, book, held } = scene;
  const how = pick(random, ["ack", "requeue", "requeue", "reject", "ack"] as const);
  if (percent(random, 4)) return [how, slot, 0, true];
  // Now and then a tag that was settled already, or that was never given.
  const last = book.tags.get(slot) ?? 0;
  const isStray = percent(random, 4);
  if (isStray) return [how, slot, 1 + random.integerBelow(last + 1), percent(random, 50)];
  if (held.length === 0) return drawGet(scene, 0);
  return [how, slot, pick(random, held), percent(random, 25)];
}

/** Takes note of a command that was played. */
function note(book: Notebook, command: Command, lines: readonly string[]): void {
  for (const line of lines) {
    const handed = /^(\d)[dg] (?:\S+ )?#(\d+)/.exec(line);
    if (handed !== null) book.tags.set(Number(handed[1]), Number(handed[2]));
    const closed = /^(\d)x /.exec(line);
    if (closed !== null) leave(book, Number(closed[1]));
  }
  if (command[0] === "publish") book.messages++;
  else if (command[0] === "close" || command[0] === "cut") leave(book, command[1]);
  else if (command[0] === "cancel") {
    const own = book.subscribed.get(command[1])?.consumers;
    own?.splice(own.indexOf(command[2]), 1);
  } else if (command[0] === "consume") {
    const [, slot, queue, consumer] = command;
    const own = book.subscribed.get(slot) ?? { queue, consumers: [] };
    own.consumers.push(consumer);
    book.subscribed.set(slot, own);
    book.consumers++;
  }
}

function leave(book: Notebook, slot: number): void {
  book.tags.delete(slot);
  book.subscribed.delete(slot);
}

/** The power fails and comes back; then every queue is read to its end. */
function powerCut(player: Player): readonly Command[] {
  const commands: Command[] = [["crash"], ["open", 0, "plain"]];
  player.play(["sync"]);
  for (const command of commands) player.play(command);
  for (const { name, readyCount } of player.broker.queues) {
    for (let i = 0; i <= readyCount; i++) commands.push(["get", 0, name, false]);
  }
  return commands;
}

/** A schedule of `length` commands at most; the same seed draws the same one. */
export function drawSchedule(seed: number, profile: Profile, length: number): Schedule {
  const random = createRandom(seed, `rabbitmq/${profile}`);
  const topology = drawTopology(random, profile);
  const commands: Command[] = [];
  const book: Notebook = { tags: new Map(), subscribed: new Map(), messages: 0, consumers: 0 };
  let player = new Player(topology);
  for (let tries = 0; commands.length < length && tries < TRIES_MAX; ) {
    const command = drawCommand(random, profile, player, book);
    // What is confirmed late is waited for before its channel goes.
    const isLeaving = command[0] === "close" || command[0] === "cut";
    const chosen: Command = isLeaving && player.broker.awaitsDisk ? ["sync"] : command;
    const step = player.play(chosen);
    if (!step.isRace) {
      commands.push(chosen);
      note(book, chosen, step.lines);
      tries = 0;
      continue;
    }
    tries++;
    player = new Player(topology);
    for (const known of commands) player.play(known);
  }
  if (player.broker.awaitsDisk || profile === "crash") commands.push(["sync"]);
  if (profile === "crash") commands.push(...powerCut(player));
  return { name: `${profile}-${seed}`, topology, commands };
}
