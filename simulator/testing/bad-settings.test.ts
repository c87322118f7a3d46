/**
 * Settings that make no sense, one at a time, in every part: refused when it is built, and named.
 *
 * Every number becomes −1, NaN, infinite, beyond whole numbers; every name becomes empty; of every list of
 * names one is given twice. Nobody has to remember to write the test of a new setting: its sound value in
 * `fixtures/sound-settings.ts` is enough.
 */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../base/configuration.ts";
import { type DurationUs, ms } from "../base/time.ts";
import { createRun, type Scenario } from "../simulation.ts";
import type { DatabaseDefinition } from "../world/database-pool.ts";
import type { NodeDefinition } from "../world/node.ts";
import { type PartSettings, soundSettings } from "./fixtures/sound-settings.ts";
import { requestOf, smallScenario, sqlite, TEN_MS } from "./small-world.ts";

type Step = string | number;
interface Change {
  readonly path: readonly Step[];
  readonly value: unknown;
}

const BAD_NUMBERS = [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e18] as const;
/** Lists in which a second one of the same changes nothing, in Kong and in RabbitMQ. */
const REPEATABLE: ReadonlySet<Step> = new Set(["hosts", "paths", "methods", "bindings"]);
/** Fields that go by another name with their authors: the broker's settings are told in French. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  ...{ brokers: ["courtiers"], topics: ["sujets"], exchanges: ["échangeurs", "genre"] },
  ...{ queues: ["files", "genre"], bindings: ["liaisons"], kind: ["genre", "policy", "counting"] },
  ...{ heartbeatUs: ["battement"], syncUs: ["synchronisation"], messageTtlUs: ["ttl"] },
  ...{ lengthMax: ["longueur maximale"], deliveryLimit: ["limite de livraisons"] },
  ...{ arbiters: ["members"], shares: ["parts"], parts: ["parts"], beginType: ["types"] },
  ...{ expiredType: ["types"], doneType: ["types"], backType: ["types"], stable: ["parts"] },
  ...{ fresh: ["parts"], stream: ["shown"], group: ["shown"], instances: ["maxReplicas"] },
  ...{
    name: ["lecteurs", "producteurs", "sujets", "files", "échangeurs", "steps", "parts", "plans"],
  },
  ...{ node: ["servers"], id: ["routes"], exchange: ["liaisons"], queue: ["liaisons"] },
};

function* changesOf(value: unknown, path: readonly Step[] = []): Generator<Change> {
  if (typeof value === "number") for (const bad of BAD_NUMBERS) yield { path, value: bad };
  if (typeof value === "string" && mayNotBeEmpty(path)) yield { path, value: "" };
  if (Array.isArray(value)) {
    if (!path.some((step) => REPEATABLE.has(step))) yield { path, value: [...value, value[0]] };
    for (const [i, one] of value.entries()) yield* changesOf(one, [...path, i]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) yield* changesOf(one, [...path, key]);
  }
}

/** As in RabbitMQ: "" is the default exchange, and a key like another. */
const mayNotBeEmpty = (path: readonly Step[]): boolean =>
  !["deadLetterExchange", "deadLetterRoutingKey", "key"].includes(`${path.at(-1)}`);

function changed(value: unknown, { path, value: to }: Change): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    Step,
    unknown
  >;
  copy[first] = changed(copy[first], { path: rest, value: to });
  return copy;
}

/** What is wrong with how this change was taken; null when it was refused as it should. */
function complaint(build: PartSettings["build"], sound: object, change: Change): string | null {
  const where = `${change.path.join(".")} = ${String(change.value) || "«»"}`;
  try {
    build(changed(sound, change) as never);
  } catch (error) {
    if (!(error instanceof BadConfiguration)) return `${where} : ${String(error)}`;
    const names = change.path.flatMap((step) => [String(step), ...(ALIASES[step] ?? [])]);
    const isNamed = names.some((name) => error.field.includes(name));
    return isNamed ? null : `${where} : refused in the name of « ${error.field} »`;
  }
  return `${where} : accepted`;
}

