/** One run of a campaign says what the whole run says, however it is cut. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../scenarios/catalogue.ts";
import { createFoldedRun, foldRun } from "./campaign.ts";
import { reportOf } from "./cli/report.ts";
import { sweep } from "./cli/sweep.ts";
import { spreadOf, tallyClaims } from "./observation/campaign.ts";
import { measureRun } from "./observation/metrics.ts";
import { type Scenario, simulate } from "./simulation.ts";
import { faultsOf, sqlite } from "./testing/play.ts";
import { defaultParameters } from "./vocabulary/parameters.ts";
import type { RunRequest } from "./vocabulary/run.ts";

const scenario = scenarios.get("saga-fintech") as Scenario;
const options = { sql: sqlite };
const BREAKING = "drop-message:orchestrateur>paiement:debiter:1041#1/reply@0s";

const request = (seed: number, faults: readonly string[] = []): RunRequest => ({
  ...{ scenario: scenario.card.id, variant: "publiee", seed, untilUs: null },
  parameters: defaultParameters(scenario.card.parameters),
  interventions: faultsOf(scenario.card.id, faults),
});

describe("un parcours de campagne", () => {
  test("dit ce que dit le parcours entier : verdicts, mesures du scénario, mesures des clients", () => {
    for (const asked of [request(1), request(2, [BREAKING]), request(3, ["crash:paiement@1s"])]) {
      const run = simulate(scenario, asked, options);
      const report = reportOf(scenario, asked, run);
      const { metrics } = measureRun(run.log, scenario.card);
      const folded = foldRun(scenario, asked, options);
      expect(folded).toMatchObject({
        ...{ seed: asked.seed, events: report.events, simulatedUs: report.simulatedUs },
        endReason: report.endReason,
      });
      expect(Object.entries(folded.verdicts)).toEqual(
        report.claims.map(({ id, verdict }) => [id, verdict]),
      );
      expect(folded.figures).toMatchObject(report.metrics);
      for (const id of ["latence-p50", "latence-p99", "debit", "messages-envoyes"])
        expect(folded.figures[id]).toEqual(metrics[id]);
    }
  });

  test("ne change pas selon les tranches où il est avancé", () => {
    const asked = request(7, [BREAKING]);
    const whole = foldRun(scenario, asked, options);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (slices) => {
        const run = createFoldedRun(scenario, asked, options);
        for (let i = 0; run.advance(slices[i % slices.length] as number); i++);
        expect(run.figures()).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test("n’a que des données simples : il traverse la frontière d’un ouvrier sans rien perdre", () => {
    const folded = foldRun(scenario, request(4), options);
    expect(structuredClone(folded)).toEqual(folded);
    expect(JSON.parse(JSON.stringify(folded))).toEqual(folded);
    expect(JSON.stringify(folded).length).toBeLessThan(6_000);
  });
});

describe("un journal sans tous ses champs", () => {
  const declared = [...scenarios.values()].filter(({ measured }) => measured !== undefined);

  test.each(
    declared.flatMap((one) => one.card.variants.map(({ id }) => [one.card.id, id] as const)),
  )("%s, %s : les mesures n’y voient rien de moins", (id, variant) => {
    const one = scenarios.get(id) as Scenario;
    // A minute of it, with every fault that its card prepares for this variant.
    const faults = one.card.incidents.find((incident) => incident.variant === variant)?.faults;
    const asked: RunRequest = {
      ...{ scenario: id, variant, seed: 5, untilUs: 60_000_000 },
      parameters: defaultParameters(one.card.parameters),
      interventions: faultsOf(id, faults ?? []),
    };
    const whole = simulate(one, asked, options);
    expect(foldRun(one, asked, options).figures).toMatchObject(one.measures(whole.log));
  });

  test("ce qui n’a pas été écrit ne se lit pas en silence", () => {
    const keeps = ["command-issued"] as const;
    const { log } = simulate(scenario, request(1), { ...options, keeps });
    const index = Array.from({ length: log.length }, (_, i) => log.kind(i)).indexOf("message-sent");
    expect([log.atUs(index), log.node(index)]).toEqual([expect.any(Number), expect.any(String)]);
    expect(() => log.event(index)).toThrow("the fields of this kind were written");
    expect(() => [...log.watched(["message-sent/debiter"])]).toThrow("is watched are written");
    expect(() => log.digest()).toThrow("has no digest");
  });

  test("qui ne veut que les messages d’une opération lit ceux-là, et dans l’ordre", () => {
    const whole = simulate(scenario, request(1), options).log;
    const isDebit = (i: number): boolean => {
      const event = whole.event(i);
      return event.kind === "message-sent" && event.operation === "debiter";
    };
    const debits = Array.from({ length: whole.length }, (_, i) => i).filter(isDebit);
    const keeps = ["message-sent/debiter"] as const;
    const { log } = simulate(scenario, request(1), { ...options, keeps });
    expect(debits.length).toBeGreaterThan(2);
    for (const own of [whole, log])
      expect([...own.watched(keeps)]).toEqual(debits.map((i) => whole.event(i)));
    const other = Array.from({ length: log.length }, (_, i) => i).find(
      (i) => whole.name(i) !== "" && whole.name(i) !== "debiter",
    ) as number;
    expect(log.name(other)).toBe("");
    expect(() => log.event(other)).toThrow("the fields of this kind were written");
  });
});

test("la commande « sweep » compte ces mêmes parcours", () => {
  const seeds = { from: 1, to: 6 };
  const interventions = faultsOf(scenario.card.id, [BREAKING]);
  const { parameters } = request(1);
  const [swept] = sweep(
    scenario,
    {
      ...{ card: scenario.card, variants: ["publiee"], seed: 1, seeds, parameters, interventions },
      ...{ untilUs: null, isJson: true, logFile: null },
    },
    sqlite,
  ).variants;
  const runs = [1, 2, 3, 4, 5, 6].map((seed) =>
    foldRun(scenario, request(seed, [BREAKING]), options),
  );
  expect(swept?.claims).toEqual(tallyClaims(runs));
  expect(swept?.claims.some(({ broken }) => broken > 0)).toBe(true);
  expect(swept?.metrics["latence-moyenne"]).toEqual({
    ...spreadOf(runs.map(({ figures }) => figures["latence-moyenne"]?.value ?? Number.NaN)),
    unit: "µs",
  });
});
