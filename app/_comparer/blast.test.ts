import { describe, expect, test } from "vitest";
import { scenarios } from "@/scenarios/catalogue.ts";
import { comparisons } from "@/scenarios/comparisons.ts";
import type { Scenario } from "@/simulator/simulation.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import { engine } from "../_lab/fixtures/engine.ts";
import { syntheticCard } from "../_lab/testing/synthetic.ts";
import { blastInstantUs, blastOf } from "./blast.ts";
import { type BlastProgress, measureBlasts } from "./blast-runs.ts";
import { sideSetup } from "./open-pair.ts";

/** Three orders a second apart; each is answered « ok » and goes by the bank unless it is stopped. */
function run(isBankUp: boolean) {
  const s = createLogBuilder();
  for (const [i, subject] of ["1", "2", "3"].entries()) {
    const about = { subject };
    s.at(i * 1_000_000);
    s.add(
      "clients",
      "command-issued",
      { command: subject, operation: "acheter", body: null },
      about,
    );
    s.deliver(s.send("clients>boutique", "acheter", about), about);
    if (isBankUp || i === 0) s.deliver(s.send("boutique>banque", "payer", about), about);
    s.add("clients", "command-ended", { command: subject, outcome: "ok", detail: "" }, about);
  }
  return s.log;
}

describe("ce qui s’arrête quand un nœud s’arrête", () => {
  test("l’arrêt tombe quand un tiers des commandes est parti", () => {
    expect(blastInstantUs(run(true))).toBe(1_000_000);
  });

  test("une commande que plus aucun service ne traite est touchée, même si son client a reçu oui", () => {
    const blast = blastOf({
      ...{ card: syntheticCard, node: "boutique", atUs: 1_000_000 },
      ...{ before: run(true), after: run(false) },
    });
    expect(blast).toEqual({
      ...{ node: "boutique", commandsHit: 2, commands: 2 },
      ...{ servicesHit: ["banque"], services: 1 },
    });
  });

  test("sans différence, rien n’est touché", () => {
    const blast = blastOf({
      ...{ card: syntheticCard, node: "banque", atUs: 0 },
      ...{ before: run(true), after: run(true) },
    });
    expect([blast.commandsHit, blast.servicesHit]).toEqual([0, []]);
  });
});

test("mesuré sur de vrais parcours : l’orchestrateur arrêté emporte tout, chaque nœud a sa ligne", async () => {
  const pair = comparisons.find(({ id }) => id === "saga-publiee-corrigee");
  const { card } = scenarios.get("saga-fintech") as Scenario;
  if (pair === undefined) throw new Error("the pair exists");
  const sides = ([0, 1] as const).map((side) => ({ card, setup: sideSetup(pair, side, card) }));
  const told: BlastProgress[] = [];
  await new Promise<void>((resolve) => {
    measureBlasts(engine(), sides as never, (progress) => {
      told.push(progress);
      if (progress.done === progress.total || progress.failed !== null) resolve();
    });
  });
  const last = told.at(-1) as BlastProgress;
  expect(last.failed).toBeNull();
  expect(last.left.map(({ node }) => node)).toEqual(last.right.map(({ node }) => node));
  const orchestrator = last.left.find(({ node }) => node === "orchestrateur");
  expect(orchestrator?.commandsHit).toBe(orchestrator?.commands);
  expect(orchestrator?.servicesHit.length).toBe(orchestrator?.services);
  // The progress grows one run at a time, and the runs are those of the engine.
  expect(told.map(({ done }) => done)).toEqual([...told.keys()]);
});
