/** The judges of the event piece: they fold the events that leave the store, and watch the view count. */
import { invariant, obligations, type Scenario } from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import { pairsOf } from "../pairs.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { SEEN_WITHIN_US } from "./claim-cards.ts";
import { FIRST_BALANCE } from "./counter.services.ts";

interface Movement {
  readonly id: string;
  readonly stream: string;
  readonly position: number;
  readonly data: number;
}

/** The store is asked to append, and accepts: the reply is sent in the name of the movement. */
function acceptedIn(event: SimEvent): string | null {
  if (event.kind !== "message-sent" || event.role !== "reply" || event.operation !== "ajouter") {
    return null;
  }
  const isAccepted =
    event.status === "ok" && (event.body as { readonly isAccepted: boolean }).isAccepted;
  return isAccepted ? event.subject : null;
}

/** Movements that the store hands to whoever follows it. */
function followedIn(event: SimEvent): readonly Movement[] {
  const isAnswer =
    event.kind === "message-sent" && event.role === "reply" && event.operation === "suivre";
  return isAnswer && event.status === "ok" ? (event.body as unknown as readonly Movement[]) : [];
}

/** Counted and position of the view, when it moves. */
function viewIn(event: SimEvent): ReadonlyMap<string, number> | null {
  if (event.kind !== "record-changed" || event.store !== "vue") return null;
  return pairsOf(event.after);
}

export const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "solde-positif"), () => {
    const balances = new Map<string, number>();
    let lastPosition = 0;
    return {
      watches: ["message-sent"],
      initial: `${FIRST_BALANCE} €`,
      see(event) {
        const fresh = followedIn(event).filter(({ position }) => position > lastPosition);
        let lowest: Movement | null = null;
        for (const movement of fresh) {
          const { stream, data, position } = movement;
          lastPosition = position;
          const balance = (balances.get(stream) ?? FIRST_BALANCE) + data;
          balances.set(stream, balance);
          if (balance < 0) lowest = movement;
        }
        const last = lowest ?? fresh.at(-1);
        if (last === undefined) return null;
        const balance = balances.get(last.stream) ?? 0;
        return {
          ...{
            observed: `${balance} €`,
            isBroken: lowest !== null,
            subject: last.id.split("/")[0] ?? null,
          },
          text:
            balance < 0
              ? `Le compte ${last.stream} est à découvert de ${-balance} €.`
              : `Le compte ${last.stream} a ${balance} €.`,
        };
      },
    };
  }),
  invariant(claimOf(card, "vue-exacte"), () => ({
    watches: ["record-changed"],
    initial: "0 en double",
    see(event) {
      const view = viewIn(event);
      if (view === null) return null;
      // Positions have no holes: whoever read up to 12 has twelve events to count.
      const extra = (view.get("comptés") ?? 0) - (view.get("position") ?? 0);
      return {
        ...{ observed: `${extra} en double`, isBroken: extra > 0, subject: null },
        text: `La vue a compté ${view.get("comptés")} mouvements jusqu’à la position ${view.get("position")}.`,
      };
    },
  })),
  obligations(claimOf(card, "vue-a-jour"), () => {
    /** Movements handed out, by position, until the view passes them. */
    const byPosition = new Map<number, string>();
    return {
      watches: ["message-sent", "record-changed"],
      deadlineUs: SEEN_WITHIN_US,
      opens(event) {
        for (const { position, id } of followedIn(event)) {
          byPosition.set(position, id.split("/")[0] ?? id);
        }
        return acceptedIn(event);
      },
      meets: (event) => byPosition.get(viewIn(event)?.get("position") ?? 0) ?? null,
      lateText: (movement) =>
        `Le mouvement ${movement} est gardé depuis 3 s, et la vue ne le compte pas.`,
    };
  }),
];
