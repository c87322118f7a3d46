/** Breakers and deadlines on the nodes of a simulated world: what their machines say, with messages and crashes. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom } from "../../base/random.ts";
import { type DurationUs, ms, seconds } from "../../base/time.ts";
import { type Process, StoryError } from "../../kernel/process.ts";
import {
  type Ending,
  randomSchedule,
  type Schedule,
  type Step,
} from "../../testing/fixtures/breaker-schedule.ts";
import { playModel } from "../../testing/fixtures/opossum.ts";
import { eventsOf, notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { refuse } from "../../world/node.ts";
import { type Outcome, refused, replied } from "../../world/outcome.ts";
import { type BreakerOptions, createBreaker } from "./breaker.ts";
import { createDeadline } from "./deadline.ts";
import { consecutiveFailures } from "./failure-judge.ts";
import { createNaiveBreaker } from "./naive-breaker.ts";
import { createPatientBreaker, type PatientBreakerOptions } from "./patient-breaker.ts";
import type { Breaker } from "./protected-call.ts";
import * as model from "./rolling-breaker.ts";

/** The same life in µs, no two timers at one instant: what order they have there is another test's business. */
function untied(seed: number): Schedule {
  const { settings, steps } = randomSchedule(seed);
  const random = createRandom(seed, "breaker/untied");
  const spread = (delayMs: number): number => delayMs * 1_000 + 1 + random.integerBelow(999);
  const step = (given: Step): readonly Step[] => {
    if (given.kind === "wait") return [{ kind: "wait", delayMs: spread(given.delayMs) }];
    // By hand is for health checks; nodes have none. A synchronous error is an error at once.
    if (given.kind !== "fire" || given.ending.kind === "throw") return [];
    const { ending } = given;
    const later = ending.kind === "never" ? ending : { ...ending, delayMs: spread(ending.delayMs) };
    return [
      { kind: "fire", ending: later },
      { kind: "wait", delayMs: spread(0) },
    ];
  };
  return {
    settings: {
      ...settings,
      timeoutMs: settings.timeoutMs === null ? null : spread(settings.timeoutMs),
      resetTimeoutMs: spread(settings.resetTimeoutMs),
      windowMs: spread(settings.windowMs) + settings.bucketCount * 1_000,
      fallback: settings.fallback === null ? null : { kind: "value", delayMs: spread(3) },
    },
    steps: steps.flatMap(step),
  };
}

const codeOf = (outcome: Outcome<string>): string => {
  if (outcome.kind === "replied") return outcome.reply;
  if (outcome.kind === "timed-out") return "ETIMEDOUT!";
  const own: Readonly<Record<string, string>> = {
    "disjoncteur ouvert": "EOPENBREAKER!",
    "trop d’appels en cours": "ESEMLOCKED!",
  };
  return own[outcome.reason] ?? `${outcome.reason}!`;
};
const bare = (outcome: Outcome<string>): string => codeOf(outcome).replace("!", "");

function playWorld({ settings, steps }: Schedule): readonly string[] {
  const { fallback } = settings;
  const breaker = createBreaker<string>({
    ...settings,
    name: "avis",
    timeoutUs: settings.timeoutMs as DurationUs | null,
    resetTimeoutUs: settings.resetTimeoutMs as DurationUs,
    windowUs: settings.windowMs as DurationUs,
    errorFilter: (failure) => settings.accepted.includes(bare(failure)),
    fallback:
      fallback === null
        ? null
        : function* (ctx, failure) {
            yield* ctx.sleep((fallback as { readonly delayMs: number }).delayMs as DurationUs);
            return `${bare(failure)}:fallback`;
          },
  });
  function* action(ctx: Context, ending: Ending): Process<Outcome<string>> {
    if (ending.kind === "throw") throw new StoryError(ending.code);
    yield* ctx.sleep(ending.kind === "never" ? seconds(3_000) : (ending.delayMs as DurationUs));
    return ending.kind === "error" ? refused(ending.code, "refused") : replied("value");
  }
  function* boot(ctx: Context) {
    yield* breaker.start(ctx);
    let id = 0;
    for (const step of steps) {
      if (step.kind === "wait") yield* ctx.sleep(step.delayMs as DurationUs);
      if (step.kind !== "fire") continue;
      const own = ++id;
      yield* ctx.spawn("fire", null, function* (ctx) {
        const outcome = yield* breaker.fire(ctx, (ctx) => action(ctx, step.ending));
        ctx.log.note(`#${own} = ${codeOf(outcome)}`);
      });
    }
    ctx.log.note("over");
  }
  const { log } = play({ nodes: { a: { boot: { boot } } } }, { untilUs: 3_000_000_000 });
  const told: string[] = [];
  for (let i = 0; i < log.length; i++) {
    const event = log.event(i);
    if (event.kind === "note" && event.text === "over") break;
    if (event.kind === "note" && event.text.startsWith("#"))
      told.push(`${event.atUs} ${event.text}`);
    if (event.kind === "memory-changed" && event.key === "disjoncteur/avis/etat") {
      told.push(`${event.atUs} ${event.after}`);
    }
  }
  return told;
}

