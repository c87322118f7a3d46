/**
 * The stops of « Pourquoi ? » in words: from the breach back to its first cause.
 *
 * The chain itself is computed by `simulator/observation/why.ts`; here every stop becomes a sentence,
 * the link to the next stop a few words, and the last one « Cause première ».
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { narrate } from "./narration.ts";
import { formatStep } from "./numbers.ts";
import { sentence, typeset } from "./typography.ts";

export type StopKind = "event" | "absence" | "fault";
export type StopLink = "same-process" | "message" | "same-transaction" | "absence" | "fault";

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
};

function linkTo(stop: Stop, next: Stop | undefined): string {
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
    link: linkTo(stop, stops[i + 1]),
    step: formatStep(stop.index),
  }));
}

/** « Cause première » in one sentence: the reader's fault, else what was missing, else the start. */
export function tellFirstCause(stops: readonly Stop[], card: ScenarioCard, log: EventLog): string {
  const root =
    stops.findLast((stop) => stop.kind === "fault") ??
    stops.findLast((stop) => stop.kind === "absence") ??
    stops.at(-1);
  if (root === undefined) return sentence("cette promesse tient à cet instant");
  const told = narrate(log.event(root.index), card, log);
  return root.kind === "fault"
    ? `${told} ${sentence("tout ce qui suit en découle")}`
    : `${told} ${sentence("personne d’autre ne pouvait le savoir")}`;
}
