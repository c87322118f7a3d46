/**
 * The judges of a saga, conducted or not: they read effects and ends from the log, nothing else.
 *
 * Effects stand in the stores `effets-<service>`, ends in the store `sagas` (or in memory, when that is all
 * that the orchestrator has). Shared by both pieces, so that the same words mean the same.
 */
import {
  invariant,
  obligations,
  type Scenario,
  type Sighting,
} from "../../../simulator/scenario.ts";
import type { EventKind, SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { PieceCard } from "../../../simulator/vocabulary/fidelity.ts";
import { claimOf } from "../piece-card.ts";
import { ENDED_WITHIN_US } from "./claim-cards.ts";

export const STEPS = ["stock", "paiement", "livraison"] as const;

interface Effect {
  readonly saga: string;
  readonly step: string;
  readonly isMade: boolean;
}

function effectIn(event: SimEvent): Effect | null {
  if (event.kind !== "record-changed" || !event.store.startsWith("effets-")) return null;
  const { etat } = event.after as { readonly etat: string };
  return { saga: event.key, step: event.store.slice("effets-".length), isMade: etat === "fait" };
}

/** How a saga now stands, as its own side says. */
function standingIn(event: SimEvent): { readonly saga: string; readonly etat: string } | null {
  if (event.kind === "record-changed" && event.store === "sagas") {
    return { saga: event.key, etat: (event.after as { readonly etat: string }).etat };
  }
  if (event.kind === "memory-changed" && event.key.startsWith("saga/") && event.after !== null) {
    const [etat = ""] = event.after as readonly string[];
    return { saga: event.key.slice("saga/".length), etat };
  }
  return null;
}

const isEnd = (etat: string): boolean => etat === "terminée" || etat === "compensée";
const WATCHED: readonly EventKind[] = ["record-changed", "memory-changed"];

/** Standing effects by saga, in the order in which they were made. */
type Made = Map<string, string[]>;

/** What is wrong with one more effect, by the promise that it breaks. */
function judge(made: Made, { saga, step, isMade }: Effect): "twice" | "order" | null {
  const standing = made.get(saga) ?? [];
  made.set(saga, standing);
  if (isMade) {
    const isTwice = standing.includes(step);
    standing.push(step);
    return isTwice ? "twice" : null;
  }
  const isLast = standing.at(-1) === step;
  const at = standing.lastIndexOf(step);
  if (at >= 0) standing.splice(at, 1);
  return isLast ? null : "order";
}

/** A count of effects that break one promise. */
const onEffects = (
  card: PieceCard,
  id: string,
  wrong: "twice" | "order",
  text: (effect: Effect) => string,
) =>
  invariant(claimOf(card, id), () => {
    const made: Made = new Map();
    let count = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event): Sighting | null {
        const effect = effectIn(event);
        if (effect === null) return null;
        const isBroken = judge(made, effect) === wrong;
        if (isBroken) count++;
        return {
          observed: String(count),
          isBroken,
          subject: effect.saga,
          text: isBroken ? text(effect) : "",
        };
      },
    };
  });

const wholeOrNothing = (card: PieceCard) =>
  invariant(claimOf(card, "tout-ou-rien"), () => {
    const made: Made = new Map();
    const ended = new Set<string>();
    let halfCount = 0;
    return {
      watches: WATCHED,
      initial: "0 à moitié",
      see(event): Sighting | null {
        const effect = effectIn(event);
        if (effect !== null) judge(made, effect);
        const standing = standingIn(event);
        if (standing !== null && isEnd(standing.etat)) ended.add(standing.saga);
        const saga = effect?.saga ?? standing?.saga;
        // What happens after the end is judged too: a late effect stays.
        if (saga === undefined || !ended.has(saga)) return null;
        const left = new Set(made.get(saga));
        const isBroken = left.size > 0 && left.size < STEPS.length;
        if (isBroken) halfCount++;
        return {
          ...{ observed: `${halfCount} à moitié`, isBroken, subject: saga },
          text: `La commande ${saga} est finie, et laisse ${[...left].join(" et ")} sans le reste.`,
        };
      },
    };
  });

/** A saga begins when somebody says so, or when its first effect is made. */
const everySagaEnds = (card: PieceCard) =>
  obligations(claimOf(card, "toute-saga-se-termine"), () => {
    const begun = new Set<string>();
    return {
      watches: WATCHED,
      deadlineUs: ENDED_WITHIN_US,
      opens(event) {
        const saga = effectIn(event)?.saga ?? standingIn(event)?.saga;
        if (saga === undefined || begun.has(saga)) return null;
        begun.add(saga);
        return saga;
      },
      meets(event) {
        const standing = standingIn(event);
        return standing !== null && isEnd(standing.etat) ? standing.saga : null;
      },
      lateText: (saga) =>
        `La commande ${saga} est en route depuis plus de 12 s : ni livrée, ni défaite.`,
    };
  });

export const sagaClaims = (card: PieceCard): Scenario["claims"] => {
  const claims = [
    everySagaEnds(card),
    wholeOrNothing(card),
    onEffects(
      card,
      "ordre-inverse",
      "order",
      ({ saga, step }) =>
        `Pour la commande ${saga}, l’étape « ${step} » est défaite hors de son tour, ou sans avoir été faite.`,
    ),
    onEffects(
      card,
      "jamais-deux-fois",
      "twice",
      ({ saga, step }) =>
        `Pour la commande ${saga}, l’étape « ${step} » est faite une seconde fois.`,
    ),
  ];
  return () => claims;
};
