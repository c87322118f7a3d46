/**
 * Random runs to ask for: scenario, variant, parameters, seed, faults, horizon. Pure.
 *
 * Owns the drawing of requests that a reader could have made, so that Node, Chromium and Firefox can be
 * asked the very same thousand. The same `(seed, index)` gives the same request everywhere; nothing
 * here knows what the runs should answer.
 */
import { createRandom, type Random } from "../base/random.ts";
import type { DurationUs, InstantUs } from "../base/time.ts";
import type { Scenario } from "../simulation.ts";
import type { RequestCard, ScenarioCard } from "../vocabulary/card.ts";
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultTarget,
  faultRule,
  type Instant,
  type Intervention,
} from "../vocabulary/interventions.ts";
import {
  defaultParameters,
  type Parameter,
  type Parameters,
  type ParameterValue,
} from "../vocabulary/parameters.ts";
import { requestsOf } from "../vocabulary/requests.ts";
import type { RunRequest } from "../vocabulary/run.ts";

/** A request breaks nothing: it is drawn apart. */
const BREAKING_KINDS = FAULT_KINDS.filter((kind) => kind !== "request");

/** Faults fall where most of the story happens: its first seconds, its first hundreds of steps. */
const DENSE_US = 6_000_000;
const DENSE_EVENTS = 400;
const FAULTS_MAX = 4;
/** Most runs stop early, or a thousand of them would last for minutes; some are let go on. */
const SHORT_EVENTS = 1_500;
const LONG_EVENTS = 15_000;

export interface RequestSource {
  readonly card: ScenarioCard;
  /** Ids of messages that such runs do send: faults on one message aim at these. */
  readonly messages: readonly string[];
}

/** What `source` needs from a scenario: the ids of the messages of a few calm runs. */
export function messagesSent(
  scenario: Scenario,
  play: (request: RunRequest) => readonly string[],
): RequestSource {
  const { card } = scenario;
  const ids = new Set<string>();
  for (const variant of card.variants) {
    // No further than the requests drawn from them ever play.
    const request = { ...calmRequest(card, variant.id), eventsMax: LONG_EVENTS };
    for (const id of play(request)) ids.add(id);
  }
  return { card, messages: [...ids] };
}

export const calmRequest = (card: ScenarioCard, variant: string): RunRequest => ({
  scenario: card.id,
  variant,
  seed: card.defaultSeed,
  parameters: defaultParameters(card.parameters),
  interventions: [],
  untilUs: null,
});

/** The request number `index` of this seed. */
export function randomRequest(
  sources: readonly RequestSource[],
  seed: number,
  index: number,
): RunRequest {
  const random = createRandom(seed, `request/${index}`);
  const source = pick(random, sources);
  const { card } = source;
  const run: RunRequest = {
    scenario: card.id,
    variant: pick(random, card.variants).id,
    seed: random.integerBelow(1_000_000),
    parameters: randomParameters(random, card.parameters),
    interventions: Array.from({ length: random.integerBelow(FAULTS_MAX + 1) }, (_, i) =>
      randomFault(random, source, `f${i + 1}`),
    ),
    untilUs: random.chance(200_000) ? random.between(1, card.horizonUs) : null,
    eventsMax: random.chance(100_000) ? LONG_EVENTS : SHORT_EVENTS,
  };
  const asks = requestsOf(card);
  if (asks.length === 0) return run;
  const asked = randomAsking(random, asks, `f${run.interventions.length + 1}`);
  return { ...run, interventions: [...run.interventions, asked] };
}

/** One of the card's use cases, about the key that it shows or about a key that nobody knows. */
export function randomAsking(
  random: Random,
  asks: readonly RequestCard[],
  id: string,
): Intervention {
  const { id: request, subject } = pick(random, asks);
  const key = random.chance(700_000) ? subject?.example : "inconnu-0";
  return {
    ...{ id, kind: "request", amount: null, durationUs: null },
    target: { kind: "request", request, subject: subject === null ? null : (key as string) },
    at: randomInstant(random),
  };
}

export function randomFault(random: Random, source: RequestSource, id: string): Intervention {
  const kind = pick(random, BREAKING_KINDS);
  const rule = faultRule(kind);
  return {
    id,
    kind,
    target: randomTarget(random, source, kind),
    amount: rule.unit === null ? null : randomAmount(random, kind),
    at: randomInstant(random),
    durationUs: rule.lasts ? (random.between(1, DENSE_US) as DurationUs) : null,
  };
}

function randomAmount(random: Random, kind: FaultKind): number {
  const { defaultAmount, minAmount, maxAmount } = faultRule(kind);
  const usual = Math.abs(defaultAmount ?? 0);
  return random.between(Math.max(minAmount, -2 * usual), Math.min(maxAmount, 2 * usual));
}

function randomInstant(random: Random): Instant {
  return random.chance(500_000)
    ? { kind: "event", index: random.integerBelow(DENSE_EVENTS) }
    : { kind: "time", atUs: random.integerBelow(DENSE_US) as InstantUs };
}

function randomTarget(
  random: Random,
  { card, messages }: RequestSource,
  kind: FaultKind,
): FaultTarget {
  switch (faultRule(kind).target) {
    case "request":
      throw new Error("a request breaks nothing: it is drawn by randomAsking");
    case "node":
      return { kind: "node", node: pick(random, card.nodes).id };
    case "message":
      return { kind: "message", message: pick(random, messages) };
    case "link": {
      const { a, b } = pick(random, card.links);
      const [from, to] = random.chance(500_000) ? [a, b] : [b, a];
      return { kind: "link", from: [from], to: [to], isBothWays: random.chance(300_000) };
    }
  }
}

/** One parameter in three leaves its default, within its range and not far from it. */
function randomParameters(random: Random, parameters: readonly Parameter[]): Parameters {
  const drawn: Record<string, ParameterValue> = { ...defaultParameters(parameters) };
  for (const parameter of parameters) {
    if (random.chance(333_000)) drawn[parameter.id] = randomValue(random, parameter);
  }
  return drawn;
}

function randomValue(random: Random, parameter: Parameter): ParameterValue {
  switch (parameter.kind) {
    case "choice":
      return pick(random, parameter.options).id;
    case "quantiles": {
      const p50 = random.integerBelow(2 * parameter.default[0] + 2);
      const p95 = p50 + random.integerBelow(parameter.default[1] + 1);
      return [p50, p95, p95 + random.integerBelow(parameter.default[2] + 1)].map((ms) =>
        Math.min(ms, parameter.max),
      ) as unknown as ParameterValue;
    }
    case "rate":
      return random.between(parameter.min, Math.min(parameter.max, 200_000));
    case "count":
    case "duration": {
      const { min, max } = parameter;
      const most = Math.min(max, 2 * parameter.default + 2);
      return random.between(Math.max(min, Math.floor(parameter.default / 4)), most);
    }
  }
}

const pick = <T>(random: Random, items: readonly T[]): T =>
  items[random.integerBelow(items.length)] as T;