const SHOWN: Readonly<Record<string, string>> = {
  ...{ open: "ouvert", halfOpen: "semi-ouvert", close: "ferme" },
};

test("OPO-1 to OPO-10: 200 random lives on a simulated node open, close and answer at the model’s instants", () => {
  for (let seed = 0; seed < 200; seed++) {
    const schedule = untied(seed);
    const expected = playModel(model, schedule).flatMap((line) => {
      const [at, event = "", ...rest] = line.split(" ");
      if (event.startsWith("#")) return [line];
      return rest.length === 0 && SHOWN[event] ? [`${at} ${SHOWN[event]}`] : [];
    });
    expect({ seed, told: playWorld(schedule) }).toEqual({ seed, told: ["0 ferme", ...expected] });
  }
});

// ---- breakers between nodes --------------------------------------------------------------------

const read = operation<null, string>("avis", "lire");

interface Calls {
  readonly atMs: readonly number[];
  readonly faults?: readonly string[];
  /** How long the dependency works, ms. */
  readonly workMs?: number;
  /** Instants between which it refuses. */
  readonly refusesMs?: readonly [number, number];
}

/** A shop that asks for reviews through a breaker at the given instants; what its callers were told. */
function shop(breaker: Breaker<string>, { atMs, faults = [], workMs = 5, refusesMs }: Calls) {
  function* lire(ctx: Context) {
    yield* ctx.work(ms(workMs));
    const [from, to] = refusesMs ?? [0, 0];
    return ctx.nowUs >= ms(from) && ctx.nowUs < ms(to) ? refuse("en panne") : "des avis";
  }
  function* boot(ctx: Context) {
    yield* breaker.start(ctx);
    for (const [i, at] of atMs.entries()) {
      if (ms(at) < ctx.nowUs) continue;
      yield* ctx.sleep((ms(at) - ctx.nowUs) as DurationUs);
      yield* ctx.spawn("one", String(i), function* (ctx) {
        const outcome = yield* breaker.fire(ctx, (ctx) =>
          ctx.call(read, null, { timeoutUs: seconds(600) }),
        );
        ctx.log.note(`${i} ${outcome.kind === "replied" ? outcome.reply : codeOf(outcome)}`);
      });
    }
  }
  const { log } = play(
    { nodes: { boutique: { boot: { boot } }, avis: { serves: { lire } } } },
    { faults },
  );
  const shown = eventsOf(log, "memory-changed");
  return {
    notes: notes(log),
    peak: (key: string) =>
      Math.max(0, ...shown.filter((e) => e.key === key).map((e) => Number(e.after ?? 0))),
    states: shown
      .filter((event) => event.key.endsWith("/etat"))
      .map((event) => `${event.atUs / 1_000} ${event.after}`),
    started: eventsOf(log, "request-started").length,
    endReason: log.event(log.length - 1),
  };
}

const range = (count: number, everyMs: number, fromMs = 0): readonly number[] =>
  Array.from({ length: count }, (_, i) => fromMs + i * everyMs);

describe("disjoncteur à fenêtre glissante", () => {
  const quick = { name: "avis", resetTimeoutUs: ms(200), windowUs: seconds(2), timeoutUs: ms(50) };

  test("OPO-5: la dépendance ralentit : plus d’appels courent chez elle que la capacité", () => {
    const breaker = createBreaker<string>({ ...quick, capacity: 2, volumeThreshold: 100 });
    const told = shop(breaker, { atMs: range(12, 30), workMs: 1_000 });
    expect(told.peak("disjoncteur/avis/en-cours")).toBe(2);
    expect(told.peak("delai/avis/sans-personne")).toBeGreaterThan(4);
    expect(told.notes).toContain("avis : le travail a fini, plus personne n’attend son résultat");
  });

  test("OPO-8: la valeur de repli ne se distingue pas d’une réponse", () => {
    const breaker = createBreaker<string>({
      ...quick,
      // biome-ignore lint/correctness/useYield: this one answers at once.
      *fallback() {
        return "avis indisponibles";
      },
    });
    const told = shop(breaker, { atMs: range(2, 30), faults: ["refuse:avis@0s"] });
    expect(told.notes).toEqual(["0 avis indisponibles", "1 avis indisponibles"]);
  });

  test("un arrêt du nœud oublie l’ouverture : il repart fermé, fenêtre vide", () => {
    const breaker = createBreaker<string>({ ...quick, resetTimeoutUs: seconds(9) });
    const told = shop(breaker, {
      atMs: [0, 100, 600],
      refusesMs: [0, 50],
      faults: ["crash:boutique@300ms+100ms"],
    });
    expect(told.notes).toEqual(["0 en panne!", "1 EOPENBREAKER!", "2 des avis"]);
  });

  test("une exécution sans appels finit : la fenêtre vide n’a pas besoin d’horloge", () => {
    const told = shop(createBreaker<string>(quick), { atMs: [0] });
    expect(told.endReason).toMatchObject({ kind: "run-ended", reason: "quiet" });
  });

  test("un réglage absurde est refusé à la construction, et nommé", () => {
    const refusals: readonly Partial<BreakerOptions<string>>[] = [
      ...[{ name: "" }, { errorThresholdPercentage: 101 }, { errorThresholdPercentage: -1 }],
      ...[{ volumeThreshold: -1 }, { bucketCount: 0 }, { windowUs: ms(0) }],
      ...[{ resetTimeoutUs: ms(0) }, { capacity: -1 }, { timeoutUs: ms(0) }],
      { bucketCount: 10, windowUs: 5 as DurationUs },
    ];
    for (const given of refusals) {
      expect(() => createBreaker({ ...quick, ...given })).toThrow(BadConfiguration);
      expect(() => createBreaker({ ...quick, ...given })).toThrow(Object.keys(given)[0] as string);
    }
  });
});

