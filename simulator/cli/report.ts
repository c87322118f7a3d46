/**
 * What a run amounts to, as one JSON document, and the same in readable French.
 */
import type { Run, Scenario } from "../simulation.ts";
import type { ClaimCard, ClaimKind, Verdict } from "../vocabulary/claims.ts";
import { formatFault } from "../vocabulary/fault-text.ts";
import { ENGINE_VERSION, type RunRequest } from "../vocabulary/run.ts";
import { instantText } from "./instant-text.ts";

export interface ClaimReport {
  readonly id: string;
  readonly kind: ClaimKind;
  readonly verdict: Verdict;
  /** Of the first breach. */
  readonly atUs?: number;
  /** `event:N`, as faults and links write it. */
  readonly eventId?: string;
  readonly text: string;
}

export interface RunReport {
  readonly scenario: string;
  readonly variant: string;
  readonly seed: number;
  readonly params: RunRequest["parameters"];
  readonly interventions: readonly string[];
  readonly engineVersion: string;
  readonly events: number;
  readonly simulatedUs: number;
  readonly endReason: string;
  readonly endDetail: string;
  readonly digest: string;
  readonly metrics: Readonly<Record<string, { readonly value: number; readonly unit: string }>>;
  readonly claims: readonly ClaimReport[];
}

export function reportOf(scenario: Scenario, request: RunRequest, run: Run): RunReport {
  const summary = run.summary();
  const claims = summary.claims.map((track): ClaimReport => {
    const card = scenario.card.claims.find(({ id }) => id === track.id) as ClaimCard;
    const last = track.changes.at(-1);
    const head = { id: track.id, kind: card.kind };
    if (track.brokenAt < 0) {
      return { ...head, verdict: last?.verdict ?? "none", text: card.sentence };
    }
    const breach = track.changes.find(({ index }) => index === track.brokenAt);
    return {
      ...head,
      verdict: "broken",
      atUs: run.log.atUs(track.brokenAt),
      eventId: `event:${track.brokenAt}`,
      text: breach?.text ?? card.sentence,
    };
  });
  return {
    scenario: request.scenario,
    variant: request.variant,
    seed: request.seed,
    params: request.parameters,
    interventions: request.interventions.map(formatFault),
    engineVersion: ENGINE_VERSION,
    events: summary.events,
    simulatedUs: summary.simulatedUs,
    endReason: summary.endReason,
    endDetail: summary.endDetail,
    digest: summary.digest,
    metrics: scenario.measures(run.log),
    claims,
  };
}

/** 0 every claim holds, 1 one is broken, 2 none is broken but one is undecided. */
export function exitCodeOf(claims: readonly { readonly verdict: Verdict }[]): 0 | 1 | 2 {
  if (claims.some(({ verdict }) => verdict === "broken")) return 1;
  return claims.some(({ verdict }) => verdict === "unknown" || verdict === "pending") ? 2 : 0;
}

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  held: "✓ tenue",
  broken: "✕ rompue",
  pending: "◷ en attente",
  unknown: "? indéterminée",
  none: "– sans objet",
};

const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 3 });

export function runInFrench(report: RunReport, scenario: Scenario): string {
  const variant = scenario.card.variants.find(({ id }) => id === report.variant);
  const lines = [
    `${scenario.card.title} — variante ${variant?.title ?? report.variant}, graine ${report.seed}`,
    `${number.format(report.events)} pas, ${instantText(report.simulatedUs)} de temps simulé, empreinte ${report.digest}`,
    ...report.interventions.map((fault) => `panne : ${fault}`),
    "",
  ];
  for (const claim of report.claims) {
    const title = scenario.card.claims.find(({ id }) => id === claim.id)?.title ?? claim.id;
    const where =
      claim.atUs === undefined
        ? ""
        : ` à ${instantText(claim.atUs)}, pas ${number.format(Number(claim.eventId?.slice(6)) + 1)} : ${claim.text}`;
    lines.push(`${VERDICT_WORDS[claim.verdict].padEnd(15)} ${title}${where}`);
  }
  lines.push("");
  for (const [name, { value, unit }] of Object.entries(report.metrics)) {
    lines.push(`${name.padEnd(24)} ${number.format(value)} ${unit}`);
  }
  if (report.endReason === "budget") {
    lines.push(
      "",
      `Le budget de ${report.endDetail} est atteint. Aucune promesse n’est déclarée tenue.`,
    );
  }
  return lines.join("\n");
}
