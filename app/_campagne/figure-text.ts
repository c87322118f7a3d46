/** Figures of a campaign in French: values, intervals, names. One scale for the two ends of an interval. */
import { formatDecimal } from "@/app/_texte/numbers.ts";
import { NARROW_SPACE, NO_BREAK_SPACE } from "@/app/_texte/typography.ts";
import type { Estimate } from "@/simulator/observation/campaign.ts";

/** How many of a unit make a second; absent: not a length of time. */
const PER_SECOND: Readonly<Record<string, number>> = { µs: 1_000_000, ms: 1_000, s: 1 };

interface Scale {
  readonly factor: number;
  readonly unit: string;
}

function scaleOf(largest: number, unit: string): Scale {
  const perSecond = PER_SECOND[unit];
  if (perSecond === undefined) return { factor: 1, unit };
  const seconds = largest / perSecond;
  if (seconds >= 120) return { factor: 1 / perSecond / 60, unit: "min" };
  if (seconds >= 0.9995 || seconds === 0) return { factor: 1 / perSecond, unit: "s" };
  if (seconds >= 0.0009995) return { factor: 1_000 / perSecond, unit: "ms" };
  return { factor: 1_000_000 / perSecond, unit: "µs" };
}

type Digits = 0 | 1 | 2 | 3;

/** Three figures are read at a glance; more would claim more than is known. */
function digitsOf(size: number): Digits {
  if (Number.isInteger(size) || size >= 100) return 0;
  if (size >= 10) return 1;
  return size >= 1 ? 2 : 3;
}

/** With its sign, unless it rounds to zero. */
function number(value: number, digits: Digits): string {
  const text = formatDecimal(Math.abs(value), digits);
  return value < 0 && text !== "0" ? `−${NARROW_SPACE}${text}` : text;
}

const withUnit = (text: string, unit: string): string =>
  unit === "" ? text : `${text}${unit === "%" ? NO_BREAK_SPACE : NARROW_SPACE}${unit}`;

/** A unit that stands beside each value; others stand once, in the head of the row. */
export const isWritten = (unit: string): boolean => unit in PER_SECOND || unit === "%";

/** « 1,83 s », « 99,6 % », « 30,2 ». */
export function figureText(value: number, unit: string): string {
  const scale = scaleOf(Math.abs(value), unit);
  const scaled = value * scale.factor;
  return withUnit(number(scaled, digitsOf(Math.abs(scaled))), isWritten(unit) ? scale.unit : "");
}

/** « + 1,51 s » : a difference says its direction. */
export function differenceText(value: number, unit: string): string {
  const text = figureText(value, unit);
  return value > 0 ? `+${NARROW_SPACE}${text}` : text;
}

/** « de 1,48 à 1,54 s », both ends to the same decimal. */
export function intervalText({ low, high }: Estimate, unit: string): string {
  const scale = scaleOf(Math.max(Math.abs(low), Math.abs(high)), unit);
  const ends = [low * scale.factor, high * scale.factor] as const;
  const width = ends[1] - ends[0];
  const digits: Digits = width >= 20 ? 0 : width >= 2 ? 1 : width >= 0.2 ? 2 : 3;
  const written = isWritten(unit) ? scale.unit : "";
  return `de${NO_BREAK_SPACE}${number(ends[0], digits)} à${NO_BREAK_SPACE}${withUnit(number(ends[1], digits), written)}`;
}

/** « duree-moyenne » → « Durée moyenne » when it has a title, else its id without hyphens. */
export function figureTitle(id: string, title: string | null): string {
  if (title !== null) return title;
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toLocaleUpperCase("fr") + words.slice(1);
}
