/** The promises, judged on messages, on requests served, and on what walls and breakers show of themselves. */
import { minutes, seconds } from "../../simulator/base/time.ts";
import { invariant, obligations } from "../../simulator/scenario.ts";
import type { Claim, ClaimCard } from "../../simulator/vocabulary/claims.ts";
import type { EventOf, SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { placesOf, REPORTS, routeOf } from "./card-targets.ts";
import { claimCards } from "./claim-cards.ts";
import { type Answer, type Copy, compute, isMessage, store, type Work } from "./operations.ts";
import { countOf } from "./settings.ts";

const GATEWAY = "passerelle";
const CACHE = "cache";
const STATE = `disjoncteur/${REPORTS}/etat`;
const IN_WALL = `cloison/${REPORTS}/en-cours`;
const IN_LINE = `cloison/${REPORTS}/en-attente`;

const cardOf = (id: string): ClaimCard => claimCards.find((card) => card.id === id) as ClaimCard;

/** `clients>passerelle:api-commandes:D-12#1` → « api-commandes ». */
const operationOf = (message: string): string => message.split(":")[1] ?? "";

const isSent = (
  event: SimEvent,
  operation: string,
  role: "request" | "reply",
): event is EventOf<"message-sent"> =>
  event.kind === "message-sent" && event.operation === operation && event.role === role;

/** No service holds all the places of the gateway. */
const neverExhausted = (places: number): Claim =>
  invariant(cardOf("passerelle-jamais-epuisee"), () => {
    const held = new Map<string, number>();
    return {
      watches: ["request-started", "request-finished", "node-crashed"],
      initial: "0",
      see(event) {
        if (event.node !== GATEWAY) return null;
        if (event.kind === "node-crashed") {
          held.clear();
          return null;
        }
        if (event.kind !== "request-started" && event.kind !== "request-finished") return null;
        const route = operationOf(event.message);
        const count = (held.get(route) ?? 0) + (event.kind === "request-started" ? 1 : -1);
        held.set(route, count);
        return {
          ...{ observed: `${Math.max(...held.values())} sur ${places}`, isBroken: count >= places },
          subject: event.subject,
          text: `Les ${places} places de la passerelle sont toutes tenues par ${route.replace("api-", "")}.`,
        };
      },
    };
  });

const othersServed: Claim = obligations(cardOf("autres-servis"), () => ({
  watches: ["command-issued", "command-ended"],
  deadlineUs: seconds(1),
  opens: (event) =>
    event.kind === "command-issued" &&
    event.operation.startsWith("api-") &&
    event.operation !== routeOf(REPORTS)
      ? event.command
      : null,
  meets: (event) =>
    event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
  lateText: (subject) => `La demande ${subject}, à un service sain, n’est pas servie après 1 s.`,
}));

/** An answer is degraded when it is no report, or one computed before it was asked for. */
const degradedIsSaid: Claim = invariant(cardOf("degrade-annonce"), () => {
  const askedAtUs = new Map<string, number>();
  let silentCount = 0;
  return {
    watches: ["message-sent"],
    initial: "0",
    see(event) {
      if (event.kind !== "message-sent" || event.operation !== routeOf(REPORTS)) return null;
      if (event.role === "request") askedAtUs.set(event.message, event.atUs);
      if (event.role !== "reply" || event.status !== "ok") return null;
      const { data, degraded } = event.body as unknown as Answer;
      const askedUs = askedAtUs.get(event.replyTo ?? "") ?? 0;
      const isFresh = !isMessage(data) && data.computedAtUs >= askedUs;
      const isBroken = !isFresh && !degraded;
      if (isBroken) silentCount++;
      return {
        ...{ observed: String(silentCount), isBroken, subject: event.subject },
        text: isMessage(data)
          ? `La demande ${event.subject} reçoit un message sans rapport, présenté comme à jour.`
          : `La demande ${event.subject} reçoit une copie ancienne, présentée comme à jour.`,
      };
    },
  };
});

const goodCopyKept: Claim = invariant(cardOf("bonne-copie-gardee"), () => {
  const good = new Set<string>();
  let lostCount = 0;
  return {
    watches: ["message-sent"],
    initial: "0",
    see(event) {
      if (event.kind !== "message-sent" || event.operation !== store.id) return null;
      if (event.role === "reply") return null;
      const { key, value } = event.body as unknown as Copy;
      if (!isMessage(value)) {
        good.add(key);
        return null;
      }
      const isBroken = good.delete(key);
      if (isBroken) lostCount++;
      return {
        ...{ observed: String(lostCount), isBroken, subject: event.subject },
        text: `La bonne copie de ${key} est remplacée par un message d’excuse.`,
      };
    },
  };
});

/** What the cache held when a report was asked for can be answered, whatever happens to Reports. */
const copyAtHand: Claim = invariant(cardOf("copie-disponible"), () => {
  const keys = new Map<string, string>();
  const askedAtUs = new Map<string, number>();
  const storedAtUs = new Map<string, number>();
  let refusedCount = 0;
  return {
    watches: ["message-sent", "request-finished"],
    initial: "0",
    see(event) {
      if (event.kind === "request-finished" && event.node === CACHE) {
        const key = keys.get(event.message);
        if (key !== undefined && !storedAtUs.has(key)) storedAtUs.set(key, event.atUs);
      }
      if (event.kind !== "message-sent") return null;
      if (event.operation === store.id && event.role !== "reply") {
        const { key, value } = event.body as unknown as Copy;
        if (!isMessage(value)) keys.set(event.message, key);
      }
      const route = routeOf(REPORTS);
      if (isSent(event, route, "request")) {
        keys.set(event.message, (event.body as { readonly key: string }).key);
        askedAtUs.set(event.message, event.atUs);
      }
      if (!isSent(event, route, "reply") || event.status === "ok") return null;
      const key = keys.get(event.replyTo ?? "") ?? "";
      const wasThere =
        (storedAtUs.get(key) ?? Number.POSITIVE_INFINITY) <=
        (askedAtUs.get(event.replyTo ?? "") ?? 0);
      const isBroken = wasThere && (event.body as { how?: string }).how !== "rejected";
      if (isBroken) refusedCount++;
      return {
        ...{ observed: String(refusedCount), isBroken, subject: event.subject },
        text: `${key} était en cache quand la demande ${event.subject} est partie ; elle est pourtant refusée.`,
      };
    },
  };
});

/** Promised by the wall: without one, nothing is. */
const wallHolds = (places: number): Claim =>
  invariant(cardOf("trois-calculs"), () => {
    let isWalled = false;
    let running = 0;
    return {
      watches: ["memory-changed", "request-started", "request-finished", "node-crashed"],
      initial: "0",
      see(event) {
        if (event.kind === "memory-changed" && event.key === IN_WALL) isWalled = true;
        if (event.node !== REPORTS) return null;
        if (event.kind === "node-crashed") running = 0;
        if (event.kind !== "request-started" && event.kind !== "request-finished") return null;
        if (operationOf(event.message) !== compute.id) return null;
        running += event.kind === "request-started" ? 1 : -1;
        return {
          ...{ observed: String(running), isBroken: isWalled && running > places },
          subject: event.subject,
          text: `${running} rapports se calculent chez Rapports ; la cloison n’a que ${places} places.`,
        };
      },
    };
  });

const shortLine = (queueMax: number): Claim =>
  invariant(cardOf("file-bornee"), () => ({
    watches: ["memory-changed"],
    initial: "0",
    see(event) {
      if (event.kind !== "memory-changed" || event.key !== IN_LINE) return null;
      const waiting = Number(event.after ?? 0);
      return {
        ...{ observed: String(waiting), isBroken: waiting > queueMax, subject: event.subject },
        text: `${waiting} demandes attendent à la cloison de Rapports ; elles gardent chacune une place de la passerelle.`,
      };
    },
  }));

const closesAgain: Claim = obligations(cardOf("referme"), () => {
  let state = "ferme";
  const owed = new Set<string>();
  return {
    watches: ["memory-changed", "fault-ended"],
    deadlineUs: minutes(2),
    opens(event) {
      if (event.kind === "memory-changed" && event.key === STATE) state = String(event.after);
      if (event.kind !== "fault-ended" || state === "ferme") return null;
      owed.add(event.fault);
      return event.fault;
    },
    meets: () => (state === "ferme" ? [...owed] : null),
    lateText: () => "La panne est finie depuis deux minutes, et le disjoncteur est encore ouvert.",
  };
});

const reportIsNamed: Claim = invariant(cardOf("rapport-nomme"), () => {
  let namelessCount = 0;
  return {
    watches: ["message-sent"],
    initial: "0",
    see(event) {
      if (!isSent(event, compute.id, "request")) return null;
      const isBroken = (event.body as unknown as Work).key === null;
      if (!isBroken && namelessCount === 0) return null;
      if (isBroken) namelessCount++;
      return {
        ...{ observed: String(namelessCount), isBroken, subject: event.subject },
        text: `La demande ${event.subject} part vers Rapports sans nommer de rapport.`,
      };
    },
  };
});

export const claims = (parameters: Parameters): readonly Claim[] => [
  neverExhausted(countOf(parameters, "places")),
  othersServed,
  degradedIsSaid,
  goodCopyKept,
  copyAtHand,
  wallHolds(countOf(parameters, placesOf(REPORTS))),
  shortLine(countOf(parameters, "file-cloison")),
  closesAgain,
  reportIsNamed,
];
