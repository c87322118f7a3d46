/** What the reader is told when a run stops at one of its budgets: a verdict is not given. */
import { formatCount, formatDuration } from "@/app/_texte/numbers.ts";
import type { RunSummary } from "@/simulator/vocabulary/run.ts";
import { EVENTS_ASKED_MAX } from "./document.ts";

/** « Le budget de 1 000 000 d’événements est atteint à 41,2 s. Aucune promesse n’est déclarée tenue. » */
export function budgetText({ endDetail, simulatedUs }: RunSummary): string {
  const counted = /^(\d+) (.+)$/.exec(endDetail);
  const what =
    counted === null
      ? `Le budget (${endDetail})`
      : `Le budget de ${formatCount(Number(counted[1]))} ${withArticle(counted[2] as string)}`;
  return `${what} est atteint à ${formatDuration(simulatedUs)}. Aucune promesse n’est déclarée tenue.`;
}

/** « d’événements », « de pas sans que le temps avance »: after a round million, French wants « de ». */
const withArticle = (noun: string): string => (/^[aeiouyéèêâîôû]/i.test(noun) ? `d’${noun}` : noun);

/** How far one gesture carries a run that its budget of events has stopped. */
const EXTENSION_EVENTS = 500_000;

/** The budget of events after one more gesture; null when another budget stopped it, or at the limit. */
export function nextBudget({ endReason, endDetail }: RunSummary): number | null {
  const events = endReason === "budget" ? /^(\d+) événements$/.exec(endDetail) : null;
  const budget = Number(events?.[1] ?? EVENTS_ASKED_MAX);
  return budget < EVENTS_ASKED_MAX ? Math.min(budget + EXTENSION_EVENTS, EVENTS_ASKED_MAX) : null;
}

/** « Prolonger de 500 000 ». */
export const extensionText = (summary: RunSummary, next: number): string =>
  `Prolonger de ${formatCount(next - Number.parseInt(summary.endDetail, 10))}`;

/** « prolongé à 1 500 000 événements », the name of its branch. */
export const extendedText = (budget: number): string =>
  `prolongé à ${formatCount(budget)} événements`;
