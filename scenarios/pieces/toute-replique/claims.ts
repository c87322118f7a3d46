/** How the promises of « toute réplique » are judged: from what shops were told and what replicas show. */
import { invariant, obligations, type Scenario } from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { ANSWERED_WITHIN_US, EQUAL_WITHIN_US, FRESH_WITHIN_US } from "./claim-cards.ts";

const REPLICAS = ["r1", "r2", "r3"] as const;
const SHOP_COUNT = 2;

/** Who shows what, which offers are acknowledged, and which of them somebody had read and replaced. */
function createLedger() {
  const shown = new Map<string, ReadonlySet<string>>();
  const acknowledgedAtUs = new Map<string, number>();
  const replaced = new Set<string>();
  const startedAtUs = new Map<string, number>();
  const isShown = (value: string) => [...shown.values()].some((values) => values.has(value));
  return {
    areEqual: () => new Set(REPLICAS.map((id) => [...(shown.get(id) ?? [])].join())).size === 1,
    /** Offers that this event took from the last replica that had them, though nobody had replaced them. */
    see(event: SimEvent): readonly string[] {
      if (event.kind === "command-issued") {
        startedAtUs.set(event.command, event.atUs);
        if (event.operation === "écrire") {
          const { remplace } = event.body as { readonly remplace: readonly string[] };
          for (const value of remplace) replaced.add(value);
        }
      }
      if (event.kind === "command-ended" && event.detail === "écrit")
        acknowledgedAtUs.set(event.command, event.atUs);
      if (event.kind !== "record-changed") return [];
      const text = (event.after as readonly (readonly [string, string])[])[0]?.[1] ?? "";
      const before = shown.get(event.node) ?? new Set();
      shown.set(event.node, new Set(text.split(" | ")));
      return [...before].filter((value) => !replaced.has(value) && !isShown(value));
    },
    /** Acknowledged for long when this reading began, replaced by nobody, and not in what it found. */
    missingIn(command: string, detail: string): string | null {
      const found = new Set(detail.split(" "));
      const deadline = (startedAtUs.get(command) ?? 0) - FRESH_WITHIN_US;
      for (const [value, atUs] of acknowledgedAtUs) {
        if (replaced.has(value)) acknowledgedAtUs.delete(value);
        else if (atUs <= deadline && !found.has(value)) return value;
      }
      return null;
    },
  };
}

const upToDate = invariant(claimOf(card, "a-jour"), () => {
  const ledger = createLedger();
  return {
    watches: ["command-issued", "command-ended"],
    initial: "0",
    see(event) {
      ledger.see(event);
      if (event.kind !== "command-ended" || !event.command.endsWith("/lire")) return null;
      if (event.outcome !== "ok") return null;
      const missing = ledger.missingIn(event.command, event.detail);
      return {
        ...{ observed: missing === null ? "0" : "1", isBroken: missing !== null },
        ...{ subject: event.subject },
        text: `${event.subject} ne trouve pas l’offre ${missing}, écrite depuis plus d’une seconde.`,
      };
    },
  };
});

const nothingLost = invariant(claimOf(card, "rien-perdu"), () => {
  const ledger = createLedger();
  let lostCount = 0;
  return {
    watches: ["command-issued", "command-ended", "record-changed"],
    initial: "0",
    see(event) {
      const [lost] = ledger.see(event);
      if (lost === undefined) return null;
      lostCount++;
      return {
        ...{ observed: String(lostCount), isBroken: true, subject: lost },
        text: `L’offre ${lost} a disparu de toutes les répliques, et personne ne l’avait remplacée.`,
      };
    },
  };
});

const alwaysServed = obligations(claimOf(card, "toujours-servi"), () => ({
  watches: ["command-issued", "command-ended"],
  deadlineUs: ANSWERED_WITHIN_US,
  opens: (event) => (event.kind === "command-issued" ? event.command : null),
  meets: (event) =>
    event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
  lateText: (name) => `La demande ${name} attend depuis plus d’une seconde.`,
}));

const equalAtLast = obligations(claimOf(card, "fin-egale"), () => {
  const ledger = createLedger();
  let closedCount = 0;
  return {
    watches: ["note", "record-changed"],
    deadlineUs: EQUAL_WITHIN_US,
    opens(event) {
      ledger.see(event);
      if (event.kind === "note") closedCount++;
      return event.kind === "note" && closedCount === SHOP_COUNT ? "accord" : null;
    },
    meets: () => (closedCount === SHOP_COUNT && ledger.areEqual() ? "accord" : null),
    lateText: () => "Cinq secondes après la dernière demande, les répliques diffèrent.",
  };
});

export const claims: Scenario["claims"] = () => [alwaysServed, upToDate, nothingLost, equalAtLast];
