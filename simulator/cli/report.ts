/**
 * What a run amounts to, as one JSON document, and the same in readable French.
 */
import { askedRequests } from "../observation/requests.ts";
import type { Run, Scenario } from "../simulation.ts";
import type { ScenarioCard } from "../vocabulary/card.ts";
import type { ClaimCard, ClaimKind, Verdict } from "../vocabulary/claims.ts";
import { formatFault } from "../vocabulary/fault-text.ts";
import { requestCard } from "../vocabulary/requests.ts";
import { ENGINE_VERSION, type RunRequest } from "../vocabulary/run.ts";
import type { Value } from "../vocabulary/values.ts";
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
  /** What the reader asked, in the order asked, with its answer. */
  readonly requests: readonly RequestReport[];
}

export interface RequestReport {
  readonly intervention: string;
  readonly request: string;
  readonly subject: string | null;
  /** `lost`: its process died before the reply; `waiting`: the run ended first; `never-asked`: it ended before. */
  readonly outcome: "ok" | "refused" | "timed-out" | "lost" | "waiting" | "never-asked";
  readonly detail: string;
  /** Of the reply, or of whatever ended the wait. */
  readonly atUs?: number;
  readonly eventId?: string;
  readonly reply: Value;
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
    requests: requestReports(request, run),
  };
}

function requestReports({ interventions }: RunRequest, { log }: Run): readonly RequestReport[] {
  const asked = askedRequests(log);
  return interventions.flatMap(({ id, target }): readonly RequestReport[] => {
    if (target.kind !== "request") return [];
    const { request, subject } = target;
    const head = { intervention: id, request, subject };
    const end = asked.get(id)?.end ?? null;
    if (end === null) {
      const outcome = asked.has(id) ? ("waiting" as const) : ("never-asked" as const);
      return [{ ...head, outcome, detail: "", reply: null }];
    }
    const { index, outcome, detail, reply } = end;
    const place = { atUs: log.atUs(index), eventId: `event:${index}` };
    return [{ ...head, outcome, detail, ...place, reply }];
  });
}

/** 0 every claim holds, 1 one is broken, 2 none is broken but one is undecided. */
export function exitCodeOf(claims: readonly { readonly verdict: Verdict }[]): 0 | 1 | 2 {
  if (claims.some(({ verdict }) => verdict === "broken")) return 1;
  return claims.some(({ verdict }) => verdict === "unknown" || verdict === "pending") ? 2 : 0;
}

/** « panne : crash:… » or « demande : request:… ». */
export const interventionInFrench = (text: string): string =>
  `${text.startsWith("request:") ? "demande" : "panne"} : ${text}`;

const OUTCOME_WORDS: Readonly<Record<RequestReport["outcome"], string>> = {
  ok: "répondue",
  refused: "refusée",
  "timed-out": "sans réponse",
  lost: "perdue avec le nœud qui l’envoyait",
  waiting: "attend encore à la fin du parcours",
  "never-asked": "le parcours finit avant elle",
};

function answerInFrench(report: RequestReport, card: ScenarioCard): string {
  const { request, subject, outcome, atUs, eventId, detail, reply } = report;
  const title = requestCard(card, request)?.title ?? request;
  const where =
    atUs === undefined
      ? ""
      : ` à ${instantText(atUs)}, pas ${number.format(Number(eventId?.slice(6)) + 1)}`;
  const said = outcome === "ok" ? JSON.stringify(reply) : detail;
  return `« ${title} »${subject === null ? "" : ` ${subject}`} : ${OUTCOME_WORDS[outcome]}${where}${said === "" ? "" : ` : ${said}`}`;
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
    ...report.interventions.map(interventionInFrench),
    ...report.requests.map((request) => answerInFrench(request, scenario.card)),
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