describe("disjoncteur simple", () => {
  const simple = { name: "avis", failuresMax: 3, openForUs: ms(500), anySuccessCloses: true };
  const outage = { atMs: [...range(3, 20), ...range(10, 1, 600)], refusesMs: [0, 100] } as const;

  test("défaut 26 : semi-ouvert, les dix demandes du moment passent toutes", () => {
    const told = shop(createNaiveBreaker<string>({ ...simple, timeoutUs: null }), outage);
    expect(told.peak("disjoncteur/avis/en-cours")).toBe(10);
  });

  test("défaut 26 : un appel qui ne répond pas ne compte pas, tous restent en cours", () => {
    const breaker = createNaiveBreaker<string>({ ...simple, timeoutUs: null });
    const told = shop(breaker, { atMs: range(40, 20), faults: ["pause:avis@0s"] });
    expect(told.states).toEqual(["0 ferme"]);
    expect(told.peak("disjoncteur/avis/en-cours")).toBe(40);
  });

  test("défaut 37 : avec un délai il s’ouvre, mais les appels abandonnés continuent", () => {
    const breaker = createNaiveBreaker<string>({ ...simple, timeoutUs: ms(50) });
    const told = shop(breaker, { atMs: range(40, 20), faults: ["pause:avis@0s"] });
    expect(told.states[1]).toBe("90 ouvert");
    expect(told.peak("delai/avis/sans-personne")).toBeGreaterThanOrEqual(3);
  });

  test("un réglage absurde est refusé", () => {
    for (const given of [{ failuresMax: 0 }, { openForUs: -1 as DurationUs }]) {
      const build = () => createNaiveBreaker({ ...simple, timeoutUs: null, ...given });
      expect(build).toThrow(BadConfiguration);
      expect(build).toThrow(Object.keys(given)[0] as string);
    }
  });
});

describe("disjoncteur réparé : une sonde, les autres attendent", () => {
  const patient: PatientBreakerOptions = {
    ...{ name: "avis", judge: () => consecutiveFailures(3), halfOpenAfterUs: ms(500) },
    ...{ trialCount: 1, trialThreshold: 0, timeoutUs: ms(100), ignores: () => false },
  };
  const outage = { atMs: [...range(3, 20), ...range(10, 1, 600)], refusesMs: [0, 100] } as const;

  test("semi-ouvert, une seule demande passe ; son succès fait entrer celles qui attendaient", () => {
    const told = shop(createPatientBreaker<string>(patient), outage);
    expect(told.peak("disjoncteur/avis/en-attente")).toBe(9);
    expect(told.notes.filter((note) => note.endsWith("des avis"))).toHaveLength(10);
    expect(told.states.map((state) => state.split(" ")[1])).toEqual([
      ...["ferme", "ouvert", "semi-ouvert", "ferme"],
    ]);
  });

  test("la sonde échoue : celles qui attendaient sont refusées, l’une d’elles ne devient pas sonde", () => {
    const told = shop(createPatientBreaker<string>(patient), { ...outage, refusesMs: [0, 5_000] });
    expect(told.started).toBe(4);
    expect(told.notes.filter((note) => note.endsWith("EOPENBREAKER!"))).toHaveLength(9);
  });

  test("un appel qui ne répond pas compte : son délai est un échec", () => {
    const breaker = createPatientBreaker<string>(patient);
    const told = shop(breaker, { atMs: range(40, 20), faults: ["pause:avis@0s"] });
    expect(told.states[1]).toBe("140 ouvert");
  });

  test("un réglage absurde est refusé, celui du juge aussi", () => {
    const refusals: readonly Partial<PatientBreakerOptions>[] = [
      ...[{ trialCount: 0 }, { trialThreshold: 1 }, { halfOpenAfterUs: -1 as DurationUs }],
    ];
    for (const given of refusals) {
      const build = () => createPatientBreaker({ ...patient, ...given });
      expect(build).toThrow(BadConfiguration);
      expect(build).toThrow(Object.keys(given)[0] as string);
    }
    const judge = () => consecutiveFailures(0);
    expect(() => createPatientBreaker({ ...patient, judge })).toThrow("failuresMax");
  });
});

