import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DurationUs, InstantUs } from "../base/time.ts";
import { formatFault, formatTime, parseFault, parseTime } from "./fault-text.ts";
import {
  FAULT_KINDS,
  type FaultTarget,
  faultRule,
  type Instant,
  type Intervention,
} from "./interventions.ts";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,12}$/);
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const message = fc
  .tuple(name, name, name, fc.nat(99), fc.constantFrom("", "/reply", "~2"))
  .map(([from, to, operation, subject, end]) => `${from}>${to}:${operation}:${subject}#1${end}`);

const target = (kind: Intervention["kind"]): fc.Arbitrary<FaultTarget> => {
  switch (faultRule(kind).target) {
    case "node":
      return name.map((node) => ({ kind: "node", node }));
    case "request":
      return fc
        .tuple(name, fc.option(name))
        .map(([request, subject]) => ({ kind: "request", request, subject }));
    case "message":
      return message.map((id) => ({ kind: "message", message: id }));
    case "link":
      return fc.record({
        ...{ kind: fc.constant("link" as const), from: names, to: names },
        isBothWays: fc.boolean(),
      });
  }
};

const instant: fc.Arbitrary<Instant> = fc.oneof(
  fc.nat(3_600_000_000).map((at) => ({ kind: "time" as const, atUs: at as InstantUs })),
  fc.nat(999_999_999).map((index) => ({ kind: "event" as const, index })),
);

const fault: fc.Arbitrary<Intervention> = fc.constantFrom(...FAULT_KINDS).chain((kind) => {
  const rule = faultRule(kind);
  const durationUs = rule.lasts
    ? rule.defaultDurationUs === null
      ? fc.option(fc.integer({ min: 1, max: 3_600_000_000 }))
      : fc.integer({ min: 1, max: 3_600_000_000 })
    : fc.constant(null);
  return fc.record({
    ...{ id: fc.constant("f1"), kind: fc.constant(kind), target: target(kind), at: instant },
    amount:
      rule.unit === null
        ? fc.constant(null)
        : fc.integer({ min: rule.minAmount, max: rule.maxAmount }),
    durationUs: durationUs as fc.Arbitrary<DurationUs | null>,
  });
});

describe("the text of a fault", () => {
  test("reads back to the same fault", () => {
    fc.assert(
      fc.property(fault, (one) => {
        expect(parseFault(formatFault(one), "f1")).toEqual({ kind: "ok", value: one });
      }),
      { numRuns: 2_000 },
    );
  });

  test("is what the manual shows", () => {
    const texts = [
      "crash:orchestrateur@event:38+1.4s",
      "slow:paiement=500@2s+3s",
      "partition:orchestrateur>livraison@2s+1.2s",
      "loss:clients>orchestrateur=20@0s+10s",
      "drop-message:a>b:reserver:1042#1/reply@event:12",
      "request:etat-saga/7-3@12s",
      "request:sagas-actives@event:38",
    ];
    for (const text of texts) {
      const read = parseFault(text, "f1");
      expect(read.kind === "ok" ? formatFault(read.value) : read.message).toBe(text);
    }
  });

  test("whatever comes from outside is a fault or a French sentence, never an exception", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc
        .tuple(
          fc.constantFrom(...FAULT_KINDS, "constructor", "__proto__"),
          fc.string(),
          fc.string(),
          fc.string(),
        )
        .map(([kind, aim, at, duration]) => `${kind}:${aim}@${at}+${duration}`),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const read = parseFault(text, "f1");
        if (read.kind === "error") expect(read.message.length).toBeGreaterThan(10);
        else expect(parseFault(formatFault(read.value), "f1")).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["explode:a@1s", /Genre de panne inconnu/],
    ["crash:a b@1s", /vise un nœud/],
    ["crash:a=5@1s", /vise un nœud/],
    ["partition:a-b@1s", /vise un lien/],
    ["partition:a>b>c@1s", /vise un lien/],
    ["slow:a=100000000@1s", /prend une valeur/],
    ["slow:a=x@1s", /n’est pas une valeur/],
    ["crash:a@-1s", /négatif/],
    ["crash:a@1s+0s", /positive/],
    ["drop-message:m@1s+2s", /instantanée/],
    ["request:@1s", /n’est pas une panne/],
    ["request:/7-3@1s", /ne nomme pas une demande/],
    ["request:etat-saga/@1s", /La clé d’une demande/],
    [`request:etat-saga/${"7".repeat(10_000)}@1s`, /La clé d’une demande s’écrit avec de 1 à 64/],
    ["request:etat-saga/<img onerror=x>@1s", /La clé d’une demande/],
    ["request:etat-saga/7/3@1s", /La clé d’une demande/],
    ["request:etat-saga/7-3@1s+2s", /instantanée/],
    ["request:etat-saga/7-3=4@1s", /La clé d’une demande/],
    ["crash:a@demain", /n’est pas une durée/],
    ["", /n’est pas une panne/],
  ])("« %s » is refused with its reason", (text, reason) => {
    const read = parseFault(text, "f1");
    expect(read.kind === "error" ? read.message : "accepted").toMatch(reason);
  });
});

describe("a time", () => {
  test("reads back to the same number of microseconds", () => {
    fc.assert(
      fc.property(fc.integer({ min: -86_400_000_000, max: 86_400_000_000 }), (time) => {
        expect(parseTime(formatTime(time))).toEqual({ kind: "ok", value: time });
      }),
      { numRuns: 2_000 },
    );
  });

  test("is written in the unit that reads best", () => {
    expect([1_400_000, 200_000, 600_000_000, 350, 0].map(formatTime)).toEqual([
      "1.4s",
      "200ms",
      "10min",
      "350us",
      "0s",
    ]);
  });
});