function complaints({ sound, build }: PartSettings): readonly string[] {
  build(sound as never);
  const changes = [...changesOf(sound)];
  expect(changes.length).toBeGreaterThan(0);
  return changes.map((change) => complaint(build, sound, change)).filter((text) => text !== null);
}

describe("réglages absurdes, un à la fois : refusés à la construction, et nommés", () => {
  test.each(soundSettings.map((one) => [one.part, one] as const))("%s", (_, one) => {
    expect(complaints(one)).toEqual([]);
  });

  test.each<readonly [string, string, string]>([
    ["consumer", "assignor", "sticky"],
    ["Kong", "policy.kind", "cluster"],
    ["quota", "counting.kind", "ensemble"],
    ["orchestrator", "steps.0.kind", "irréversible"],
  ])("%s : « %s » n’a pas de choix « %s »", (name, path, value) => {
    const { sound, build } = soundSettings.find(({ part }) => part === name) as PartSettings;
    const steps = path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    expect(complaint(build, sound, { path: steps, value })).toBeNull();
  });

  test("un entrepôt sans réplique, et un quorum plus grand que le groupe", () => {
    const of = (name: string) => soundSettings.find(({ part }) => part === name) as PartSettings;
    for (const [name, path, value] of [
      ["any replica", "replicas", []],
      ["quorum", "replicas", []],
      ["quorum", "readQuorum", 4],
      ["quorum", "writeQuorum", 4],
    ] as const) {
      const { sound, build } = of(name);
      expect(complaint(build, sound, { path: [path], value })).toBeNull();
    }
  });
});

describe("un monde absurde est refusé avant son premier événement", () => {
  const node: NodeDefinition = {
    ...{ id: "a", workerCount: 2, queueLimit: 3, handlers: new Map(), boot: [] },
  };
  const cost = { p50Us: ms(1), p95Us: ms(2), p99Us: ms(3) };
  const base: DatabaseDefinition = {
    ...{ id: "base", node: "a", schema: [], rows: [], poolSize: 2, read: cost, write: cost },
  };
  const sound = { nodes: [node, { ...node, id: "b" }], databases: [base], latency: cost };

  function raise({ nodes, databases, latency }: typeof sound): void {
    const scenario = smallScenario({ nodes: { a: {}, b: {} } });
    const variants: Scenario["variants"] = {
      seule: () => ({ nodes, databases, latency: () => latency }),
    };
    createRun({ ...scenario, variants }, requestOf({}), { sql: sqlite }).close();
  }

  test.each<readonly [field: string, Partial<typeof sound>]>([
    ["nœuds", { nodes: [node, node] }],
    ["nœuds", { nodes: [] }],
    ["nœuds", { nodes: [{ ...node, id: "" }] }],
    ...[-1, 1.5, Number.NaN, 1e12].flatMap((count): [string, Partial<typeof sound>][] => [
      ["nœuds/a/workerCount", { nodes: [{ ...node, workerCount: count }] }],
      ["nœuds/a/queueLimit", { nodes: [{ ...node, queueLimit: count }] }],
      ["bases/base/poolSize", { databases: [{ ...base, poolSize: count }] }],
    ]),
    ["bases/base/poolSize", { databases: [{ ...base, poolSize: 0 }] }],
    ["bases/base/node", { databases: [{ ...base, node: "absent" }] }],
    ["bases", { databases: [base, { ...base, node: "b" }] }],
    ["bases/node", { databases: [base, { ...base, id: "autre" }] }],
    ["bases/base/read", { databases: [{ ...base, read: { ...cost, p50Us: ms(9) } }] }],
    ["bases/base/write", { databases: [{ ...base, write: { ...cost, p50Us: -1 as DurationUs } }] }],
    ["latence/a>b", { latency: { ...TEN_MS, p99Us: Number.NaN as DurationUs } }],
  ])("%s", (field, change) => {
    expect(() => raise(sound)).not.toThrow();
    expect(() => raise({ ...sound, ...change })).toThrow(`« ${field} » : `);
    expect(() => raise({ ...sound, ...change })).toThrow(BadConfiguration);
  });
});
