/**
 * Interventions: what the reader does to a run. Faults on the command line, on the fault track and
 * in links are these same objects, with one text form:
 *
 *     crash:orchestrateur@event:38+1.4s      slow:paiement=500@2s+3s
 *     partition:orchestrateur>livraison@2s+1200ms      (`>` one direction, `|` both)
 *     loss:clients>orchestrateur=20@0s+10s   drop-message:<message id>@event:12
 *     request:etat-saga/7-3@12s              (not a fault: a use case that the reader asks)
 *
 * `kind:target[=amount]@instant[+duration]`. An instant is a time or a place in the log
 * (`event:N`, just after event N): that is how one crashes a node *between two writes*.
 */
import type { DurationUs, InstantUs } from "../base/time.ts";

export type Instant =
  | { readonly kind: "time"; readonly atUs: InstantUs }
  | { readonly kind: "event"; readonly index: number };

/** What a fault aims at. */
export type FaultTarget =
  | { readonly kind: "node"; readonly node: string }
  /** Directed link, or both directions. Ends may be several nodes, separated by commas. */
  | {
      readonly kind: "link";
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly isBothWays: boolean;
    }
  | { readonly kind: "message"; readonly message: string }
  /** A request of the scenario's card, about this business key or about none. */
  | { readonly kind: "request"; readonly request: string; readonly subject: string | null };

export type TargetKind = FaultTarget["kind"];

interface FaultRule {
  readonly target: TargetKind;
  /** Unit of `amount`, or null when the kind takes none. */
  readonly unit: "percent" | "us" | "ppm" | null;
  readonly defaultAmount: number | null;
  readonly minAmount: number;
  readonly maxAmount: number;
  /** false: acts at one instant and has no duration. */
  readonly lasts: boolean;
  /** Default duration; null: until the end of the run. */
  readonly defaultDurationUs: number | null;
}

const S = 1_000_000;

/** Every kind of fault with what it takes. Amounts of probability faults are percents. */
export const FAULT_RULES = {
  crash: {
    target: "node",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  pause: {
    target: "node",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: true,
    defaultDurationUs: 2 * S,
  },
  /** 500 = five times slower. */
  slow: {
    target: "node",
    unit: "percent",
    defaultAmount: 500,
    minAmount: 101,
    maxAmount: 100_000,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  skew: {
    target: "node",
    unit: "us",
    defaultAmount: -120 * S,
    minAmount: -86_400 * S,
    maxAmount: 86_400 * S,
    lasts: true,
    defaultDurationUs: null,
  },
  drift: {
    target: "node",
    unit: "ppm",
    defaultAmount: 10_000,
    minAmount: -500_000,
    maxAmount: 500_000,
    lasts: true,
    defaultDurationUs: null,
  },
  refuse: {
    target: "node",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  "disk-full": {
    target: "node",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  partition: {
    target: "link",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  /** Messages wait at the link and leave when it ends, in order. */
  hold: {
    target: "link",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: true,
    defaultDurationUs: 5 * S,
  },
  loss: {
    target: "link",
    unit: "percent",
    defaultAmount: 50,
    minAmount: 1,
    maxAmount: 100,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  duplicate: {
    target: "link",
    unit: "percent",
    defaultAmount: 50,
    minAmount: 1,
    maxAmount: 100,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  /** Adds this delay to every message. */
  delay: {
    target: "link",
    unit: "us",
    defaultAmount: 2 * S,
    minAmount: 1,
    maxAmount: 3_600 * S,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  /** With this probability a message lets the following ones overtake it. */
  reorder: {
    target: "link",
    unit: "percent",
    defaultAmount: 50,
    minAmount: 1,
    maxAmount: 100,
    lasts: true,
    defaultDurationUs: 10 * S,
  },
  "drop-message": {
    target: "message",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: false,
    defaultDurationUs: null,
  },
  "duplicate-message": {
    target: "message",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: false,
    defaultDurationUs: null,
  },
  "delay-message": {
    target: "message",
    unit: "us",
    defaultAmount: 2 * S,
    minAmount: 1,
    maxAmount: 3_600 * S,
    lasts: false,
    defaultDurationUs: null,
  },
  /** The receiver cannot read this message: its handler fails, every time. */
  poison: {
    target: "message",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: false,
    defaultDurationUs: null,
  },
  /** Breaks nothing: the reader asks the running system for one of its use cases. */
  request: {
    target: "request",
    unit: null,
    defaultAmount: null,
    minAmount: 0,
    maxAmount: 0,
    lasts: false,
    defaultDurationUs: null,
  },
} as const satisfies Readonly<Record<string, FaultRule>>;

export type FaultKind = keyof typeof FAULT_RULES;
export const FAULT_KINDS = Object.keys(FAULT_RULES) as readonly FaultKind[];

export const faultRule = (kind: FaultKind): FaultRule => FAULT_RULES[kind];

/** One fault placed by the reader. `id` is stable in a reader's document (f1, f2…). */
export interface Intervention {
  readonly id: string;
  readonly kind: FaultKind;
  readonly target: FaultTarget;
  readonly amount: number | null;
  readonly at: Instant;
  /** null: an instantaneous fault, or one that lasts until the end of the run. */
  readonly durationUs: DurationUs | null;
}

/** Id of the message a fault aims at, the node, the link written `a>b` / `a|b`, `request/subject`. */
export function targetText(target: FaultTarget): string {
  switch (target.kind) {
    case "node":
      return target.node;
    case "message":
      return target.message;
    case "link":
      return `${target.from.join(",")}${target.isBothWays ? "|" : ">"}${target.to.join(",")}`;
    case "request":
      return target.subject === null ? target.request : `${target.request}/${target.subject}`;
  }
}
