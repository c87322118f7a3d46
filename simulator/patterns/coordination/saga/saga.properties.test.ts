/** Sagas, conducted or not: whole, or undone in reverse; and what each bad habit leaves behind. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../../base/configuration.ts";
import { ms, seconds } from "../../../base/time.ts";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { atOnce, eventsOf, notes, play } from "../../../testing/small-world.ts";
import { operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import { refuse } from "../../../world/node.ts";
import { checkedChain } from "./chain.ts";
import { createChoreography } from "./choreography.ts";
import {
  CHAIN,
  choreographed,
  type Modules,
  type OrchestratedOptions,
  orchestrated,
  orchestratorOptions,
} from "./fixtures/shops.ts";
import { createKeyedSteps } from "./keyed-steps.ts";
import { createOrchestrator, type StepRequest } from "./orchestrator.ts";
import { checkedPlan, createSagaRecord, type PlannedStep } from "./saga-record.ts";

const MODULES: Modules = { createOrchestrator, createChoreography, createKeyedSteps };
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

const step = (name: string, kind: PlannedStep["kind"], canBeUndone = true): PlannedStep => ({
  ...{ name, kind, canBeUndone },
});

test("SAG-1: a plan without a way back is refused before the run, in French", () => {
  const plans: readonly (readonly [string, readonly PlannedStep[]])[] = [
    ["pas de compensation", [step("stock", "compensable", false), step("paiement", "pivot")]],
    ["second pivot", [step("a", "pivot"), step("b", "pivot")]],
    ["avant le pivot", [step("a", "pivot"), step("b", "compensable")]],
    ["avant le pivot", [step("a", "retriable"), step("b", "pivot")]],
    ["au moins une", []],
    ["deux fois", [step("a", "compensable"), step("a", "pivot")]],
  ];
  for (const [problem, plan] of plans) {
    expect(() => checkedPlan(plan)).toThrow(BadConfiguration);
    expect(() => checkedPlan(plan)).toThrow(problem);
  }
  const good = [step("a", "compensable"), step("b", "pivot", false), step("c", "retriable", false)];
  expect(checkedPlan(good)).toBe(good);
});

test.each([
  ["attemptsMax", () => createOrchestrator({ ...orchestratorOptions(), attemptsMax: 0 })],
  ["habits.log", () => createOrchestrator(orchestratorOptions({ log: "papier" as "nothing" }))],
  ["steps", () => checkedChain({ ...CHAIN, steps: [] })],
  ["types", () => checkedChain({ ...CHAIN, beginType: "stock fait" })],
  [
    "steps",
    () =>
      checkedChain({ ...CHAIN, steps: CHAIN.steps.map((one) => ({ ...one, canBeUndone: false })) }),
  ],
  [
    "node",
    () => checkedChain({ ...CHAIN, steps: CHAIN.steps.map((one) => ({ ...one, node: "seul" })) }),
  ],
] as const)("SAG-1: a bad « %s » is refused before the run, in French", (field, build) => {
  expect(build).toThrow(BadConfiguration);
  expect(build).toThrow(`« ${field} »`);
});

test("SAG-2: a record says what comes next: forward in order, in doubt what was asked, backward from the end", () => {
  const record = createSagaRecord(3);
  expect(record.next()).toEqual({ kind: "do", step: 0, isInDoubt: false });
  record.write(0, "asked");
  expect(record.next()).toEqual({ kind: "do", step: 0, isInDoubt: true });
  record.write(0, "done");
  record.write(1, "asked");
  record.write(1, "done");
  record.write(2, "asked");
  record.write(2, "refused");
  record.turnBack();
  expect(() => record.write(2, "undone")).toThrow("only what is done");
  expect(() => record.write(0, "asked")).toThrow("nothing new");
  expect(record.next()).toEqual({ kind: "undo", step: 1 });
  record.write(1, "undone");
  expect(record.next()).toEqual({ kind: "undo", step: 0 });
  record.write(0, "undone");
  expect(record.next()).toEqual({ kind: "end", end: "compensated" });
});

test("SAG-4: a participant acts once a key, and never after the compensation that overtook the request", () => {
  const steps = createKeyedSteps();
  let acts = 0;
  const act = (): string | null => {
    acts++;
    return null;
  };
  expect(steps.execute("k", act)).toEqual({ kind: "done", isFirst: true });
  expect(steps.execute("k", act)).toEqual({ kind: "done", isFirst: false });
  expect(steps.undo("late", () => acts--)).toBe(false);
  expect(steps.execute("late", act).kind).toBe("refused");
  expect(steps.execute("no", () => "non")).toEqual({ kind: "refused", reason: "non" });
  expect([steps.undo("no", () => acts--), steps.execute("no", act)]).toEqual([
    false,
    { kind: "refused", reason: "non" },
  ]);
  expect([acts, steps.undo("k", () => acts--), steps.undo("k", () => acts--), acts]).toEqual([
    1,
    true,
    false,
    0,
  ]);
});

test("SAG-3: past the pivot a step that says « not yet » is asked until it is done, through crashes too", () => {
  const ask = (name: string) =>
    function* askIt(ctx: Context, { key }: StepRequest<null>) {
      return yield* ctx.call(operation<string, null>("service", name), key, { timeoutUs: ms(100) });
    };
  const orchestrator = createOrchestrator<null>({
    ...orchestratorOptions(),
    steps: [
      { name: "stock", kind: "compensable", execute: ask("oui"), compensate: ask("oui") },
      { name: "paiement", kind: "pivot", execute: ask("oui"), compensate: null },
      { name: "facture", kind: "retriable", execute: ask("pas encore"), compensate: null },
    ],
  });
  function* begin(ctx: Context) {
    if (ctx.nowUs < seconds(1)) ctx.log.note(yield* orchestrator.run(ctx, "s", null));
  }
  function* later(ctx: Context) {
    const asked = ctx.objects.durable("demandes", () => ({ count: 0 }));
    return ++asked.count < 8 ? refuse("pas encore") : null;
  }
  const nodes = {
    chef: { boot: { begin, recoverSagas: orchestrator.recoverSagas } },
    service: { serves: { oui: atOnce, "pas encore": later } },
  };
  const { log } = play({ nodes }, { faults: ["crash:chef@1500ms+500ms"], untilUs: seconds(20) });
  // Three attempts, then the request that began it is told honestly that it goes on.
  expect(notes(log)).toEqual(["in-progress"]);
  const standings = eventsOf(log, "record-changed").map(
    ({ after }) => (after as { etat: string }).etat,
  );
  expect(standings).not.toContain("compensation");
  expect(standings.at(-1)).toBe("terminée");
});

const count = (
  lives: readonly { readonly completedCount: number; readonly compensatedCount: number }[],
) => ({
  completed: lives.reduce((sum, life) => sum + life.completedCount, 0),
  compensated: lives.reduce((sum, life) => sum + life.compensatedCount, 0),
});

describe("60 worlds of orchestrated sagas, with crashes, pauses, losses, doubles and full disks", () => {
  const lives = SEEDS.map((seed) => orchestrated(MODULES, seed));
  const wrong = lives.flatMap((life, seed) => life.wrong.map((text) => `${text} (${seed})`));

  test("SAG-3: every saga ends completed or compensated, in reverse order, and undoes nothing that did not happen", () => {
    expect(wrong).toEqual([]);
    expect(count(lives).completed).toBeGreaterThan(SEEDS.length * 3);
    expect(count(lives).compensated).toBeGreaterThan(SEEDS.length * 2);
  });

  /** The kinds of wrong that a habit leaves behind in some world. */
  const left = (options: OrchestratedOptions): ReadonlySet<string> =>
    new Set(
      SEEDS.slice(0, 25).flatMap((seed) =>
        orchestrated(MODULES, seed, options).wrong.map((text) => text.split(":")[0] as string),
      ),
    );

  test("SAG-5: no answer taken for a no leaves an effect that nobody undoes", () => {
    const found = left({ habits: { silence: "failure" } });
    expect(found).toContain("half");
    expect(found).toContain("lie");
  });

  test("SAG-6: a log in memory leaves sagas that never end", () => {
    expect(left({ habits: { log: "nothing" } })).toContain("unfinished");
  });

  test("SAG-6: recovery from the first step acts twice where participants have no key", () => {
    expect(left({ habits: { log: "ends-only" }, isKeyed: false })).toContain("twice");
  });

  test("SAG-6: a recovery that forgets those who go back leaves them there", () => {
    expect(left({ habits: { recovers: "forward-only" } })).toContain("unfinished");
    expect(
      left({ habits: { recovers: "nobody", failedUndo: "stop" }, hasFaults: false }),
    ).toContain("unfinished");
  });

  test("SAG-6: a compensation that fails and is passed over leaves a saga that lies", () => {
    expect(left({ habits: { failedUndo: "skip" }, hasFaults: false })).toContain("lie");
  });

  test("SAG-6: a step written down before its act is undone without having happened, or missing in the end", () => {
    const found = left({ habits: { marks: "before-act" }, isKeyed: false });
    expect(found).toContain("never made");
    expect(found).toContain("lie");
  });
});

