/**
 * Numbers as a French reader expects them: durations, clock, money, counts, shares.
 *
 * Everything goes through `Intl` for the locale `fr-FR`; units are bound by a narrow no-break space.
 * Inputs are the engine's integers: microseconds, cents, counts. Nothing here reads a clock.
 */
import { NARROW_SPACE, NO_BREAK_SPACE } from "./typography.ts";

const MS = 1_000;
const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const whole = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 0 });
const euros = new Intl.NumberFormat("fr-FR", {
  style: "currency",
  currency: "EUR",
});
const plainEuros = new Intl.NumberFormat("fr-FR", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const upTo = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat("fr-FR", { maximumFractionDigits: digits }),
);
const thousandths = new Intl.NumberFormat("fr-FR", {
  minimumFractionDigits: 3,
  maximumFractionDigits: 3,
});

const withUnit = (value: string, unit: string): string => `${value}${NARROW_SPACE}${unit}`;
const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** A whole number: « 12 345 ». */
export const formatCount = (count: number): string => whole.format(count);

/** A number with at most this many decimals (0–3): « 1,8 ». */
export const formatDecimal = (value: number, digits: 0 | 1 | 2 | 3 = 2): string =>
  (upTo[digits] as Intl.NumberFormat).format(value);

/** Cents to « 89,90 € ». */
export const formatMoney = (cents: number): string => euros.format(cents / 100);

/** Cents to « 89,90 », for a column whose head already says €. */
export const formatAmount = (cents: number): string => plainEuros.format(cents / 100);

/** A share in percent with the counts that it comes from: « 33,3 % (1 sur 3) ». */
export function formatShare(part: number, total: number, digits: 0 | 1 | 2 = 1): string {
  if (total === 0) return "sans objet";
  return `${formatPercent((100 * part) / total, digits)} (${formatCount(part)} sur ${formatCount(total)})`;
}

/** A percentage: 99.97 → « 99,97 % ». Give its count beside it. */
export const formatPercent = (percent: number, digits: 0 | 1 | 2 = 2): string =>
  `${formatDecimal(percent, digits)}${NO_BREAK_SPACE}%`;

/** A number and its noun: `count(2, "ligne")` → « 2 lignes ». Zero and one are singular in French. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${Math.abs(count) < 2 ? singular : plural}`;
}

/**
 * A length of time in microseconds: « 350 µs », « 2,4 ms », « 2,412 s », « 9 min 58 s », « 2 h 05 min ».
 * Exact to the millisecond below one minute, to the second below one hour.
 */
export function formatDuration(us: number): string {
  if (us < 0) return `−${NARROW_SPACE}${formatDuration(-us)}`;
  if (us === 0) return withUnit("0", "s");
  if (us < MS) return withUnit(formatCount(us), "µs");
  if (us < 10 * MS) return withUnit(formatDecimal(us / MS, 1), "ms");
  if (us < SECOND) return withUnit(formatCount(Math.round(us / MS)), "ms");
  if (us < MINUTE) return withUnit(formatDecimal(us / SECOND, 3), "s");
  const rest = us < HOUR ? Math.round(us / SECOND) * SECOND : Math.round(us / MINUTE) * MINUTE;
  return joinUnits(rest);
}

function joinUnits(us: number): string {
  const days = Math.floor(us / DAY);
  const hours = Math.floor((us % DAY) / HOUR);
  const minutes = Math.floor((us % HOUR) / MINUTE);
  const seconds = Math.floor((us % MINUTE) / SECOND);
  const parts: string[] = [];
  if (days > 0) parts.push(withUnit(formatCount(days), "j"));
  if (hours > 0) parts.push(withUnit(String(hours), "h"));
  if (minutes > 0) parts.push(withUnit(hours > 0 ? twoDigits(minutes) : String(minutes), "min"));
  if (seconds > 0) parts.push(withUnit(minutes > 0 ? twoDigits(seconds) : String(seconds), "s"));
  return parts.join(NO_BREAK_SPACE);
}

/** The clock of the transport: value and unit are set in two sizes. */
export interface ClockReading {
  readonly value: string;
  /** "s" below one minute; "" for « 10:03,412 ». */
  readonly unit: string;
}

/** Exact simulated instant: « 2,412 » s, then « 10:03,412 », then « 1:02:03,412 ». */
export function readClock(us: number): ClockReading {
  const ms = Math.floor(us / MS);
  if (us < MINUTE) return { value: thousandths.format(ms / 1000), unit: "s" };
  const hours = Math.floor(us / HOUR);
  const minutes = Math.floor((us % HOUR) / MINUTE);
  const seconds = twoDigits(Math.floor((ms % 60_000) / 1000));
  const millis = String(ms % 1000).padStart(3, "0");
  const head = hours > 0 ? `${hours}:${twoDigits(minutes)}` : `${minutes}`;
  return { value: `${head}:${seconds},${millis}`, unit: "" };
}

/** The clock on one line: « 2,412 s » or « 10:03,412 ». */
export function formatInstant(us: number): string {
  const { value, unit } = readClock(us);
  return unit === "" ? value : withUnit(value, unit);
}

/** A tick of the time axis: « 0,5 s », then « 10:03 ». */
export function formatTick(us: number): string {
  if (us < MINUTE) return withUnit(formatDecimal(us / SECOND, 3), "s");
  const hours = Math.floor(us / HOUR);
  const minutes = Math.floor((us % HOUR) / MINUTE);
  const seconds = twoDigits(Math.floor((us % MINUTE) / SECOND));
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** A step as readers count it: event 37 of the log is « pas 38 »; −1 is « pas 0 ». */
export const formatStep = (index: number): string =>
  `pas${NO_BREAK_SPACE}${formatCount(index + 1)}`;

/** Parts per million as a percentage: 300 → « 0,03 % ». */
export const formatRate = (partsPerMillion: number): string =>
  formatPercent(partsPerMillion / 10_000);
