/** Every constant of the shared world, and the words with which each design writes its own. */
import { hours, minutes, ms, seconds } from "../../simulator/base/time.ts";
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";

export const LOAD = "La charge";
export const TIMES = "Les durées";
export const WAITS = "Les patiences";
export const LUCK = "Les refus";
export const DESIGN = "La conception";

/** Least, most, step. */
type Range = readonly [number, number, number];

export const quantiles = (
  id: string,
  title: string,
  help: string,
  value: readonly [number, number, number],
): Parameter => ({
  ...{ kind: "quantiles", id, title, help, group: TIMES, max: 60_000, default: value },
});

export const duration = (
  group: string,
  [id, title, help]: readonly [string, string, string],
  value: number,
  [min, max, step]: Range,
): Parameter => ({ kind: "duration", id, title, help, group, min, max, step, default: value });

export const count = (
  group: string,
  [id, title, help, unit]: readonly [string, string, string, string],
  value: number,
  [min, max, step]: Range,
): Parameter => ({ kind: "count", id, title, help, unit, group, min, max, step, default: value });

export interface SharedDefaults {
  /** Mean think time, µs. */
  readonly thinkUs: number;
  /** How long an unfinished checkout may stay so, µs. */
  readonly endsWithinUs: number;
}

const load = (thinkUs: number): readonly Parameter[] => [
  count(
    LOAD,
    ["utilisateurs", "Utilisateurs", "Clients simultanés, en boucle fermée.", "clients"],
    50,
    [1, 5_000, 1],
  ),
  duration(
    LOAD,
    [
      "reflexion",
      "Réflexion",
      "Temps moyen entre une réponse et le checkout suivant du même client, de loi exponentielle. Loi de Little : utilisateurs = débit × (réponse + réflexion).",
    ],
    thinkUs,
    [0, hours(1), ms(100)],
  ),
  duration(
    LOAD,
    ["duree", "Durée de la charge", "Après ce temps, aucun client ne commence de checkout."],
    minutes(10),
    [seconds(1), hours(2), seconds(1)],
  ),
  count(
    LOAD,
    ["stock", "Stock de départ", "Exemplaires de chaque article au début.", "exemplaires"],
    1_000,
    [0, 1_000_000, 1],
  ),
];

const times: readonly Parameter[] = [
  quantiles(
    "latence",
    "Trajet d’un message",
    "Aller simple entre deux machines, p50 · p95 · p99, en ms.",
    [4, 12, 30],
  ),
  quantiles(
    "duree-appel",
    "Durée d’un appel",
    "Temps de travail d’un service Django pour une demande, base non comprise ; calé sur les 1,8 s publiées pour quatre appels.",
    [425, 500, 640],
  ),
  quantiles("lecture-sql", "Lecture SQL", "Durée d’une lecture en base.", [1, 3, 8]),
  quantiles(
    "ecriture-sql",
    "Écriture SQL",
    "Durée d’une écriture en base, validation comprise.",
    [2, 6, 15],
  ),
];

const waits = (endsWithinUs: number): readonly Parameter[] => [
  duration(
    WAITS,
    ["delai-client", "Délai du client", "Temps qu’un client attend sa réponse."],
    seconds(10),
    [ms(100), minutes(5), ms(100)],
  ),
  duration(
    WAITS,
    ["delai-appel", "Délai d’un appel", "Temps qu’on attend un service à travers Kong."],
    seconds(2),
    [ms(50), minutes(1), ms(50)],
  ),
  duration(
    WAITS,
    [
      "delai-promesse",
      "Délai promis",
      "Temps au bout duquel un checkout accepté doit être terminé ou annulé.",
    ],
    endsWithinUs,
    [seconds(1), hours(2), seconds(1)],
  ),
];

const luck: readonly Parameter[] = [
  {
    ...{ kind: "rate", id: "refus-commande", title: "Refus de Commandes", group: LUCK },
    help: "Part des commandes que le service refuse d’enregistrer.",
    ...{ min: 0, max: 1_000_000, step: 1_000, default: 0 },
  },
];

export const sharedParameters = ({
  thinkUs,
  endsWithinUs,
}: SharedDefaults): readonly Parameter[] => [
  ...load(thinkUs),
  ...times,
  ...waits(endsWithinUs),
  ...luck,
];