describe("60 worlds of choreographed sagas, under the same faults", () => {
  const lives = SEEDS.map((seed) => choreographed(MODULES, seed));

  test("SAG-7: every saga ends completed or compensated, in reverse order, and undoes nothing that did not happen", () => {
    expect(lives.flatMap((life, seed) => life.wrong.map((text) => `${text} (${seed})`))).toEqual(
      [],
    );
    expect(count(lives).completed).toBeGreaterThan(SEEDS.length * 3);
    expect(count(lives).compensated).toBeGreaterThan(SEEDS.length * 2);
  });

  test("SAG-8: said once and not kept, an event that is lost leaves a saga that stands still", () => {
    const direct = SEEDS.slice(0, 25).flatMap(
      (seed) => choreographed(MODULES, seed, { publishing: "direct", deadlineUs: null }).wrong,
    );
    expect(direct.some((text) => text.startsWith("unfinished"))).toBe(true);
    expect(direct.some((text) => text.startsWith("half"))).toBe(true);
  });

  test("SAG-9: a saga past its deadline comes back from its last step, whatever of it was under way", () => {
    const hasty = SEEDS.slice(0, 25).map((seed) =>
      choreographed(MODULES, seed, { deadlineUs: ms(60) }),
    );
    expect(hasty.flatMap(({ wrong }) => wrong)).toEqual([]);
    const patient = SEEDS.slice(0, 25).map((seed) =>
      choreographed(MODULES, seed, { deadlineUs: null }),
    );
    expect(count(hasty).compensated).toBeGreaterThan(count(patient).compensated + 20);
  });
});

