/**
 * French spaces and quotation marks: authors write ordinary spaces, readers get the right ones.
 *
 * Owns the house rule (U+202F before « ; ! ? » and units, U+00A0 before the colon and inside
 * guillemets, U+2019 as apostrophe). Knows nothing of what a sentence says.
 */

/** Narrow no-break space: before ; ! ? and before units. */
export const NARROW_SPACE = "\u202F";
/** No-break space: before : % € and inside guillemets. */
export const NO_BREAK_SPACE = "\u00A0";

const SPACES = "[ \\u00A0\\u202F]";
const HIGH = new RegExp(`${SPACES}+([;!?])`, "g");
const COLON = new RegExp(`${SPACES}+:`, "g");
const OPENING = new RegExp(`«${SPACES}*`, "g");
const CLOSING = new RegExp(`${SPACES}*»`, "g");

/** Sets a sentence of ours. Idempotent; leaves code alone as long as it holds no « : » after a space. */
export function typeset(text: string): string {
  return text
    .replace(HIGH, `${NARROW_SPACE}$1`)
    .replace(COLON, `${NO_BREAK_SPACE}:`)
    .replace(OPENING, `«${NO_BREAK_SPACE}`)
    .replace(CLOSING, `${NO_BREAK_SPACE}»`)
    .replace(/(\p{L})'(?=\p{L})/gu, "$1’")
    .replace(/\.\.\./g, "…")
    .replace(/(\d) (?=\d{3}(?!\d))/g, `$1${NARROW_SPACE}`)
    .replace(/(\d) (?=(?:ms|µs|s|min|h|j)(?![\p{L}\d]))/gu, `$1${NARROW_SPACE}`)
    .replace(/(\d) (?=[%€])/g, `$1${NO_BREAK_SPACE}`);
}

/** A full sentence: capital first, full stop last, set. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const first = trimmed.charAt(0).toLocaleUpperCase("fr");
  const end = /[.!?…]$/.test(trimmed) ? "" : ".";
  return typeset(`${first}${trimmed.slice(1)}${end}`);
}

/** « text », with its spaces. */
export const quoted = (text: string): string =>
  `«${NO_BREAK_SPACE}${text.trim()}${NO_BREAK_SPACE}»`;

/** True when a text keeps the house rule: what the tests of every reader-visible text ask. */
export function isWellSet(text: string): boolean {
  return typeset(text) === text && !/[«\d] |[ ](?:»|[;!?:])/.test(stripDigitsBeforeWords(text));
}

/** « 4 commandes » keeps an ordinary space: only units and guillemets are bound. */
const stripDigitsBeforeWords = (text: string): string => text.replace(/\d (?=[\p{L}(=«·])/gu, "");
