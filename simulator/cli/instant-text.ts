/**
 * An instant or a length of simulated time, as a French reader writes it: « 10 min 3,885 s ».
 *
 * To the millisecond, because that is how far apart the events of a run are. The text form of faults
 * (`603885299us`) is exact and stays the one of JSON, links and options.
 */
const NARROW = "\u202F";
const NO_BREAK = "\u00A0";

const seconds = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 3 });
const whole = new Intl.NumberFormat("fr-FR");

/** Microseconds → « 0 s », « 350 µs », « 818 ms », « 2,412 s », « 10 min 3,885 s », « 1 h 2 min », « 3 j 4 h ». */
export function instantText(us: number): string {
  if (us < 0) return `−${NARROW}${instantText(-us)}`;
  if (us > 0 && us < 1_000) return `${us}${NARROW}µs`;
  const ms = Math.round(us / 1_000);
  if (ms > 0 && ms < 1_000) return `${ms}${NARROW}ms`;
  const parts: string[] = [];
  let restMs = ms;
  for (const [unit, sizeMs] of [
    ["j", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
  ] as const) {
    const count = Math.floor(restMs / sizeMs);
    restMs -= count * sizeMs;
    if (count > 0) parts.push(`${whole.format(count)}${NARROW}${unit}`);
  }
  if (restMs > 0 || parts.length === 0) {
    parts.push(`${seconds.format(restMs / 1_000)}${NARROW}s`);
  }
  return parts.join(NO_BREAK);
}
