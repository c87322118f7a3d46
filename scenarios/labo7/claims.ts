/** The judges: the shop's promises on the shared books, and the view's against the stream. */
import { obligations } from "../../simulator/scenario.ts";
import type { Claim, ClaimCard } from "../../simulator/vocabulary/claims.ts";
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { sharedClaims } from "../checkout/claims.ts";
import { countOf } from "../checkout/settings.ts";
import { claimCards, VIEW_CLAIM } from "./claim-cards.ts";
import { EVENT_STORE } from "./operations.ts";
import { ADDITIONS, createAdditions, createStandings } from "./standings.ts";
import { TOTAL_KEY } from "./view.ts";

/** Total of the view after this event; null: it says nothing of it. */
function createViewTotal(): (event: SimEvent) => number | null {
  const byClient = new Map<string, number>();
  return (event) => {
    if (event.kind === "memory-changed") {
      return event.key === TOTAL_KEY ? ((event.after ?? 0) as number) : null;
    }
    // What was counted in memory is gone with it; a base stays.
    if (event.kind === "node-crashed") {
      return event.node === EVENT_STORE && byClient.size === 0 ? 0 : null;
    }
    if (event.kind !== "transaction-committed") return null;
    const rows = event.changes.filter(({ table }) => table === "orders_by_client");
    for (const { after } of rows) {
      if (after !== null) byClient.set(after[0] as string, after[1] as number);
    }
    return rows.length === 0 ? null : [...byClient.values()].reduce((sum, one) => sum + one, 0);
  };
}

/** The n-th order created must be counted in time: an obligation by rank, named by its checkout. */
const viewFollows = (parameters: Parameters): Claim =>
  obligations(claimCards.find(({ id }) => id === VIEW_CLAIM) as ClaimCard, () => {
    const added = createAdditions();
    const totalOf = createViewTotal();
    const known = new Set<string>();
    /** Checkouts whose order was created, in that order. */
    const created: string[] = [];
    let total = 0;
    let moved: { readonly from: number; readonly to: number } | null = null;
    let fresh: string | null = null;
    let lastIndex = -1;
    function see(event: SimEvent): void {
      if (event.index === lastIndex) return;
      lastIndex = event.index;
      fresh = null;
      moved = null;
      const one = added(event);
      if (one?.type === "OrderCreated" && !known.has(one.checkout)) {
        known.add(one.checkout);
        created.push(one.checkout);
        fresh = one.checkout;
      }
      const now = totalOf(event);
      if (now !== null && now !== total) {
        moved = { from: total, to: now };
        total = now;
      }
    }
    return {
      watches: [
        ...ADDITIONS,
        `memory-changed/${TOTAL_KEY}`,
        "node-crashed",
        "transaction-committed",
      ],
      deadlineUs: countOf(parameters, "delai-promesse"),
      opens(event) {
        see(event);
        if (moved !== null && moved.to < moved.from) return created.slice(moved.to, moved.from);
        return fresh !== null && created.length > total ? fresh : null;
      },
      meets(event) {
        see(event);
        return moved === null ? null : created.slice(Math.min(moved.from, moved.to), moved.to);
      },
      breaks(event) {
        see(event);
        if (moved === null || total <= created.length) return null;
        const subject = event.subject ?? created.at(-1) ?? "";
        const text = `La vue compte ${total} commandes ; il n’y en a que ${created.length}.`;
        return { subject, text };
      },
      lateText: (checkout) => `La commande de ${checkout} est créée, et la vue ne la compte pas.`,
    };
  });

export const claims = (parameters: Parameters): readonly Claim[] => [
  ...sharedClaims(parameters, createStandings),
  viewFollows(parameters),
];
