/** The tones of parts' states, and the signs of those that bear a word of the table of signs. */
import type { Tone } from "../../simulator/vocabulary/card.ts";
import {
  breakerKinds,
  type Kind,
  nodeKinds,
  promiseKinds,
  sagaKinds,
  type Tone as Voice,
} from "../_ui/signs.ts";

export const voiceOf: Readonly<Record<Tone, Voice>> = {
  good: "ok",
  calm: "info",
  warn: "wait",
  bad: "fail",
};

const named: ReadonlyMap<string, Kind> = new Map(
  [breakerKinds, sagaKinds, nodeKinds, promiseKinds].flatMap((kinds) =>
    Object.values(kinds as Readonly<Record<string, Kind>>).map(
      (kind) => [kind.word, kind] as const,
    ),
  ),
);

/** A state that bears a word of the table of signs has its sign; the others have a pastille. */
export function signOfState(title: string, tone: Tone): Kind | null {
  const kind = named.get(title);
  return kind !== undefined && kind.tone === voiceOf[tone] ? kind : null;
}
