/**
 * The lines of the fault menu: which faults an object can suffer, with a value that can be changed in
 * place, and what each would do.
 *
 * Pure: turns an object and the reader's adjustments into orders; the menu draws, the store places.
 */
import { amountText, tellFault } from "@/app/_texte/faults.ts";
import { faultLabels } from "@/app/_texte/labels.ts";
import { countOf, formatDuration } from "@/app/_texte/numbers.ts";
import { sideTitle } from "@/app/_texte/sides.ts";
import type { SignName } from "@/app/_ui/sign-paths.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import {
  type FaultKind,
  type FaultTarget,
  faultRule,
  type Intervention,
} from "@/simulator/vocabulary/interventions.ts";
import type { FaultOrder } from "../document-actions.ts";
import { upperFirst } from "../fault-words.ts";

export interface FaultItem {
  readonly id: string;
  readonly sign: SignName;
  readonly label: string;
  /** « 10 s », « × 5 », « 3 liens »; what ← → changes. */
  readonly hint: string;
  readonly isSeparated: boolean;
  readonly order: FaultOrder;
  /** Values that ← → walks through; empty when there is nothing to change. */
  readonly ladder: readonly number[];
  /** What the ladder changes: the amount of the fault, or how long it lasts. */
  readonly changes: "amount" | "duration";
}

const S = 1_000_000;
const DURATIONS: readonly number[] = [0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 900].map((s) => s * S);
const SHARES: readonly number[] = [1, 5, 10, 20, 50, 75, 100];

function ladderOf(kind: FaultKind): Pick<FaultItem, "ladder" | "changes"> {
  switch (kind) {
    case "slow":
      return { ladder: [150, 200, 300, 500, 1_000, 2_000, 10_000], changes: "amount" };
    case "skew":
      return {
        ladder: [-3_600, -120, -30, -1, 1, 30, 120, 3_600].map((s) => s * S),
        changes: "amount",
      };
    case "drift":
      return { ladder: [-10_000, -1_000, -100, 100, 1_000, 10_000, 100_000], changes: "amount" };
    case "loss":
    case "duplicate":
    case "reorder":
      return { ladder: SHARES, changes: "amount" };
    case "delay":
    case "delay-message":
      return { ladder: DURATIONS, changes: "amount" };
    default:
      return { ladder: faultRule(kind).lasts ? DURATIONS : [], changes: "duration" };
  }
}

/** The order as it would be placed, for words: its instant does not matter here. */
const asIntervention = (order: FaultOrder): Intervention => ({
  id: "f0",
  kind: order.kind,
  target: order.target,
  amount: order.amount ?? null,
  at: { kind: "event", index: 0 },
  durationUs: (order.durationUs ?? null) as Intervention["durationUs"],
});

export const effectText = (order: FaultOrder, card: ScenarioCard): string =>
  tellFault(asIntervention(order), card);

interface Line {
  readonly kind: FaultKind;
  readonly target: FaultTarget;
  readonly label?: string;
  readonly hint?: string;
  readonly isSeparated?: boolean;
}

const NODE_KINDS = ["crash", "pause", "slow", "refuse", "skew", "drift", "disk-full"] as const;
const LINK_KINDS = ["hold", "loss", "duplicate", "delay", "reorder"] as const;

const MESSAGE_WORDS = [
  ["drop-message", "Perdre"],
  ["duplicate-message", "Dupliquer"],
  ["delay-message", "Retarder"],
  ["poison", "Empoisonner"],
] as const;

/** Every fault that this object can suffer. */
function linesFor(target: FaultTarget, card: ScenarioCard): readonly Line[] {
  switch (target.kind) {
    // Asked from the rail: nothing is done to the object.
    case "request":
      return [];
    case "message":
      return MESSAGE_WORDS.map(([kind, label]) => ({ kind, target, label }));
    case "node": {
      const around = card.links.flatMap(({ a, b }) =>
        a === target.node ? [b] : b === target.node ? [a] : [],
      );
      const links: Line = {
        kind: "partition",
        target: { kind: "link", from: [target.node], to: around, isBothWays: true },
        label: around.length === 1 ? "Coupure de son lien" : "Coupure de ses liens",
        hint: countOf(around.length, "lien"),
        isSeparated: true,
      };
      return [
        ...NODE_KINDS.map((kind) => ({ kind, target })),
        ...(around.length > 0 ? [links] : []),
      ];
    }
    case "link": {
      const both: FaultTarget = { ...target, isBothWays: true };
      const to = sideTitle(card, target.to);
      return [
        { kind: "partition", target, label: `Coupure vers ${to}` },
        { kind: "partition", target: both, label: "Coupure dans les deux sens" },
        ...LINK_KINDS.map((kind, i) => ({ kind, target, isSeparated: i === 0 })),
      ];
    }
  }
}

/** `adjusted`: rung of the ladder chosen for a line, by line id. */
export function faultItems(
  target: FaultTarget,
  card: ScenarioCard,
  adjusted: ReadonlyMap<string, number>,
): readonly FaultItem[] {
  return linesFor(target, card).map((line, i) => {
    const id = `${line.kind}-${i}`;
    const rule = faultRule(line.kind);
    const { ladder, changes } = ladderOf(line.kind);
    const chosen = adjusted.get(id);
    const amount = changes === "amount" && chosen !== undefined ? chosen : rule.defaultAmount;
    const durationUs =
      changes === "duration" && chosen !== undefined
        ? chosen
        : rule.lasts
          ? rule.defaultDurationUs
          : null;
    const order: FaultOrder = { kind: line.kind, target: line.target, amount, durationUs };
    const value =
      changes === "amount" || durationUs === null
        ? amountText(asIntervention(order))
        : formatDuration(durationUs);
    const { sign, word } = faultLabels[line.kind];
    return {
      id,
      sign,
      label: line.label ?? upperFirst(word),
      hint: [line.hint, value].filter((part) => part !== undefined && part !== "").join(", "),
      isSeparated: line.isSeparated ?? false,
      order,
      ladder,
      changes,
    };
  });
}

/** The next rung up or down from the value that a line has now; the ends hold. */
export function nextRung(item: FaultItem, direction: 1 | -1): number | null {
  const { ladder, changes, order } = item;
  const now = (changes === "amount" ? order.amount : order.durationUs) ?? null;
  if (ladder.length === 0 || now === null) return null;
  const ordered = direction === 1 ? ladder : [...ladder].reverse();
  return ordered.find((rung) => (direction === 1 ? rung > now : rung < now)) ?? now;
}
