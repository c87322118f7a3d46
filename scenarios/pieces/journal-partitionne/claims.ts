/**
 * The three promises, judged on what is drawn: the journals of the brokers, their roles, what was read.
 */
import { invariant, obligations } from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import { sameValue } from "../../../simulator/vocabulary/values.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { READ_WITHIN_US } from "./claim-cards.ts";
import { READ_ORDERS } from "./warehouse.services.ts";

const endedWell = (event: SimEvent) => event.kind === "command-ended" && event.outcome === "ok";

const readOrder = (event: SimEvent): string | null =>
  event.kind === "record-changed" && event.store === READ_ORDERS ? event.key : null;

export const read = obligations(claimOf(card, "crue-ecrite-donc-lue"), () => {
  // The warehouse is often quicker than the answer to the shop.
  const known = new Set<string>();
  return {
    watches: ["command-ended", "record-changed"],
    deadlineUs: READ_WITHIN_US,
    opens(event) {
      const order = event.kind === "command-ended" && endedWell(event) ? event.command : null;
      return order === null || known.has(order) ? null : order;
    },
    meets(event) {
      const order = readOrder(event);
      if (order !== null) known.add(order);
      return order;
    },
    lateText: (order) => `La boutique croit ${order} écrite depuis 20 s ; personne ne l’a lue.`,
  };
});

/** A journal as drawn: the last cells, from `first` on. */
type Strip = { readonly first: number; readonly cells: readonly string[] };

/** What the brokers hold, put together from their drawings. */
class Journals {
  readonly #held = new Map<string, string[]>();
  /** By partition: who began to lead it last. */
  readonly #leaders = new Map<string, string>();

  see(event: SimEvent): void {
    if (event.kind === "record-changed" && event.store === `journal-${event.node}`) {
      const { first, cells } = event.after as Strip;
      const all = this.held(event.node ?? "", event.key);
      all.length = Math.min(all.length, first + cells.length);
      cells.forEach((cell, i) => {
        all[first + i] = cell;
      });
    }
    if (event.kind !== "memory-changed" || !event.key.startsWith("rôle ")) return;
    if (event.after === "leader" || event.after === "alone") {
      this.#leaders.set(event.key.slice("rôle ".length), event.node ?? "");
    }
  }

  held(broker: string, partition: string): string[] {
    const key = `${broker}/${partition}`;
    const known = this.#held.get(key) ?? [];
    this.#held.set(key, known);
    return known;
  }

  ofLeader(partition: string): readonly string[] {
    return this.held(this.#leaders.get(partition) ?? "", partition);
  }
}

export const kept = invariant(claimOf(card, "dirigeant-a-tout"), () => {
  const journals = new Journals();
  /** Acknowledged orders by partition. */
  const acknowledged = new Map<string, Set<string>>();
  const missing = new Set<string>();

  function look(partition: string): string | null {
    const held = new Set(journals.ofLeader(partition));
    let news: string | null = null;
    for (const order of acknowledged.get(partition) ?? []) {
      if (held.has(order)) continue;
      if (!missing.has(order)) news = order;
      missing.add(order);
    }
    return news;
  }

  return {
    watches: ["command-ended", "record-changed", "memory-changed"],
    initial: "0",
    see(event) {
      journals.see(event);
      const partition = touchedBy(event);
      if (partition === null) return null;
      if (event.kind === "command-ended") {
        const own = acknowledged.get(partition) ?? new Set();
        acknowledged.set(partition, own.add(event.command));
      }
      const order = look(partition);
      return {
        observed: String(missing.size),
        isBroken: order !== null,
        subject: order,
        text:
          order === null
            ? ""
            : `La commande ${order} était acquittée ; le dirigeant de ${partition} ne l’a pas.`,
      };
    },
  };
});

/** The partition about which this event may say something: an answer, or another leader. */
function touchedBy(event: SimEvent): string | null {
  if (event.kind === "command-ended") {
    return endedWell(event) ? (/^(\S+-\d+), position/.exec(event.detail)?.[1] ?? null) : null;
  }
  const isLeading =
    event.kind === "memory-changed" && (event.after === "leader" || event.after === "alone");
  return isLeading ? event.key.slice("rôle ".length) : null;
}

export const ordered = invariant(claimOf(card, "ordre-du-client"), () => {
  const last = new Map<string, number>();
  let wrongCount = 0;
  return {
    watches: ["record-changed"],
    initial: "0",
    see(event) {
      const order = readOrder(event);
      if (order === null || event.kind !== "record-changed") return null;
      const [customer = "", number = "0"] = order.split("-");
      // Read again at the same place: the reader has gone back, the journal has not changed.
      if (sameValue(event.before, event.after)) return null;
      const isAgain = event.before !== null;
      const isLate = Number(number) <= (last.get(customer) ?? 0);
      if (isAgain || isLate) wrongCount++;
      else last.set(customer, Number(number));
      return {
        observed: String(wrongCount),
        isBroken: isAgain || isLate,
        subject: order,
        text: isAgain
          ? `La commande ${order} est deux fois dans le journal.`
          : isLate
            ? `La commande ${order} vient après une plus récente du même client.`
            : "",
      };
    },
  };
});
