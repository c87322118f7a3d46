/**
 * The text form of a fault: written by the page and the command line, read from links.
 *
 * Input comes from outside (a link, a shell): reading returns a Result with a French message,
 * never throws, and accepts nothing that it would not write itself.
 */
import { type DurationUs, type InstantUs, seconds } from "../base/time.ts";
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultTarget,
  faultRule,
  type Instant,
  type Intervention,
  targetText,
} from "./interventions.ts";

export type Parsed<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "error"; readonly message: string };

const ok = <T>(value: T): Parsed<T> => ({ kind: "ok", value });
const error = <T>(message: string): Parsed<T> => ({ kind: "error", message });

const UNIT_US: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
};

/** "1.4s", "1200ms", "10min", "2h", "350us" → microseconds. */
export function parseTime(text: string): Parsed<number> {
  const match = /^(-?\d{1,12}(?:\.\d{1,6})?)(us|ms|s|min|h)$/.exec(text);
  if (match === null) {
    return error(`« ${text} » n’est pas une durée : écrivez par exemple 1.4s, 200ms, 10min ou 2h.`);
  }
  return ok(Math.round(Number(match[1]) * (UNIT_US[match[2] as string] as number)));
}

/** The shortest exact text: 1_400_000 → "1.4s". */
export function formatTime(us: number): string {
  if (us % 60_000_000 === 0 && us !== 0) return `${us / 60_000_000}min`;
  if (us % 1_000 !== 0) return `${us}us`;
  return us !== 0 && Math.abs(us) < 1_000_000 ? `${us / 1_000}ms` : `${us / 1_000_000}s`;
}

function parseInstant(text: string): Parsed<Instant> {
  const event = /^event:(\d{1,9})$/.exec(text);
  if (event !== null) return ok({ kind: "event", index: Number(event[1]) });
  const time = parseTime(text);
  if (time.kind === "error") return time;
  if (time.value < 0) return error(`Un instant ne peut pas être négatif : « ${text} ».`);
  return ok({ kind: "time", atUs: time.value as InstantUs });
}

const NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/i;

/** A business key that the reader types: what may stand in a link without being escaped. */
export const isBusinessKey = (text: string): boolean => NAME.test(text);

export const BUSINESS_KEY_RULE =
  "de 1 à 64 lettres sans accent, chiffres, « - », « _ » ou « . », en commençant par une lettre ou un chiffre";

/** `request` or `request/subject`. What is too long is not repeated. */
function parseRequestTarget(text: string): Parsed<FaultTarget> {
  const slash = text.indexOf("/");
  const request = slash < 0 ? text : text.slice(0, slash);
  const subject = slash < 0 ? null : text.slice(slash + 1);
  if (!NAME.test(request)) {
    return error(`« ${text.slice(0, 40)} » ne nomme pas une demande : écrivez « demande/clé ».`);
  }
  return subject === null || isBusinessKey(subject)
    ? ok({ kind: "request", request, subject })
    : error(`La clé d’une demande s’écrit avec ${BUSINESS_KEY_RULE}.`);
}

function parseTarget(kind: FaultKind, text: string): Parsed<FaultTarget> {
  switch (faultRule(kind).target) {
    case "message":
      return text.length > 0 && text.length <= 200
        ? ok({ kind: "message", message: text })
        : error(`La panne « ${kind} » vise un message par son identifiant.`);
    case "request":
      return parseRequestTarget(text);
    case "node":
      return NAME.test(text)
        ? ok({ kind: "node", node: text })
        : error(`La panne « ${kind} » vise un nœud : « ${text} » n’en est pas un.`);
    case "link": {
      const separator = text.includes("|") ? "|" : ">";
      const [left = "", right = "", ...rest] = text.split(separator);
      const from = left.split(",");
      const to = right.split(",");
      if (rest.length > 0 || ![...from, ...to].every((name) => NAME.test(name))) {
        return error(
          `La panne « ${kind} » vise un lien, écrit « a>b » (un sens) ou « a|b » (les deux) : « ${text} » n’en est pas un.`,
        );
      }
      return ok({ kind: "link", from, to, isBothWays: separator === "|" });
    }
  }
}

