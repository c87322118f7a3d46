/**
 * Many seeds of the same story: how often each claim breaks, and the spread of each figure.
 */
import { foldRun } from "../campaign.ts";
import {
  type ClaimTally,
  type RunFigures,
  type Spread,
  spreadOf,
  tallyClaims,
} from "../observation/campaign.ts";
import type { Scenario } from "../simulation.ts";
import { formatFault } from "../vocabulary/fault-text.ts";
import { ENGINE_VERSION } from "../vocabulary/run.ts";
import type { SqlEngine } from "../world/database/sql-engine.ts";
import type { RunWords } from "./arguments.ts";
import { instantText } from "./instant-text.ts";
import { interventionInFrench, VERDICT_WORDS } from "./report.ts";

type SweptSpread = Spread & { readonly unit: string };

export interface VariantSweep {
  readonly variant: string;
  readonly runs: number;
  readonly events: number;
  readonly claims: readonly ClaimTally[];
  readonly metrics: Readonly<Record<string, SweptSpread>>;
}

export interface SweepReport {
  readonly scenario: string;
  readonly seeds: { readonly from: number; readonly to: number };
  readonly params: RunWords["parameters"];
  readonly interventions: readonly string[];
  readonly engineVersion: string;
  readonly variants: readonly VariantSweep[];
}

const SEEDS_SHOWN = 10;

export function sweep(scenario: Scenario, words: RunWords, sql: SqlEngine): SweepReport {
  return {
    scenario: words.card.id,
    seeds: words.seeds,
    params: words.parameters,
    interventions: words.interventions.map(formatFault),
    engineVersion: ENGINE_VERSION,
    variants: words.variants.map((variant) => sweepVariant(scenario, variant, words, sql)),
  };
}

function sweepVariant(
  scenario: Scenario,
  variant: string,
  words: RunWords,
  sql: SqlEngine,
): VariantSweep {
  const runs: RunFigures[] = [];
  for (let seed = words.seeds.from; seed <= words.seeds.to; seed++) {
    const { parameters, interventions, untilUs } = words;
    const head = { scenario: words.card.id, variant, seed };
    runs.push(foldRun(scenario, { ...head, parameters, interventions, untilUs }, { sql }));
  }
  return {
    variant,
    runs: runs.length,
    events: runs.reduce((sum, { events }) => sum + events, 0),
    claims: tallyClaims(runs).map(({ brokenSeeds, ...tally }) => ({
      ...tally,
      brokenSeeds: brokenSeeds.slice(0, SEEDS_SHOWN),
    })),
    metrics: spreads(runs),
  };
}

function spreads(runs: readonly RunFigures[]): Readonly<Record<string, SweptSpread>> {
  const values = new Map<string, { readonly unit: string; readonly all: number[] }>();
  for (const { figures } of runs) {
    for (const [name, { value, unit }] of Object.entries(figures)) {
      const known = values.get(name) ?? { unit, all: [] };
      known.all.push(value);
      values.set(name, known);
    }
  }
  return Object.fromEntries(
    [...values].map(([name, { unit, all }]) => [name, { ...spreadOf(all), unit }]),
  );
}

export function sweepExitCode(report: SweepReport): 0 | 1 | 2 {
  const claims = report.variants.flatMap((variant) => variant.claims);
  if (claims.some(({ broken }) => broken > 0)) return 1;
  return claims.some(({ undecided }) => undecided > 0) ? 2 : 0;
}

const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 3 });

export function sweepInFrench(report: SweepReport, scenario: Scenario): string {
  const lines = [`${scenario.card.title} — graines ${report.seeds.from} à ${report.seeds.to}`];
  lines.push(...report.interventions.map(interventionInFrench));
  for (const { variant, runs, claims, metrics } of report.variants) {
    lines.push("", `Variante ${variant} : ${number.format(runs)} parcours`);
    for (const claim of claims) {
      const title = scenario.card.claims.find(({ id }) => id === claim.id)?.title ?? claim.id;
      const seeds = claim.broken > 0 ? ` (graines ${claim.brokenSeeds.join(", ")})` : "";
      const word = claim.broken > 0 ? VERDICT_WORDS.broken : VERDICT_WORDS.held;
      lines.push(`${word.padEnd(15)} ${title} : rompue ${claim.broken} fois sur ${runs}${seeds}`);
    }
    for (const [name, { median, min, max, unit }] of Object.entries(metrics)) {
      const said = (value: number): string =>
        unit === "µs" ? instantText(Math.round(value)) : `${number.format(value)} ${unit}`.trim();
      lines.push(`${name.padEnd(24)} médiane ${said(median)} (de ${said(min)} à ${said(max)})`);
    }
  }
  return lines.join("\n");
}
