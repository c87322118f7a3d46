/**
 * Faults that nobody prepared, as the text that a reader would write: of any kind, on any node or link given,
 * at any instant of the first seconds, one way or both.
 *
 * Owns how they are drawn. What must hold under them is for each scenario to say.
 */
import fc from "fast-check";
import type { LinkCard } from "../vocabulary/card.ts";
import type { FaultKind } from "../vocabulary/interventions.ts";

/** Where a fault strikes, and its amount where it takes one. */
type Strike = (world: StruckWorld) => fc.Arbitrary<string>;

interface StruckWorld {
  readonly node: fc.Arbitrary<string>;
  readonly link: fc.Arbitrary<string>;
}

const onNode: Strike = ({ node }) => node;
const onLink: Strike = ({ link }) => link;

const withAmount =
  (place: Strike, amount: fc.Arbitrary<number>, unit = ""): Strike =>
  (world) =>
    fc.tuple(place(world), amount).map(([where, value]) => `${where}=${value}${unit}`);

const percent = fc.integer({ min: 5, max: 100 });

const STRIKES = {
  crash: onNode,
  pause: onNode,
  slow: withAmount(onNode, fc.integer({ min: 150, max: 1_500 })),
  skew: withAmount(
    onNode,
    fc.integer({ min: -600, max: 600 }).map((by) => by || 1),
    "s",
  ),
  refuse: onNode,
  "disk-full": onNode,
  partition: onLink,
  hold: onLink,
  loss: withAmount(onLink, percent),
  duplicate: withAmount(onLink, percent),
  reorder: withAmount(onLink, percent),
  delay: withAmount(onLink, fc.integer({ min: 10, max: 9_000 }), "ms"),
} as const satisfies Partial<Record<FaultKind, Strike>>;

type DrawnKind = keyof typeof STRIKES;

interface FaultsAsked {
  readonly nodes: readonly string[];
  readonly links: readonly LinkCard[];
  /** Last instant at which one begins, ms. */
  readonly beginsBeforeMs: number;
  /** ms. */
  readonly lastsAtMostMs: number;
  /** Kinds under which the promises asked for do not hold. */
  readonly except?: readonly DrawnKind[];
}

/** One to four faults. */
export function randomFaults(asked: FaultsAsked): fc.Arbitrary<readonly string[]> {
  const { nodes, links, beginsBeforeMs, lastsAtMostMs, except = [] } = asked;
  const link = fc
    .tuple(fc.constantFrom(...links), fc.constantFrom(">", "<", "|"))
    .map(([{ a, b }, way]) => (way === "<" ? `${b}>${a}` : `${a}${way}${b}`));
  const world = { node: fc.constantFrom(...nodes), link };
  const when = fc
    .tuple(
      fc.integer({ min: 50, max: beginsBeforeMs }),
      fc.integer({ min: 50, max: lastsAtMostMs }),
    )
    .map(([at, duration]) => `@${at}ms+${duration}ms`);
  const kinds = (Object.keys(STRIKES) as DrawnKind[]).filter((kind) => !except.includes(kind));
  const fault = fc.oneof(
    ...kinds.map((kind) =>
      fc.tuple(STRIKES[kind](world), when).map(([where, then]) => `${kind}:${where}${then}`),
    ),
  );
  return fc.array(fault, { minLength: 1, maxLength: 4 });
}