describe("délai d’attente", () => {
  function told(timeoutMs: number, workMs: number, faults: readonly string[] = []) {
    const deadline = createDeadline({ name: "calcul", timeoutUs: ms(timeoutMs) });
    function* boot(ctx: Context) {
      const ended = yield* deadline.run(ctx, function* compute(ctx) {
        yield* ctx.sleep(ms(workMs));
        ctx.log.note(`written at ${ctx.nowUs / 1_000}`);
        if (workMs === 13) throw new StoryError("treize");
        return workMs;
      });
      ctx.log.note(`${ended.kind} at ${ctx.nowUs / 1_000}`);
    }
    return play({ nodes: { a: { boot: { boot } } } }, { faults }).log;
  }

  test("qui attend renonce ; le travail continue, écrit, et son résultat n’intéresse plus personne", () => {
    const log = told(50, 200);
    expect(notes(log)).toEqual([
      ...["late at 50", "written at 200"],
      "calcul : le travail a fini, plus personne n’attend son résultat",
    ]);
    const counts = eventsOf(log, "memory-changed").map(({ atUs, after }) => [atUs / 1_000, after]);
    expect(counts).toEqual([
      [50, 1],
      [200, 0],
    ]);
  });

  test("à temps, le résultat ou l’erreur revient à qui attend", () => {
    expect(notes(told(50, 20))).toEqual(["written at 20", "in-time at 20"]);
    const log = told(50, 13);
    expect(notes(log)).toEqual(["written at 13"]);
    const [boot] = eventsOf(log, "process-ended").filter(({ handler }) => handler === "boot");
    expect(boot).toMatchObject({ outcome: "failed", detail: "treize" });
  });

  test("un travail qui finit à l’instant du délai est en retard", () => {
    expect(notes(told(50, 50))[0]).toBe("late at 50");
  });

  test("un délai nul est refusé, et nommé", () => {
    expect(() => createDeadline({ name: "calcul", timeoutUs: ms(0) })).toThrow("timeoutUs");
  });
});

/** Faults of one random run: the shop and the reviews crash, pause, slow down, and lose sight of each other. */
function randomFaults(seed: number): readonly string[] {
  const random = createRandom(seed, "breaker/faults");
  const when = (): string => `${random.integerBelow(1_500)}ms+${random.between(20, 600)}ms`;
  const kinds = ["crash:boutique", "crash:avis", "pause:avis", "pause:boutique", "refuse:avis"];
  const others = ["slow:avis=3000", "partition:boutique|avis", "delay:avis>boutique=80ms"];
  return [...kinds, ...others]
    .filter(() => random.integerBelow(3) === 0)
    .map((fault) => `${fault}@${when()}`);
}

test("100 exécutions aux pannes aléatoires : les états se suivent comme il se doit", () => {
  const next: Readonly<Record<string, readonly string[]>> = {
    ferme: ["ouvert", "ferme"],
    ouvert: ["semi-ouvert", "ferme"],
    "semi-ouvert": ["ferme", "ouvert"],
  };
  let openedCount = 0;
  for (let seed = 0; seed < 100; seed++) {
    const own = { name: "avis", timeoutUs: ms(50) };
    const breaker =
      seed % 2 === 0
        ? createBreaker<string>({ ...own, resetTimeoutUs: ms(100), windowUs: ms(500) })
        : createPatientBreaker<string>({
            ...{ ...own, judge: () => consecutiveFailures(2), halfOpenAfterUs: ms(100) },
            ...{ trialCount: 1, trialThreshold: 0, ignores: () => false },
          });
    const { states } = shop(breaker, { atMs: range(150, 13), faults: randomFaults(seed) });
    const ids = states.map((state) => state.split(" ")[1] as string);
    for (const [i, id] of ids.entries()) {
      // « fermé » again after a crash: it is another breaker, with nothing behind it.
      if (i > 0) expect(next[ids[i - 1] as string], `${seed} ${ids.join(" ")}`).toContain(id);
    }
    openedCount += ids.filter((id) => id === "ouvert").length;
  }
  expect(openedCount).toBeGreaterThan(100);
});
