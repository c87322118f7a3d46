/** The six services behind the gateway, with the limits of the publication. Plain data, for card and engine. */

export const REPORTS = "rapports";

export interface Target {
  readonly id: string;
  readonly title: string;
  /** With its article, for sentences. */
  readonly named: string;
  /** Calls at a time that the published wall lets through. */
  readonly places: number;
}

/** All but the slow one. */
export const LIGHT: readonly Target[] = [
  { id: "analytique", title: "Analytique", named: "le service Analytique", places: 5 },
  { id: "utilisateurs", title: "Utilisateurs", named: "le service Utilisateurs", places: 30 },
  { id: "commandes", title: "Commandes", named: "le service Commandes", places: 20 },
  { id: "inventaire", title: "Inventaire", named: "le service Inventaire", places: 20 },
  { id: "notifications", title: "Notifications", named: "le service Notifications", places: 50 },
];

export const SLOW: Target = {
  ...{ id: REPORTS, title: "Rapports", named: "le service Rapports", places: 3 },
};

export const TARGETS: readonly Target[] = [...LIGHT, SLOW];

/** What a client asks the gateway for: one route a service. */
export const routeOf = (service: string): string => `api-${service}`;
/** The parameter that holds the places of its wall. */
export const placesOf = (service: string): string => `places-${service}`;
