import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  asQuantiles,
  checkParameter,
  defaultParameters,
  formatParameter,
  type Parameter,
  parseParameter,
} from "./parameters.ts";

const head = (id: string) => ({ id, title: id, help: "", group: "" });
const count: Parameter = {
  ...head("stock"),
  kind: "count",
  unit: "articles",
  min: 1,
  max: 50,
  step: 1,
  default: 12,
};
const duration: Parameter = {
  ...head("delai"),
  kind: "duration",
  min: 1_000,
  max: 60_000_000,
  step: 1_000,
  default: 3_000_000,
};
const rate: Parameter = {
  ...head("perte"),
  kind: "rate",
  min: 0,
  max: 1_000_000,
  step: 1,
  default: 0,
};
const choice: Parameter = {
  ...{ ...head("index"), kind: "choice", default: "absent" },
  options: [
    { id: "absent", title: "absent" },
    { id: "ajoute", title: "ajouté" },
  ],
};
const latency: Parameter = {
  ...head("latence"),
  kind: "quantiles",
  max: 10_000,
  default: [20, 80, 400],
};
const all: readonly Parameter[] = [count, duration, rate, choice, latency];

describe("a parameter given from outside", () => {
  test("has a default that it accepts itself", () => {
    const defaults = defaultParameters(all);
    for (const parameter of all)
      expect(checkParameter(parameter, defaults[parameter.id] ?? "").kind).toBe("ok");
  });

  test("written in a link reads back to the same value", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 60_000_000 }),
        fc.integer({ min: 1, max: 50 }),
        (time, items) => {
          expect(parseParameter(duration, formatParameter(time))).toEqual({
            kind: "ok",
            value: time,
          });
          expect(parseParameter(count, formatParameter(items))).toEqual({
            kind: "ok",
            value: items,
          });
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 3, maxLength: 3 }), (values) => {
        const [p50 = 0, p95 = 0, p99 = 0] = values.sort((a, b) => a - b);
        const text = formatParameter([p50, p95, p99]);
        expect(parseParameter(latency, text)).toEqual({ kind: "ok", value: [p50, p95, p99] });
      }),
    );
  });

  test("a duration is also read with its unit", () => {
    expect(parseParameter(duration, "3s")).toEqual({ kind: "ok", value: 3_000_000 });
  });

  test.each([
    [count, "0", /1 à 50/],
    [count, "51", /1 à 50/],
    [count, "1.5", /1 à 50/],
    [count, "1e1", /1 à 50/],
    [duration, "2h", /une durée de 1ms à 1min, pas « 2h »/],
    [duration, "vite", /n’est pas une durée/],
    [choice, "peut-être", /absent ou ajoute/],
    [latency, "80-20-400", /croissantes/],
    [latency, "1-2", /croissantes/],
    [latency, "1-2-x", /croissantes/],
  ] as const)(
    "%#: out of range or unreadable, is refused with its range",
    (parameter, text, reason) => {
      const read = parseParameter(parameter, text);
      expect(read.kind === "error" ? read.message : "accepted").toMatch(reason);
    },
  );

  test("whatever the text, is a value or a French sentence", () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.string({ unit: "binary" }), (parameter, text) => {
        const read = parseParameter(parameter, text);
        if (read.kind === "ok") expect(checkParameter(parameter, read.value)).toEqual(read);
        else expect(read.message).toContain("«");
      }),
      { numRuns: 1_000 },
    );
  });

  test("quantiles in milliseconds become durations", () => {
    expect(asQuantiles([20, 80, 400])).toEqual({ p50Us: 20_000, p95Us: 80_000, p99Us: 400_000 });
  });
});