/** An amount with its unit, as a reader would write it. */
const amountOf = (unit: "percent" | "us" | "ppm", amount: number): string =>
  unit === "us" ? formatTime(amount) : `${amount} ${unit === "percent" ? "%" : "ppm"}`;

function parseAmount(kind: FaultKind, text: string | null): Parsed<number | null> {
  const rule = faultRule(kind);
  if (rule.unit === null) {
    return text === null ? ok(null) : error(`La panne « ${kind} » ne prend pas de valeur.`);
  }
  if (text === null) return ok(rule.defaultAmount);
  let amount: number;
  if (rule.unit === "us" && /[a-z]/.test(text)) {
    const time = parseTime(text);
    if (time.kind === "error") return time;
    amount = time.value;
  } else {
    if (!/^-?\d{1,15}$/.test(text))
      return error(`« ${text} » n’est pas une valeur de « ${kind} ».`);
    amount = Number(text);
  }
  if (amount < rule.minAmount || amount > rule.maxAmount) {
    return error(
      `« ${kind} » prend une valeur de ${amountOf(rule.unit, rule.minAmount)} à ${amountOf(rule.unit, rule.maxAmount)}.`,
    );
  }
  return ok(amount);
}

/** Reads `kind:target[=amount]@instant[+duration]`. Does not know which nodes exist. */
export function parseFault(text: string, id: string): Parsed<Intervention> {
  const shape = /^([a-z-]+):(.+)@([^@+]+)(?:\+([^@+]+))?$/.exec(text);
  if (shape === null) {
    return error(
      `« ${text} » n’est pas une panne : écrivez « genre:cible@instant+durée », par exemple crash:orchestrateur@12.5s+10s.`,
    );
  }
  const kind = FAULT_KINDS.find((known) => known === shape[1]);
  if (kind === undefined) {
    return error(
      `Genre de panne inconnu : « ${shape[1]} ». Genres connus : ${FAULT_KINDS.join(", ")}.`,
    );
  }
  const rule = faultRule(kind);
  const aim = shape[2] as string;
  const equals = rule.unit === null ? -1 : aim.lastIndexOf("=");
  const target = parseTarget(kind, equals < 0 ? aim : aim.slice(0, equals));
  if (target.kind === "error") return target;
  const amount = parseAmount(kind, equals < 0 ? null : aim.slice(equals + 1));
  if (amount.kind === "error") return amount;
  const at = parseInstant(shape[3] as string);
  if (at.kind === "error") return at;
  let durationUs: number | null = rule.lasts ? rule.defaultDurationUs : null;
  if (shape[4] !== undefined) {
    if (!rule.lasts)
      return error(`La panne « ${kind} » est instantanée : elle ne prend pas de durée.`);
    const duration = parseTime(shape[4]);
    if (duration.kind === "error") return duration;
    if (duration.value <= 0) return error(`La durée d’une panne est positive : « ${shape[4]} ».`);
    durationUs = duration.value;
  }
  return ok({
    id,
    kind,
    target: target.value,
    amount: amount.value,
    at: at.value,
    durationUs: durationUs as DurationUs | null,
  });
}

/** The text that reads back to the same fault. */
export function formatFault(fault: Intervention): string {
  const rule = faultRule(fault.kind);
  const amount =
    fault.amount === null
      ? ""
      : `=${rule.unit === "us" ? formatTime(fault.amount) : String(fault.amount)}`;
  const at = fault.at.kind === "event" ? `event:${fault.at.index}` : formatTime(fault.at.atUs);
  const forever = rule.lasts && rule.defaultDurationUs !== null && fault.durationUs === null;
  const duration = forever
    ? `+${formatTime(seconds(365 * 86_400))}`
    : fault.durationUs === null
      ? ""
      : `+${formatTime(fault.durationUs)}`;
  return `${fault.kind}:${targetText(fault.target)}${amount}@${at}${duration}`;
}
