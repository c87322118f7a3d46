/** « Validation en deux phases »: the same two banks, the decision on disk or in memory. */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import { type CommitRecord, createTwoPhase } from "../../../simulator/coordination.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { balances } from "./bank.services.ts";
import { card } from "./card.ts";
import { HELD_AT_MOST_US } from "./claim-cards.ts";
import { transferringBy } from "./clients.services.ts";

const BANKS = ["nord", "sud"] as const;

function build(parameters: Parameters, commitRecord: CommitRecord): Assembly {
  const protocol = createTwoPhase({
    ...{ coordinator: "coordinateur", participants: BANKS, commitRecord },
    ...{ voteTimeoutUs: ms(500), writeUs: ms(5) },
    lockWaitUs: parameters.patience as DurationUs,
    retryUs: parameters.rappel as DurationUs,
  });
  const bank = protocol.participant(balances);
  return assembly(card.nodes, {
    clients: { boot: { transferAll: transferringBy(protocol.execute) } },
    coordinateur: protocol.coordinator,
    ...{ nord: bank, sud: bank },
  });
}

/** How a transfer now stands in a bank, or null when the event is about something else. */
function standing(event: SimEvent): { readonly id: string; readonly how: string } | null {
  if (event.kind !== "record-changed") return null;
  const isBank = BANKS.some((bank) => event.store === `sorts-${bank}`);
  return isBank ? { id: event.key, how: String(event.after) } : null;
}

const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "meme-sort"), () => {
    const ends = new Map<string, string>();
    let splitCount = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const seen = standing(event);
        if (seen === null || seen.how === "préparée") return null;
        const before = ends.get(seen.id);
        const isSplit = before !== undefined && before !== seen.how;
        if (isSplit) splitCount++;
        ends.set(seen.id, seen.how);
        return {
          ...{ observed: String(splitCount), isBroken: isSplit, subject: seen.id },
          text: `Le virement ${seen.id} est validé dans une banque et annulé dans l’autre.`,
        };
      },
    };
  }),
  invariant(claimOf(card, "argent-constant"), () => {
    /** What one bank has moved, and which transfers a bank has given up: never both. */
    const moved = new Map<string, number>();
    const aborted = new Set<string>();
    return {
      watches: ["record-changed"],
      initial: "0 manquant",
      see(event) {
        if (event.kind !== "record-changed") return null;
        if (event.store.startsWith("mouvements-")) moved.set(event.key, event.after as number);
        else if (standing(event)?.how === "annulée") aborted.add(event.key);
        else return null;
        const missing = aborted.has(event.key) ? Math.abs(moved.get(event.key) ?? 0) : 0;
        return {
          ...{ observed: `${missing} manquant`, isBroken: missing > 0, subject: event.key },
          text: `Le virement ${event.key} n’est fait qu’à moitié : ${missing} € de trop ou de moins.`,
        };
      },
    };
  }),
  obligations(claimOf(card, "verrous-brefs"), () => ({
    watches: ["record-changed"],
    deadlineUs: HELD_AT_MOST_US,
    opens: (event) => promiseOf(event, true),
    meets: (event) => promiseOf(event, false),
    lateText: (promise) => `La promesse ${promise} attend son verdict depuis plus de 2 s.`,
  })),
];

/** « bank/transfer » when this event begins (or ends) a promise. */
function promiseOf(event: SimEvent, begins: boolean): string | null {
  const seen = standing(event);
  if (seen === null || (seen.how === "préparée") !== begins) return null;
  return `${event.node}/${seen.id}`;
}

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    forcee: (parameters) => build(parameters, "forced"),
    paresseuse: (parameters) => build(parameters, "lazy"),
  },
  measures: () => ({}),
};
