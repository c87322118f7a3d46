/**
 * Parameters of a scenario: every constant of its world, on screen with unit, range and default.
 *
 * A parameter given from outside (link, command line) is checked here; nothing else reads it.
 */
import type { Quantiles } from "../base/random.ts";
import { ms } from "../base/time.ts";
import { formatTime, type Parsed, parseTime } from "./fault-text.ts";

interface ParameterHead {
  readonly id: string;
  /** French label, without unit. */
  readonly title: string;
  /** One French sentence: what it changes, where its default comes from. */
  readonly help: string;
  /** Heading under which the page groups it. */
  readonly group: string;
}

export type Parameter =
  | (ParameterHead & {
      readonly kind: "count";
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly default: number;
    })
  /** Microseconds. */
  | (ParameterHead & {
      readonly kind: "duration";
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly default: number;
    })
  /** Parts per million. */
  | (ParameterHead & {
      readonly kind: "rate";
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly default: number;
    })
  | (ParameterHead & {
      readonly kind: "choice";
      readonly options: readonly {
        readonly id: string;
        readonly title: string;
      }[];
      readonly default: string;
    })
  /** Three durations in milliseconds: p50·p95·p99. */
  | (ParameterHead & {
      readonly kind: "quantiles";
      readonly max: number;
      readonly default: readonly [number, number, number];
    });

export type ParameterValue = number | string | readonly [number, number, number];
export type Parameters = Readonly<Record<string, ParameterValue>>;

const fail = <T>(message: string): Parsed<T> => ({ kind: "error", message });

/** What may be asked of a number, in words. */
function rangeOf({
  kind,
  min,
  max,
}: Exclude<Parameter, { readonly kind: "choice" | "quantiles" }>) {
  return kind === "duration"
    ? `une durée de ${formatTime(min)} à ${formatTime(max)}`
    : `un entier de ${min} à ${max}`;
}

/** Checks one value. Messages name the parameter and its range. */
export function checkParameter(
  parameter: Parameter,
  value: ParameterValue,
  /** As it was written, for the refusal. */
  text = formatParameter(value),
): Parsed<ParameterValue> {
  const { id } = parameter;
  switch (parameter.kind) {
    case "choice":
      return parameter.options.some((option) => option.id === value)
        ? { kind: "ok", value }
        : fail(
            `« ${id} » vaut ${parameter.options.map((o) => o.id).join(" ou ")}, pas « ${text} ».`,
          );
    case "quantiles": {
      const isQuantiles =
        Array.isArray(value) &&
        value.length === 3 &&
        value.every((v) => Number.isSafeInteger(v) && v >= 0 && v <= parameter.max) &&
        value[0] <= value[1] &&
        value[1] <= value[2];
      return isQuantiles
        ? { kind: "ok", value }
        : fail(
            `« ${id} » prend trois durées croissantes en ms (p50, p95, p99), au plus ${parameter.max}.`,
          );
    }
    case "count":
    case "duration":
    case "rate":
      return Number.isSafeInteger(value) &&
        (value as number) >= parameter.min &&
        (value as number) <= parameter.max
        ? { kind: "ok", value }
        : fail(`« ${id} » prend ${rangeOf(parameter)}, pas « ${text.slice(0, 40)} ».`);
  }
}

/** Text form (links, command line): `3s`, `250`, `20-80-400`, `oui`. */
export function parseParameter(parameter: Parameter, text: string): Parsed<ParameterValue> {
  switch (parameter.kind) {
    case "choice":
      return checkParameter(parameter, text);
    case "quantiles":
      return checkParameter(
        parameter,
        text.split("-").map(Number) as unknown as readonly [number, number, number],
      );
    case "duration": {
      if (/^\d+$/.test(text)) return checkParameter(parameter, Number(text), text);
      const time = parseTime(text);
      return time.kind === "error" ? time : checkParameter(parameter, time.value, text);
    }
    case "count":
    case "rate":
      return checkParameter(parameter, /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN, text);
  }
}

export const formatParameter = (value: ParameterValue): string =>
  typeof value === "object" ? value.join("-") : String(value);

export const defaultParameters = (parameters: readonly Parameter[]): Parameters =>
  Object.fromEntries(parameters.map((p) => [p.id, p.default]));

/** Reads a quantiles parameter as the engine wants it. */
export const asQuantiles = (value: ParameterValue | undefined): Quantiles => {
  const [p50, p95, p99] = value as readonly [number, number, number];
  return { p50Us: ms(p50), p95Us: ms(p95), p99Us: ms(p99) };
};
