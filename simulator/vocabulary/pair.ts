/**
 * The card of a comparison: two runs that share their luck, and which node of one stands for which
 * node of the other. Plain data; texts are French.
 */
import type { Place } from "./card.ts";
import type { FaultTarget } from "./interventions.ts";
import type { Parameters } from "./parameters.ts";

export interface PairSide {
  readonly scenario: string;
  readonly variant: string;
  /** What differs from the defaults of the scenario. */
  readonly parameters: Parameters;
  /** Name of the side, set as a heading: « Orchestration ». */
  readonly title: string;
  /** Whose sign stands before the name; none when absent. */
  readonly place?: Place;
}

export interface PairCard {
  readonly id: string;
  readonly title: string;
  /** What is compared, and what is held equal, in one sentence. */
  readonly summary: string;
  /** Left, right. */
  readonly sides: readonly [PairSide, PairSide];
  /**
   * Nodes that play the same part under two names, left then right; the first pair of a node says where
   * its faults go on the other side. Nodes of the same name stand for themselves.
   */
  readonly counterparts: readonly (readonly [left: string, right: string])[];
  /** Operations that ask for the same thing under two names, left then right. */
  readonly operations?: readonly (readonly [left: string, right: string])[];
  /** Parameters that both sides hold equal, for the luck to be shared: what one side sets, both have. */
  readonly sharedParameters: readonly string[] | "all";
  readonly seed: number;
}

export type SideIndex = 0 | 1;

export const otherSide = (side: SideIndex): SideIndex => (side === 0 ? 1 : 0);

/** Reads the ends and the operation of a message's id, `from>to:operation:subject#n…`. */
const HEAD = /^([^>]+)>([^:]+):([^:]+):/;

/** How the names of one side are said on the other. */
export interface Translation {
  /** The node that plays this part there, or null. */
  readonly node: (id: string) => string | null;
  readonly operation: (id: string) => string;
  /** The message that would be the same one there, or null; it need not exist. */
  readonly message: (id: string) => string | null;
  /** The same aim there, or null when one of its ends has no counterpart. */
  readonly target: (target: FaultTarget) => FaultTarget | null;
}

interface NodesOfPair extends Pick<PairCard, "operations"> {
  readonly counterparts: PairCard["counterparts"];
  /** Ids of the nodes of each side. */
  readonly nodes: readonly [readonly string[], readonly string[]];
}

/** From the names of `from` to those of the other side. */
export function translation(
  { counterparts, operations = [], nodes }: NodesOfPair,
  from: SideIndex,
): Translation {
  const there = new Set(nodes[otherSide(from)]);
  const known = new Map<string, string>();
  for (const pair of counterparts) {
    const [own, other] = [pair[from], pair[otherSide(from)]];
    if (there.has(other) && !known.has(own)) known.set(own, other);
  }
  const node = (id: string): string | null => known.get(id) ?? (there.has(id) ? id : null);
  const operation = (id: string): string =>
    operations.find((pair) => pair[from] === id)?.[otherSide(from)] ?? id;
  const message = (id: string): string | null => {
    const match = HEAD.exec(id);
    if (match === null) return id;
    const [head, a = "", b = "", asked = ""] = match;
    const [left, right] = [node(a), node(b)];
    return left === null || right === null
      ? null
      : `${left}>${right}:${operation(asked)}:${id.slice(head.length)}`;
  };
  const all = (ids: readonly string[]): readonly string[] | null => {
    const found = ids.map(node).filter((id) => id !== null);
    return found.length === ids.length ? [...new Set(found)] : null;
  };
  return {
    node,
    operation,
    message,
    target(target) {
      switch (target.kind) {
        // The same question, if the other side takes it: the card says so (`checkFault`).
        case "request":
          return target;
        case "node": {
          const id = node(target.node);
          return id === null ? null : { kind: "node", node: id };
        }
        case "message": {
          const id = message(target.message);
          return id === null ? null : { kind: "message", message: id };
        }
        case "link": {
          const from = all(target.from);
          const to = all(target.to);
          const isLoop = from?.some((id) => to?.includes(id)) ?? false;
          return from === null || to === null || isLoop ? null : { ...target, from, to };
        }
      }
    },
  };
}
