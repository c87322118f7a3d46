/** What the reader is told when a run stops at one of its budgets: a verdict is not given. */
import { formatCount, formatDuration } from "@/app/_texte/numbers.ts";
import type { RunSummary } from "@/simulator/vocabulary/run.ts";

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
