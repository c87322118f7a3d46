/**
 * Schedules that follow a few messages closely: they die again and again, or are handed over and returned.
 *
 * Uniform draws spread over twenty commands seldom bring one message twice to the same place. Here whatever
 * is handed out is soon settled, and every queue is read to its end, so that each `x-death` and each order is
 * seen. Owns these draws; a command whose outcome the real server would not promise is not played.
 */
import { createRandom, type Random } from "../../../base/random.ts";
import type { QueueDefinition, Topology } from "./topology.ts";
import { type Command, Player, type Schedule } from "./transcript-player.ts";

export type Story = "deaths" | "returns";

/** Commands after which time passes when something may expire: the real server must keep up. */
const BURST_MAX = 5;
const SLOT = 0;

const pick = <T>(random: Random, choices: readonly T[]): T =>
  choices[random.integerBelow(choices.length)] as T;
const percent = (random: Random, share: number): boolean => random.chance(share * 10_000);

/** Plays what is told, and forgets what would be a race. */
class Teller {
  readonly random: Random;
  readonly topology: Topology;
  readonly commands: Command[] = [];
  player: Player;
  #sinceWait = 0;

  constructor(random: Random, topology: Topology) {
    this.random = random;
    this.topology = topology;
    this.player = new Player(topology);
    this.tell(["open", SLOT, "plain"]);
  }

  /** False when its outcome is not certain: nothing happened. */
  tell(command: Command): boolean {
    if (command[0] !== "wait" && this.#sinceWait >= BURST_MAX && this.mayExpire) {
      if (!this.tell(["wait"])) return false;
    }
    if (this.player.play(command).isRace) {
      this.player = new Player(this.topology);
      for (const known of this.commands) this.player.play(known);
      return false;
    }
    this.commands.push(command);
    this.#sinceWait = command[0] === "wait" ? 0 : this.#sinceWait + 1;
    return true;
  }

  get mayExpire(): boolean {
    return this.player.broker.nextExpiryUs() !== null;
  }

  /** Names of the queues where something is ready. */
  get waiting(): readonly string[] {
    return [...this.player.broker.queues]
      .filter(({ readyCount }) => readyCount > 0)
      .map(({ name }) => name);
  }

  get held(): readonly number[] {
    const channel = this.player.slots.get(SLOT);
    return channel === undefined ? [] : this.player.broker.heldTags(channel);
  }

  /** Reads every queue to its end, so that what is in it is seen. */
  readAll(): void {
    for (const { name } of this.topology.queues) {
      while (this.player.broker.queue(name).readyCount > 0) {
        if (!this.tell(["get", SLOT, name, true])) break;
      }
    }
  }
}

/** Three queues, each the grave of another: by rejection, by age, by number, by too many returns. */
function drawGraves(random: Random): Topology {
  const names = ["q0", "q1", "q2"];
  const isMortal = percent(random, 50);
  const queues = names.map((name, i): QueueDefinition => {
    const next = percent(random, 80) ? names[(i + 1) % names.length] : pick(random, names);
    const grave = { deadLetterExchange: "", deadLetterRoutingKey: next ?? "q0" };
    if (name === "q0" && percent(random, 40)) {
      return { name, kind: "quorum", deliveryLimit: random.integerBelow(3), ...grave };
    }
    const lifeMs = isMortal && percent(random, 60) ? pick(random, [200, 400, 600]) : null;
    return {
      ...{ name, isDurable: percent(random, 50), ...grave },
      ...(lifeMs === null ? {} : { messageTtlUs: lifeMs * 1_000 }),
      ...(percent(random, 20) ? { lengthMax: 1 + random.integerBelow(2) } : {}),
    };
  });
  return { exchanges: [], queues, bindings: [] };
}

function tellDeath(teller: Teller, messages: number): boolean {
  const { random, topology } = teller;
  const { waiting } = teller;
  const isMortal = topology.queues.some(({ messageTtlUs }) => messageTtlUs !== undefined);
  if (waiting.length === 0 || (messages < 4 && percent(random, 15))) {
    const ttlMs = isMortal && percent(random, 50) ? pick(random, [200, 600, 1_000]) : -1;
    const to = percent(random, 70) ? "q0" : pick(random, ["q1", "q2"]);
    const flags = percent(random, 40) ? "p" : "";
    return teller.tell(["publish", SLOT, "", to, `m${messages}`, flags, ttlMs]);
  }
  if (teller.mayExpire && percent(random, 30)) {
    teller.tell(["wait"]);
    return false;
  }
  teller.tell(["get", SLOT, pick(random, waiting), false]);
  const [tag] = teller.held;
  if (tag === undefined) return false;
  const how = pick(random, ["reject", "reject", "reject", "requeue", "requeue", "ack"] as const);
  // A rejection that would race with what stands in the grave: the message goes back instead.
  if (!teller.tell([how, SLOT, tag, false])) teller.tell(["requeue", SLOT, tag, false]);
  return false;
}

/** One queue that hands over several messages and gets some of them back, in any order. */
function drawReturning(random: Random): Topology {
  const limit = percent(random, 20) ? { lengthMax: 3 + random.integerBelow(3) } : {};
  const grave = { deadLetterExchange: "", deadLetterRoutingKey: "q1" };
  const deliveryLimit = percent(random, 60) ? { deliveryLimit: 1 + random.integerBelow(3) } : {};
  const q0: QueueDefinition = percent(random, 40)
    ? { name: "q0", kind: "quorum", ...deliveryLimit, ...grave }
    : { name: "q0", isDurable: percent(random, 50), ...limit, ...grave };
  return { exchanges: [], queues: [q0, { name: "q1" }], bindings: [] };
}

function tellReturn(teller: Teller, messages: number): boolean {
  const { random, held } = teller;
  const canTake = teller.waiting.includes("q0") && held.length < 5;
  const dice = random.integerBelow(100);
  if (dice < 25 || (!canTake && held.length === 0)) {
    const flags = percent(random, 40) ? "p" : "";
    return teller.tell(["publish", SLOT, "", "q0", `m${messages}`, flags, -1]);
  }
  if (canTake && (dice < 65 || held.length === 0)) teller.tell(["get", SLOT, "q0", false]);
  else {
    const how = pick(random, ["requeue", "requeue", "requeue", "reject", "ack"] as const);
    teller.tell([how, SLOT, pick(random, held), false]);
  }
  return false;
}

/** A story of about `length` commands, then the reading of what is left; the same seed tells the same one. */
export function drawStory(seed: number, story: Story, length: number): Schedule {
  const random = createRandom(seed, `rabbitmq/${story}`);
  const isDeaths = story === "deaths";
  const teller = new Teller(random, isDeaths ? drawGraves(random) : drawReturning(random));
  let messages = 0;
  for (let tries = 0; teller.commands.length < length && tries < 4 * length; tries++) {
    const hasPublished = isDeaths ? tellDeath(teller, messages) : tellReturn(teller, messages);
    if (hasPublished) messages++;
  }
  while (teller.held.length > 0) {
    if (!teller.tell(["requeue", SLOT, pick(random, teller.held), false])) break;
  }
  teller.readAll();
  return { name: `${story}-${seed}`, topology: teller.topology, commands: teller.commands };
}
