/**
 * The stops of « Pourquoi ? » in words: from the breach back to its first cause.
 *
 * The chain itself is computed by `simulator/observation/why.ts`; here every stop becomes a sentence,
 * the link to the next stop a few words, and the last one « Cause première ».
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { EventKind } from "../../simulator/vocabulary/events.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { narrate } from "./narration.ts";
import { formatStep } from "./numbers.ts";
import { sentence, typeset } from "./typography.ts";

export type StopKind = "event" | "absence" | "fault";
export type StopLink =
  | "same-process"
  | "message"
  | "same-transaction"
  | "absence"
  | "fault"
  | "suspect";

/** What a stop of the observation folds looks like from here. */
export interface Stop {
  readonly index: number;
  readonly kind: StopKind;
  readonly link: StopLink;
}

export interface ToldStop {
  readonly sentence: string;
  /** How it depends on the next stop: « message parti au pas 94 ». */
  readonly link: string;
  /** « pas 38 ». */
  readonly step: string;
}

/** Without the step of the next stop; with it, see `linkTo`. */
const LINKS: Readonly<Record<StopLink, string>> = {
  "same-process": "même traitement",
  message: "message reçu",
  "same-transaction": "même transaction",
  absence: "une absence est un fait",
  fault: "panne injectée",
  suspect: "panne injectée ailleurs",
};

/** What is counted among the losses without being an absence. */
const LOSSES: Partial<Record<EventKind, string>> = {
  "request-rejected": "un refus",
  "request-finished": "un refus",
  "reply-ignored": "une réponse trop tardive",
  "message-duplicated": "une copie de trop",
  "process-ended": "un échec",
};

function linkTo(stop: Stop, next: Stop | undefined, log: EventLog): string {
  if (stop.link === "absence") return LOSSES[log.kind(stop.index)] ?? LINKS.absence;
  if (next === undefined) return LINKS[stop.link];
  switch (stop.link) {
    case "message":
      return typeset(`message parti au ${formatStep(next.index)}`);
    case "same-transaction":
      return typeset(`même transaction que le ${formatStep(next.index)}`);
    default:
      return LINKS[stop.link];
  }
}

/** Each stop with its sentence, in the order given (breach first). */
export function tellStops(
  stops: readonly Stop[],
  card: ScenarioCard,
  log: EventLog,
): readonly ToldStop[] {
  return stops.map((stop, i) => ({
    sentence: narrate(log.event(stop.index), card, log),
    link: linkTo(stop, stops[i + 1], log),
    step: formatStep(stop.index),
  }));
}

/**
 * The stop that nothing in the story explains: the reader's fault, else what was missing, else the
 * start. The breach itself explains nothing, were it an absence.
 */
export function firstCauseOf<S extends Pick<Stop, "kind">>(stops: readonly S[]): S | null {
  return (
    stops.findLast((stop) => stop.kind === "fault") ??
    stops.findLast((stop, i) => i > 0 && stop.kind === "absence") ??
    stops.at(-1) ??
    null
  );
}

/** What follows from the first cause, and how to make sure of it. */
function lesson({ kind, link }: Stop): string {
  if (link === "suspect")
    return "elle a frappé ailleurs\u00a0: désactivez-la pour savoir si la promesse tient sans elle";
  return kind === "fault"
    ? "tout ce qui suit en découle"
    : "il n’y a fallu aucune panne\u00a0: cette variante et ces réglages suffisent";
}

/** « Cause première » in two sentences: what it is, and what follows from it. */
export function tellFirstCause(stops: readonly Stop[], card: ScenarioCard, log: EventLog): string {
  const root = firstCauseOf(stops);
  if (root === null) return sentence("cette promesse tient à cet instant");
  return `${narrate(log.event(root.index), card, log)} ${sentence(lesson(root))}`;
}