test("planted errors in record, keys, orchestrator and chain are noticed", async () => {
  const some = SEEDS.slice(0, 20);
  const planted = <M>(
    file: string,
    through: string,
    survives: (module: M) => boolean,
    errors: Parameters<typeof plantedErrors>[0]["errors"],
  ) =>
    plantedErrors<M>({
      file: import.meta.resolve(file),
      through: import.meta.resolve(through),
      survives,
      errors,
    });

  const orchestratedWell = (changed: Pick<Modules, "createOrchestrator">): boolean =>
    some.every((seed) => orchestrated({ ...MODULES, ...changed }, seed).wrong.length === 0);
  const choreographedWell = (changed: Pick<Modules, "createChoreography">): boolean =>
    some.every(
      (seed) =>
        choreographed({ ...MODULES, ...changed }, seed, {
          deadlineUs: ms(seed % 2 === 0 ? 100 : 1_500),
        }).wrong.length === 0,
    );
  // Without the watchdog, which would hide that something was never heard.
  const keptTalking = (changed: Pick<Modules, "createChoreography">): boolean =>
    some.every(
      (seed) =>
        choreographed({ ...MODULES, ...changed }, seed, { deadlineUs: null }).wrong.length === 0,
    );
  const keyedWell = (changed: Pick<Modules, "createKeyedSteps">): boolean =>
    some.every((seed) => orchestrated({ ...MODULES, ...changed }, seed).wrong.length === 0);

  await planted<Pick<Modules, "createOrchestrator">>(
    "./saga-record.ts",
    "./orchestrator.ts",
    orchestratedWell,
    [
      {
        name: "SAG-3: undone from the first step",
        find: 'states.lastIndexOf("done")',
        replace: 'states.indexOf("done")',
      },
      {
        name: "SAG-3: one step is left out on the way back",
        find: "step < 0 ?",
        replace: "step < 1 ?",
      },
    ],
  );
  await planted<Pick<Modules, "createOrchestrator">>(
    "./orchestrator.ts",
    "./orchestrator.ts",
    orchestratedWell,
    [
      {
        name: "SAG-5: turned away at the door after a silence is a no",
        find: 'mayHaveHappened || isPatient ? "unknown"',
        replace: 'isPatient ? "unknown"',
      },
      {
        name: "SAG-3: the recovery takes up nobody",
        find: "yield* drive(own, saga);",
        replace: "",
      },
    ],
  );
  await planted<Pick<Modules, "createKeyedSteps">>(
    "./keyed-steps.ts",
    "./keyed-steps.ts",
    keyedWell,
    [
      {
        name: "SAG-4: asked twice, done twice",
        find: 'if (before === "done") return { kind: "done", isFirst: false };',
        replace: "",
      },
      {
        name: "SAG-4: undone twice",
        find: 'if (before !== "refused") states',
        replace: 'if (before === "unknown") states',
      },
    ],
  );
  await planted<Pick<Modules, "createChoreography">>(
    "./choreography.ts",
    "./choreography.ts",
    choreographedWell,
    [
      {
        name: "SAG-9: given up although it is done",
        find: 'if (reaction === "give-up" && before === "done") return null;',
        replace: "",
      },
      {
        name: "SAG-7: a step without effect keeps the return to itself",
        find: "return step.backType;\n  }",
        replace: 'return before === "done" ? step.backType : null;\n  }',
      },
    ],
  );
  await planted<Pick<Modules, "createChoreography">>(
    "./mouth.ts",
    "./choreography.ts",
    keptTalking,
    [
      {
        name: "SAG-8: struck off before it is heard",
        find: "if (yield* publish(ctx, saying)) outbox",
        replace: "yield* publish(ctx, saying); if (true) outbox",
      },
    ],
  );
});
