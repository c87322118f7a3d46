/**
 * Settings of a part, checked when the scenario is built: a bad one is refused before anything runs.
 *
 * A part that started with a rate of −1 or a quorum larger than its cluster would tell lies politely.
 * The message is for whoever wrote the setting: French, and it names the field. Owns the checks that
 * several parts share; refuses to know the parts.
 */

/** A setting makes no sense. Not a misfortune of the simulated world: the run does not begin. */
export class BadConfiguration extends Error {
  override readonly name = "BadConfiguration";
  /** The field at fault, as the author of the scenario writes it. */
  readonly field: string;
  constructor(field: string, problem: string) {
    super(`« ${field} » : ${problem}`);
    this.field = field;
  }
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** @throws BadConfiguration unless `value` is a whole number of the range. */
export function wholeNumber(field: string, value: number, { min, max }: Range): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new BadConfiguration(
    field,
    `${value} n’est pas un nombre entier entre ${min} et ${max}. Choisissez-en un.`,
  );
}

/** A length of time in µs. @throws BadConfiguration unless it is whole and at least `minUs`. */
export function durationUs(field: string, value: number, minUs = 0): number {
  if (Number.isSafeInteger(value) && value >= minUs) return value;
  throw new BadConfiguration(
    field,
    `${value} µs n’est pas une durée : il faut un nombre entier de microsecondes d’au moins ${minUs}.`,
  );
}

/** Something per second. @throws BadConfiguration unless it is above 0. */
export function ratePerSecond(field: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new BadConfiguration(
    field,
    `${value} par seconde n’est pas un débit : il faut un nombre plus grand que 0.`,
  );
}

/** A share in parts per million. @throws BadConfiguration outside 0 … 1 000 000. */
export const partsPerMillion = (field: string, value: number): number =>
  wholeNumber(field, value, { min: 0, max: 1_000_000 });

/** @throws BadConfiguration when a name is empty. */
export function named(field: string, name: string): string {
  if (name !== "") return name;
  throw new BadConfiguration(field, "ce nom est vide. Donnez-en un.");
}

/** @throws BadConfiguration when a name is empty or given twice. */
export function distinct(field: string, names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (const name of names) {
    if (name === "") throw new BadConfiguration(field, "un nom est vide. Donnez-en un à chacun.");
    if (seen.has(name)) {
      throw new BadConfiguration(
        field,
        `« ${name} » est donné deux fois. Deux choses distinctes portent deux noms.`,
      );
    }
    seen.add(name);
  }
  return names;
}

/** @throws BadConfiguration when `value` is none of `choices`. */
export function oneOf<T extends string>(field: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new BadConfiguration(
    field,
    `« ${value} » n’existe pas. Choisissez parmi : ${choices.join(", ")}.`,
  );
}

/** @throws BadConfiguration with this problem when the condition does not hold. */
export function required(field: string, holds: boolean, problem: string): void {
  if (!holds) throw new BadConfiguration(field, problem);
}
