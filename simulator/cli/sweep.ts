/**
 * Many seeds of the same story: how often each claim breaks, and the spread of each figure.
 */
import type { Scenario } from "../simulation.ts";
import { simulate } from "../simulation.ts";
import type { Verdict } from "../vocabulary/claims.ts";
import { formatFault } from "../vocabulary/fault-text.ts";
import { ENGINE_VERSION } from "../vocabulary/run.ts";
import type { SqlEngine } from "../world/database/sql-engine.ts";
import type { RunWords } from "./arguments.ts";
import { interventionInFrench, reportOf, VERDICT_WORDS } from "./report.ts";

interface ClaimTally {
  readonly id: string;
  readonly held: number;
  readonly broken: number;
  readonly undecided: number;
  readonly none: number;
  /** The first seeds that break it: each one replays. */
  readonly brokenSeeds: readonly number[];
}

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

export interface VariantSweep {
  readonly variant: string;
  readonly runs: number;
  readonly events: number;
  readonly claims: readonly ClaimTally[];
  readonly metrics: Readonly<Record<string, Spread>>;
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
  const verdicts = new Map<string, Map<number, Verdict>>();
  const values = new Map<string, { readonly unit: string; readonly all: number[] }>();
  let events = 0;
  for (let seed = words.seeds.from; seed <= words.seeds.to; seed++) {
    const request = {
      scenario: words.card.id,
      variant,
      seed,
      parameters: words.parameters,
      interventions: words.interventions,
      untilUs: words.untilUs,
    };
    const report = reportOf(scenario, request, simulate(scenario, request, { sql }));
    events += report.events;
    for (const { id, verdict } of report.claims) {
      verdicts.set(id, (verdicts.get(id) ?? new Map()).set(seed, verdict));
    }
    for (const [name, { value, unit }] of Object.entries(report.metrics)) {
      const known = values.get(name) ?? { unit, all: [] };
      known.all.push(value);
      values.set(name, known);
    }
  }
  return {
    variant,
    runs: words.seeds.to - words.seeds.from + 1,
    events,
    claims: [...verdicts].map(([id, bySeed]) => tally(id, bySeed)),
    metrics: Object.fromEntries(
      [...values].map(([name, { unit, all }]) => [name, spread(all, unit)]),
    ),
  };
}

function tally(id: string, bySeed: ReadonlyMap<number, Verdict>): ClaimTally {
  const count = (...wanted: Verdict[]): number =>
    [...bySeed.values()].filter((verdict) => wanted.includes(verdict)).length;
  const brokenSeeds = [...bySeed]
    .filter(([, verdict]) => verdict === "broken")
    .map(([seed]) => seed);
  return {
    id,
    held: count("held"),
    broken: brokenSeeds.length,
    undecided: count("unknown", "pending"),
    none: count("none"),
    brokenSeeds: brokenSeeds.slice(0, SEEDS_SHOWN),
  };
}

function spread(all: readonly number[], unit: string): Spread {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] as number)
      : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return { median, min: sorted[0] as number, max: sorted.at(-1) as number, unit };
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
      lines.push(
        `${name.padEnd(24)} médiane ${number.format(median)} ${unit} (de ${number.format(min)} à ${number.format(max)})`,
      );
    }
  }
  return lines.join("\n");
}
