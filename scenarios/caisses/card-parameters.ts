/** Every constant of the shops, of the networks and of the customers. */
import { hours, minutes, ms, seconds } from "../../simulator/base/time.ts";
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";
import { count, duration, LOAD, quantiles, TIMES, WAITS } from "../checkout/card-parameters.ts";

const SHOPS = "Les magasins";

const share = (id: string, title: string, help: string, value: number): Parameter => ({
  ...{ kind: "rate", id, title, help, group: LOAD },
  ...{ min: 0, max: 1_000_000, step: 10_000, default: value },
});

const shops: readonly Parameter[] = [
  count(
    SHOPS,
    [
      ...(["magasins", "Magasins"] as const),
      "Les trois premiers sont dessinés ; les autres tournent aussi. Le texte publié en a 80.",
      "magasins",
    ],
    3,
    [3, 400, 1],
  ),
  count(
    SHOPS,
    [
      ...(["caisses-par-magasin", "Caisses par magasin"] as const),
      "Les deux premières de chaque magasin sont dessinées.",
      "caisses",
    ],
    2,
    [2, 20, 1],
  ),
  count(
    SHOPS,
    [
      ...(["magasins-plus-grands", "Magasins d’une caisse de plus"] as const),
      "Les premiers magasins, qui ont une caisse de plus que les autres : 80 magasins de 6 caisses, dont 20 de 7, font 500.",
      "magasins",
    ],
    0,
    [0, 400, 1],
  ),
  count(
    SHOPS,
    [
      ...(["stock", "Stock d’un magasin"] as const),
      "Exemplaires de chacun des quatre articles, dans chaque magasin, à l’ouverture.",
      "exemplaires",
    ],
    200,
    [1, 100_000, 1],
  ),
  {
    ...{ kind: "choice", id: "identifiants", title: "Nom d’une caisse", group: SHOPS },
    help: "Comme dans les horloges du texte (« caisse_001 »), ou comme son découpage l’attend (« magasin001_caisse01 »).",
    options: [
      { id: "caisse", title: "caisse_001" },
      { id: "magasin-caisse", title: "magasin001_caisse01" },
    ],
    default: "caisse",
  },
];

const load: readonly Parameter[] = [
  duration(
    LOAD,
    [
      "intervalle",
      "Entre deux clients",
      "Temps moyen sans client à une caisse, de loi exponentielle.",
    ],
    seconds(25),
    [ms(100), hours(1), ms(100)],
  ),
  duration(
    LOAD,
    ["duree", "Heures d’ouverture", "Après ce temps, aucune caisse ne prend de client."],
    minutes(5),
    [seconds(1), hours(12), seconds(1)],
  ),
  share(
    "retraits",
    "Articles retirés",
    "Part des clients de deux articles ou plus qui en font retirer un.",
    150_000,
  ),
  share("remises", "Remises", "Part des tickets qui ont une remise de dix pour cent.", 100_000),
];

const times: readonly Parameter[] = [
  quantiles(
    "latence-siege",
    "Trajet jusqu’au siège",
    "Aller simple, p50 · p95 · p99, en ms.",
    [20, 60, 150],
  ),
  quantiles(
    "latence-magasin",
    "Trajet dans le magasin",
    "Aller simple d’une caisse à sa voisine, en ms.",
    [1, 3, 8],
  ),
  quantiles("lecture-sql", "Lecture SQL", "Durée d’une lecture en base.", [1, 2, 5]),
  quantiles(
    "ecriture-sql",
    "Écriture SQL",
    "Durée d’une écriture en base, validation comprise.",
    [2, 5, 12],
  ),
  duration(TIMES, ["passage", "Passage d’un article", "Temps de scanner un article."], seconds(2), [
    ms(1),
    minutes(1),
    ms(1),
  ]),
  duration(TIMES, ["paiement", "Paiement", "Temps de payer."], seconds(6), [
    ms(1),
    minutes(5),
    ms(1),
  ]),
  duration(
    TIMES,
    ["ecoute", "Écoute d’une voisine", "Temps de lire une nouvelle du rayon."],
    ms(1),
    [ms(0), seconds(1), ms(1)],
  ),
];

const waits: readonly Parameter[] = [
  duration(
    WAITS,
    [
      "periode-synchro",
      "Entre deux synchronisations",
      "Temps entre deux envois d’une caisse au siège.",
    ],
    seconds(2),
    [ms(100), hours(1), ms(100)],
  ),
  {
    ...{ kind: "choice", id: "nouvelles", title: "Quand prévenir les voisines", group: WAITS },
    help: "Une caisse dit à celles de son magasin ce qui quitte le rayon : à chaque article, ou une fois par ticket, à sa clôture.",
    options: [
      { id: "article", title: "à chaque article" },
      { id: "ticket", title: "à la clôture" },
    ],
    default: "article",
  },
  duration(
    WAITS,
    [
      "delai-synchro",
      "Délai d’une synchronisation",
      "Sans réponse après ce temps, le lot sera renvoyé.",
    ],
    seconds(2),
    [ms(50), minutes(5), ms(50)],
  ),
  count(
    WAITS,
    ["lot", "Taille d’un lot", "Événements au plus dans un envoi.", "événements"],
    50,
    [1, 1_000, 1],
  ),
];

export const parameters: readonly Parameter[] = [...shops, ...load, ...times, ...waits];
