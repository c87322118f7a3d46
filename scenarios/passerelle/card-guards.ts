/** What stands between the gateway and each service, for the view of states; and what the contract promises. */
import { hours } from "../../simulator/base/time.ts";
import type { GuardCard, ObjectiveCard } from "../../simulator/vocabulary/followed.ts";
import { BREAKER_STATES, WINDOW_SERIES } from "./card-stage.ts";
import { REPORTS, TARGETS, type Target } from "./card-targets.ts";

const GATEWAY = "passerelle";

const guardOf = ({ id, title, places }: Target): GuardCard => ({
  ...{ id, title, node: GATEWAY },
  state: {
    ...{ kind: "state", title: "disjoncteur", key: `disjoncteur/${id}/etat` },
    // In the order of a life: closed, open, half-open.
    states: [BREAKER_STATES[0], BREAKER_STATES[2], BREAKER_STATES[1]],
  },
  transitions: [
    { from: "ferme", to: "ouvert", title: "trop d’échecs" },
    { from: "ouvert", to: "semi-ouvert", title: "trente secondes" },
    { from: "semi-ouvert", to: "ouvert", title: "essai manqué" },
    { from: "semi-ouvert", to: "ferme", title: "essai réussi" },
  ],
  readings: [
    {
      node: GATEWAY,
      reading: {
        ...{ kind: "bars", title: "fenêtre", key: `disjoncteur/${id}/fenetre` },
        series: WINDOW_SERIES,
      },
    },
    {
      node: GATEWAY,
      reading: {
        ...{ kind: "gauge", title: "cloison, en cours", key: `cloison/${id}/en-cours` },
        max: places,
      },
    },
    {
      node: GATEWAY,
      reading: {
        ...{ kind: "gauge", title: "cloison, en attente", key: `cloison/${id}/en-attente` },
        max: null,
      },
    },
    {
      node: GATEWAY,
      reading: {
        ...{ kind: "gauge", title: "abandonnés, en cours", key: `delai/${id}/sans-personne` },
        max: null,
      },
    },
    // The only route that has a cache.
    ...(id === REPORTS
      ? [
          {
            node: "cache",
            reading: { kind: "pairs", title: "copies cherchées", key: "cache/comptes" },
          } as const,
        ]
      : []),
  ],
});

/** Reports first: it is the one to look at. */
export const guards: readonly GuardCard[] = TARGETS.toReversed().map(guardOf);

export const objective: ObjectiveCard = {
  title: "Objectif de disponibilité",
  ...{ operations: "api-", targetPpm: 999_000, periodUs: hours(720), weightField: "counts" },
  alertOperation: "alerte",
  calendar: { node: "astreinte", key: "calendrier", speed: "vitesse" },
};
