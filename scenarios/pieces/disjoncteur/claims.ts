/** What one hopes of a breaker, judged on messages and on the states that it shows. */
import { seconds } from "../../../simulator/base/time.ts";
import { invariant, obligations, type Scenario } from "../../../simulator/scenario.ts";
import type { ClaimCard } from "../../../simulator/vocabulary/claims.ts";
import type { EventOf, SimEvent } from "../../../simulator/vocabulary/events.ts";
import { card } from "./card.ts";

const STATE = "disjoncteur/avis/etat";
const COUNTS = "disjoncteur/avis/comptes";

const claimCard = (id: string): ClaimCard =>
  card.claims.find((claim) => claim.id === id) as ClaimCard;

/** The state that the breaker just took, or null. */
const stateOf = (event: SimEvent): string | null =>
  event.kind === "memory-changed" && event.key === STATE ? String(event.after) : null;

const isAsked = (event: SimEvent): boolean =>
  event.kind === "message-sent" && event.operation === "lire" && event.role === "request";

/** Failures that the breaker says it counts: « échecs », whatever it counts them over. */
function failuresIn(event: EventOf<"memory-changed">, side: "before" | "after"): number {
  const pairs = (event[side] ?? []) as readonly (readonly [string, number])[];
  return pairs.find(([title]) => title.startsWith("échecs"))?.[1] ?? 0;
}

const inProgress = (capacity: number) =>
  invariant(claimCard("appels-bornes"), () => {
    let running = 0;
    return {
      watches: ["request-started", "request-finished"],
      initial: "0",
      see(event) {
        if (event.node !== "avis") return null;
        running += event.kind === "request-started" ? 1 : -1;
        return {
          observed: String(running),
          isBroken: running > capacity,
          subject: event.subject,
          text: `${running} lectures courent chez Avis ; la capacité est de ${capacity}.`,
        };
      },
    };
  });

const recovery = obligations(claimCard("reprise"), () => ({
  watches: ["fault-ended", "command-ended"],
  deadlineUs: seconds(3),
  opens: (event) => (event.kind === "fault-ended" ? event.fault : null),
  // Whoever is served proves for every fault that the shop is back.
  meets: (event) => (event.kind === "command-ended" && event.outcome === "ok" ? ALL_FAULTS : null),
  lateText: () => "La panne est finie depuis 3 s, et aucune demande n’aboutit.",
}));

/** Names of faults are given in order: more than a reader ever injects. */
const ALL_FAULTS = Array.from({ length: 50 }, (_, i) => `f${i + 1}`);

const oneTrial = invariant(claimCard("une-sonde"), () => {
  let isHalfOpen = false;
  let askedCount = 0;
  return {
    watches: ["memory-changed", "message-sent"],
    initial: "0",
    see(event) {
      const state = stateOf(event);
      if (state !== null) {
        isHalfOpen = state === "semi-ouvert";
        askedCount = 0;
        return null;
      }
      if (!isHalfOpen || !isAsked(event)) return null;
      askedCount++;
      return {
        observed: String(askedCount),
        isBroken: askedCount > 1,
        subject: event.subject,
        text: `Semi-ouvert, ${askedCount} demandes sont parties chez Avis sans attendre la première.`,
      };
    },
  };
});

const oneFailureIsNotEnough = invariant(claimCard("un-echec-ne-rouvre-pas"), () => {
  let hasClosedAgain = false;
  let failureCount = 0;
  return {
    watches: ["memory-changed"],
    initial: "0",
    see(event) {
      if (event.kind === "memory-changed" && event.key === COUNTS) {
        failureCount += Math.max(0, failuresIn(event, "after") - failuresIn(event, "before"));
      }
      const state = stateOf(event);
      if (state === "ferme") {
        // The first « fermé » of a node is no recovery.
        hasClosedAgain = event.kind === "memory-changed" && event.before !== null;
        failureCount = 0;
      }
      if (state !== "ouvert") return null;
      // The state is written before the count that explains it.
      const isBroken = hasClosedAgain && failureCount < 1 && isReopening(event);
      hasClosedAgain = false;
      return {
        observed: isBroken ? "1" : "0",
        isBroken,
        subject: event.subject,
        text: "Refermé depuis peu, le disjoncteur rouvre sur un seul échec.",
      };
    },
  };
});

/** Opening from closed; a trial that fails reopens by right. */
const isReopening = (event: SimEvent): boolean =>
  event.kind === "memory-changed" && event.before === "ferme";

const closedByItsTrial = invariant(claimCard("ferme-sur-sonde"), () => {
  const askedAtUs = new Map<string, number>();
  let openedAtUs = -1;
  return {
    watches: ["memory-changed", "message-sent"],
    initial: "0",
    see(event) {
      if (isAsked(event) && event.subject !== null) askedAtUs.set(event.subject, event.atUs);
      const state = stateOf(event);
      if (state === "ouvert") openedAtUs = event.atUs;
      if (state !== "ferme" || openedAtUs < 0) return null;
      const startedAtUs = askedAtUs.get(event.subject ?? "");
      const isBroken = startedAtUs !== undefined && startedAtUs < openedAtUs;
      return {
        observed: isBroken ? "1" : "0",
        isBroken,
        subject: event.subject,
        text: `La demande ${event.subject}, partie avant l’ouverture, referme le disjoncteur.`,
      };
    },
  };
});

export const claims: Scenario["claims"] = (parameters) => [
  inProgress(parameters.capacite as number),
  recovery,
  oneTrial,
  oneFailureIsNotEnough,
  closedByItsTrial,
];
