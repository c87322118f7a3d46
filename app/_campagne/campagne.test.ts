/** The panel's own sums: what is told while runs end, what the tables line up, where the dots stand. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CampaignListener, CampaignPool } from "@/app/_worker/campaign-pool.ts";
import { cards } from "@/scenarios/cards.ts";
import { readWords } from "@/simulator/cli/arguments.ts";
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { Verdict } from "@/simulator/vocabulary/claims.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import { defaultParameters } from "@/simulator/vocabulary/parameters.ts";
import {
  type CampaignSide,
  type CampaignState,
  createCampaign,
  progressOf,
  sameSides,
} from "./campaign.ts";
import { type Domain, domainOf, dotsOf, roundTicks } from "./distribution.ts";
import { differenceText, figureText, figureTitle, intervalText } from "./figure-text.ts";
import { claimRows, figureRows } from "./results.ts";
import { sweepCommands } from "./sweep-command.ts";

const card = cards[0] as ScenarioCard;
const crash = parseFault("crash:paiement@1s+3s", "f1");
const side = (variant: string, own: Partial<CampaignSide["request"]> = {}): CampaignSide => ({
  title: variant,
  card,
  request: {
    ...{ scenario: card.id, variant, untilUs: null },
    parameters: defaultParameters(card.parameters),
    interventions: crash.kind === "ok" ? [crash.value] : [],
    ...own,
  },
});
const sides = [side("publiee"), side("corrigee")];

const run = (seed: number, value: number, verdict: Verdict = "held"): RunFigures => ({
  ...{ seed, events: 1, simulatedUs: 1, endReason: "quiet" },
  verdicts: { [card.claims[0]?.id ?? ""]: verdict },
  figures: { duree: { value, unit: "µs" }, rien: { value: 0, unit: "" } },
});
const stateOf = (runs: CampaignState["runs"]): CampaignState => ({
  ...{ kind: "done", sides: sides.slice(0, runs.length), seeds: { from: 1, count: 3 }, runs },
  ...{ failed: [], replacedCount: 0, startedMs: 0, tookMs: 0 },
  doneCount: runs.reduce((sum, { length }) => sum + length, 0),
});
const plain = (text: string): string => text.replaceAll(/[\u202F\u00A0]/g, " ");

describe("ce qui est dit pendant la campagne", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const opened = () => {
    const heard: { listener: CampaignListener | null } = { listener: null };
    const pool: CampaignPool = {
      run: (_, listener) => {
        heard.listener = listener;
      },
      cancel: vi.fn(),
      dispose: vi.fn(),
    };
    const campaign = createCampaign(pool, () => Date.now());
    const told = vi.fn();
    campaign.subscribe(told);
    return { pool, campaign, told, listener: () => heard.listener as CampaignListener };
  };

  test("mille parcours en une seconde ne sont pas dits mille fois, et aucun ne manque à la fin", () => {
    const { campaign, told, listener } = opened();
    campaign.start(sides, { from: 1, count: 500 });
    for (let seed = 500; seed >= 1; seed--) {
      listener().onFigures(0, run(seed, seed));
      if (seed > 1) listener().onFigures(1, run(seed, seed));
      vi.advanceTimersByTime(2);
    }
    expect(told.mock.calls.length).toBeLessThan(10);
    // L’avancement est à jour ; les tables attendent : les moteurs ont besoin du temps qu’elles prennent.
    expect(progressOf(campaign.state()).done).toBeGreaterThan(700);
    const known = campaign.state().runs;
    expect(known[0]?.length).toBeGreaterThan(0);
    expect(known[0]?.length).toBeLessThan(200);
    vi.advanceTimersByTime(3_000);
    listener().onFigures(1, run(1, 1));
    vi.advanceTimersByTime(300);
    expect(campaign.state().runs).not.toBe(known);
    expect(campaign.state().runs[1]).toHaveLength(500);
    listener().onDone();
    const state = campaign.state();
    expect(progressOf(state)).toEqual({ done: 1_000, total: 1_000 });
    expect(state.kind).toBe("done");
    // Venus à l’envers, montrés par graine.
    expect(state.runs[1]?.map(({ seed }) => seed)).toEqual(
      Array.from({ length: 500 }, (_, i) => i + 1),
    );
  });

  test("annulée : les moteurs le savent, et ce qui était connu reste", () => {
    const { campaign, pool, listener } = opened();
    campaign.start(sides, { from: 1, count: 3 });
    listener().onFigures(0, run(2, 5));
    campaign.cancel();
    expect(pool.cancel).toHaveBeenCalledOnce();
    expect(campaign.state()).toMatchObject({ kind: "cancelled", runs: [[{ seed: 2 }], []] });
  });

  test("un réglage changé depuis se voit", () => {
    expect(sameSides(sides, [side("publiee"), side("corrigee")])).toBe(true);
    expect(sameSides(sides, [side("publiee", { interventions: [] }), side("corrigee")])).toBe(
      false,
    );
    expect(sameSides(sides, [side("publiee")])).toBe(false);
  });
});

describe("les tables", () => {
  test("une promesse : rompue de chaque côté, graine à graine, et par qui elle n’est pas faite", () => {
    const [row] = claimRows(
      stateOf([
        [run(1, 1, "broken"), run(2, 1, "broken"), run(3, 1)],
        [run(1, 1), run(2, 1, "broken"), run(3, 1)],
      ]),
    );
    expect(row).toMatchObject({
      title: card.claims[0]?.title,
      cells: [{ tally: { broken: 2 } }, { tally: { broken: 1 } }],
      pair: { onlyLeft: [1], onlyRight: [], both: [2] },
    });
  });

  test("une mesure nulle partout n’a pas de ligne ; l’écart est celui de droite à gauche", () => {
    const rows = figureRows(
      stateOf([
        [run(1, 100), run(2, 200), run(3, 300)],
        [run(1, 110), run(2, 220), run(3, 330)],
      ]),
    );
    expect(rows.map(({ id }) => id)).toEqual(["duree"]);
    expect(rows[0]?.cells.map((cell) => cell?.median)).toEqual([200, 220]);
    expect(rows[0]?.difference?.value).toBeCloseTo(20);
  });

  test("d’un seul côté, pas d’écart", () => {
    expect(figureRows(stateOf([[run(1, 5), run(2, 6)]]))[0]?.difference).toBeNull();
  });
});

describe("les nombres", () => {
  test.each([
    [1_832_114, "µs", "1,83 s"],
    [450_000, "µs", "450 ms"],
    [1.8, "s", "1,8 s"],
    [0.3, "s", "300 ms"],
    [99.62, "%", "99,6 %"],
    [30.24, "checkouts/min", "30,2"],
    [1_234, "commandes", "1 234"],
    [0, "µs", "0 s"],
  ])("%d %s se lit « %s »", (value, unit, text) => {
    expect(plain(figureText(value, unit))).toBe(text);
  });

  test("un écart dit son sens, et son intervalle a la même échelle aux deux bouts", () => {
    expect(plain(differenceText(1_510_000, "µs"))).toBe("+ 1,51 s");
    expect(plain(differenceText(-4, "commandes"))).toBe("− 4");
    expect(plain(intervalText({ value: 0, low: -940_000, high: 1_250_000 }, "µs"))).toBe(
      "de − 0,9 à 1,3 s",
    );
    expect(plain(intervalText({ value: 0, low: 1.482, high: 1.541 }, "s"))).toBe(
      "de 1,482 à 1,541 s",
    );
    expect(plain(intervalText({ value: 0, low: -0.0004, high: 0.011 }, "clients"))).toBe(
      "de 0 à 0,011",
    );
  });

  test("une mesure sans nom porte le sien, lisible", () => {
    expect(figureTitle("clients-en-attente", null)).toBe("Clients en attente");
    expect(figureTitle("debit", "Débit")).toBe("Débit");
  });
});

describe("les marques de la distribution", () => {
  const frame = { width: 400, height: 90, size: 8 };

  test("chaque graine a la sienne, dans son cadre, à sa place à un demi-point près", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000, max: 1e6 }), { minLength: 1, maxLength: 500 }),
        (numbers) => {
          const values = numbers.map((value, i) => ({ seed: i + 1, value }));
          const domain = domainOf(numbers);
          const dots = dotsOf(values, domain, frame);
          expect(dots.map(({ seed }) => seed).sort((a, b) => a - b)).toEqual(
            values.map(({ seed }) => seed),
          );
          for (const { x, rise, value } of dots) {
            expect(rise).toBeGreaterThan(0);
            expect(rise).toBeLessThanOrEqual(frame.height);
            const exact = ((value - domain.from) / (domain.to - domain.from)) * frame.width;
            expect(Math.abs(x - exact)).toBeLessThanOrEqual(frame.size);
          }
        },
      ),
    );
  });

  test("deux marques ne se couvrent jamais tout à fait", () => {
    const values = Array.from({ length: 200 }, (_, i) => ({ seed: i, value: 7 }));
    const dots = dotsOf(values, domainOf([7]), frame);
    expect(new Set(dots.map(({ rise }) => rise.toFixed(3))).size).toBe(200);
  });

  test("les graduations sont rondes, dedans, et pas plus nombreuses que demandé", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (from, span) => {
          const domain: Domain = { from, to: from + span };
          const ticks = roundTicks(domain, 6);
          expect(ticks.length).toBeLessThanOrEqual(7);
          expect(ticks.every((tick) => tick >= domain.from && tick <= domain.to)).toBe(true);
        },
      ),
    );
    expect(roundTicks({ from: 0.2, to: 4.1 }, 5)).toEqual([1, 2, 3, 4]);
  });
});

test("la commande donnée relit exactement la campagne", () => {
  const parameters = { ...defaultParameters(card.parameters), stock: 3 };
  const [text = ""] = sweepCommands({
    ...stateOf([[]]),
    sides: [side("corrigee", { parameters })],
    seeds: { from: 11, count: 20 },
  });
  const words = text.replace("npm run --silent sim -- sweep ", "").split(" ");
  expect(readWords(words, "sweep")).toMatchObject({
    ...{ card, variants: ["corrigee"], seeds: { from: 11, to: 30 }, parameters },
    interventions: sides[0]?.request.interventions,
  });
});
