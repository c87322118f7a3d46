/**
 * What the reader's line says of a request: whether it was answered, where, and what the answer holds.
 *
 * Pure: turns a placed request and the fold of the log into words and a small table. Knows no component.
 */
import { formatValue } from "@/app/_texte/names.ts";
import { countOf, formatStep } from "@/app/_texte/numbers.ts";
import { fieldTitle, replyText } from "@/app/_texte/requests.ts";
import { typeset } from "@/app/_texte/typography.ts";
import type { SignName } from "@/app/_ui/sign-paths.ts";
import type { Tone } from "@/app/_ui/signs.ts";
import type { AskedRequest } from "@/simulator/observation/requests.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";

export interface Standing {
  readonly sign: SignName;
  readonly tone: Tone;
  /** « Réponse au pas 131 ». */
  readonly text: string;
  /** Where it is said; null when the run says nothing more. */
  readonly index: number | null;
}

/** `asked` undefined: the run has not come to it. `isOver` false: events still come. */
export function standingOf(asked: AskedRequest | undefined, isOver: boolean): Standing {
  if (asked === undefined) {
    const text = isOver ? "Le parcours finit avant elle." : "Le monde rejoue…";
    return { sign: "none", tone: "mute", text, index: null };
  }
  const { end } = asked;
  if (end === null) {
    const text = isOver ? "Attend encore à la fin du parcours." : "Attend sa réponse…";
    return { sign: "wait", tone: "wait", text, index: asked.index };
  }
  const where = `au ${formatStep(end.index)}`;
  switch (end.outcome) {
    case "ok":
      return { sign: "reply", tone: "ok", text: `Réponse ${where}`, index: end.index };
    case "refused":
      return { sign: "fail", tone: "fail", text: `Refus ${where}`, index: end.index };
    case "timed-out":
      return { sign: "timeout", tone: "wait", text: `Sans réponse ${where}`, index: end.index };
    case "lost":
      return { sign: "down", tone: "fail", text: `Perdue ${where}`, index: end.index };
  }
}

/** A body as a page sets it: words, pairs, or rows under their columns. */
export type Body =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "pairs"; readonly pairs: readonly (readonly [string, string])[] }
  | {
      readonly kind: "rows";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Rows that are not shown. */
      readonly restCount: number;
    };

const ROWS_MAX = 8;
const COLUMNS_MAX = 6;

type Fields = { readonly [field: string]: Value };

const isFields = (value: Value): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function bodyOf(value: Value, card: ScenarioCard): Body {
  if (isFields(value)) {
    const pairs = Object.entries(value).map(
      ([field, inner]) => [fieldTitle(card, field), formatValue(inner, card)] as const,
    );
    return { kind: "pairs", pairs };
  }
  if (!Array.isArray(value)) return { kind: "text", text: formatValue(value, card) };
  const items = value as readonly Value[];
  if (items.length === 0) return { kind: "text", text: "rien" };
  if (!items.every(isFields)) {
    const shown = items.slice(0, ROWS_MAX).map((item) => formatValue(item, card));
    const rest = items.length - shown.length;
    return { kind: "text", text: `${shown.join(", ")}${rest > 0 ? `… (${items.length})` : ""}` };
  }
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))].slice(0, COLUMNS_MAX);
  const rows = items
    .slice(0, ROWS_MAX)
    .map((item) =>
      columns.map((column) => (item[column] === undefined ? "" : formatValue(item[column], card))),
    );
  const titles = columns.map((column) => fieldTitle(card, column));
  return { kind: "rows", columns: titles, rows, restCount: items.length - rows.length };
}

/** Under a table that does not show all of it. */
export const restText = (restCount: number): string =>
  typeset(`et ${countOf(restCount, "autre")}.`);

/** Read aloud when an answer comes: the line and its first words. */
export function spoken(
  asked: AskedRequest | undefined,
  standing: Standing,
  card: ScenarioCard,
): string {
  if (asked === undefined || asked.end === null) return "";
  const { outcome, reply, detail } = asked.end;
  const said = outcome === "ok" ? replyText(reply, card) : detail;
  return typeset(said === "" ? `${standing.text}.` : `${standing.text} : ${said}.`);
}
