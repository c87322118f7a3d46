/** « Données qui fusionnent »: the same two shops with two memories. */
import { seconds } from "../../../simulator/base/time.ts";
import { invariant, obligations, type Scenario } from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import {
  exchange,
  lastWriting,
  learnWith,
  type Memory,
  merging,
  sellWith,
} from "./shops.services.ts";

const SHOPS = ["nord", "sud"] as const;

/** What the two shops have done and show, from the log alone. */
function createLedger() {
  const done = new Map<string, number>();
  const shown = new Map<string, string>();
  const counted = new Map<string, number>();
  let closedCount = 0;
  return {
    closedCount: () => closedCount,
    areEqual: () =>
      ["vendus", "offres"].every((key) => shown.get(`nord/${key}`) === shown.get(`sud/${key}`)),
    lost: (node: string) => (done.get(node) ?? 0) - (counted.get(node) ?? 0),
    see(event: SimEvent): void {
      if (event.kind === "note") closedCount++;
      if (event.kind !== "memory-changed" || event.after === null) return;
      if (event.key === "faites") done.set(event.node, event.after as number);
      if (event.key === "vendus") counted.set(event.node, event.after as number);
      shown.set(`${event.node}/${event.key}`, JSON.stringify(event.after));
    },
  };
}

const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "aucune-vente-perdue"), () => {
    const ledger = createLedger();
    return {
      watches: ["memory-changed"],
      initial: "0 vente perdue",
      see(event) {
        ledger.see(event);
        if (event.kind !== "memory-changed" || event.key !== "vendus") return null;
        const lost = Math.max(0, ...SHOPS.map((shop) => ledger.lost(shop)));
        return {
          ...{ observed: `${lost} vente perdue`, isBroken: lost > 0, subject: event.subject },
          text: `Une boutique a fait ${lost} vente de plus qu’elle n’en compte.`,
        };
      },
    };
  }),
  obligations(claimOf(card, "fin-egale"), () => {
    const ledger = createLedger();
    return {
      watches: ["memory-changed", "note"],
      deadlineUs: seconds(10),
      opens(event) {
        ledger.see(event);
        return event.kind === "note" && ledger.closedCount() === SHOPS.length ? "accord" : null;
      },
      meets: () => (ledger.closedCount() === SHOPS.length && ledger.areEqual() ? "accord" : null),
      lateText: () => "Dix secondes après la dernière vente, les boutiques ne sont pas d’accord.",
    };
  }),
];

function build(memory: Memory) {
  const shop = {
    serves: { echanger: { learn: learnWith(memory) } },
    boot: { sell: sellWith(memory), exchange },
  };
  return assembly(card.nodes, { nord: shop, sud: shop });
}

export const scenario: Scenario = {
  card,
  claims,
  variants: { fusion: () => build(merging), "derniere-ecriture": () => build(lastWriting) },
  measures: () => ({}),
};
