/**
 * The sentence of a step of two runs: what has just happened, and on which side. The same fact on both
 * sides at the same instant is told once.
 */
import type { LabState } from "@/app/_lab/state.ts";
import { sentence } from "@/app/_texte/typography.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

const NOTHING = "Rien ne s’est encore passé. Appuyez sur lecture, ou avancez d’un pas.";

/** A sentence as the rest of another one: proper names (Kong, Redis) keep their capital. */
export function afterWords(text: string, { nodes }: ScenarioCard): string {
  const isName = nodes.some(
    ({ named }) => /^\p{Lu}/u.test(named) && (text === named || text.startsWith(`${named} `)),
  );
  return isName ? text : text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);
}

/** `inB`: for each event of the left run its equivalent on the right, when it is known. */
export function tellPair(
  left: LabState,
  right: LabState,
  inB: Int32Array | null,
  tell: (state: LabState, index: number) => string,
): string {
  const [i, j] = [left.view.playhead, right.view.playhead];
  const atUs = ({ run }: LabState, index: number): number =>
    index < 0 || index >= run.length ? -1 : run.log.atUs(index);
  const [a, b] = [atUs(left, i), atUs(right, j)];
  if (a < 0 && b < 0) return NOTHING;
  const side = (word: string, state: LabState, index: number): string =>
    `${word}, ${afterWords(tell(state, index), state.card)}`;
  if (a === b && inB?.[i] === j) return sentence(tell(left, i));
  if (a === b)
    return `${sentence(side("à gauche", left, i))} ${sentence(side("à droite", right, j))}`;
  return sentence(a > b ? side("à gauche", left, i) : side("à droite", right, j));
}
