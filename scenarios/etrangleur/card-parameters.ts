/** Every constant of this world: on screen, with unit, range and default. */
import { hours, minutes, ms, seconds } from "../../simulator/base/time.ts";
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";

const LOAD = "La charge";
const TIMES = "Les durées";
const WAITS = "Les patiences";
const LUCK = "Les aléas";
const DESIGN = "La conception";

/** Least, most, step. */
type Range = readonly [number, number, number];
type Words = readonly [id: string, title: string, help: string];

const quantiles = (
  [id, title, help]: Words,
  value: readonly [number, number, number],
): Parameter => ({
  ...{ kind: "quantiles", id, title, help, group: TIMES, max: 60_000, default: value },
});

const duration = (
  group: string,
  [id, title, help]: Words,
  value: number,
  [min, max, step]: Range,
): Parameter => ({ kind: "duration", id, title, help, group, min, max, step, default: value });

const count = (
  group: string,
  [id, title, help, unit]: readonly [...Words, string],
  value: number,
  [min, max, step]: Range,
): Parameter => ({ kind: "count", id, title, help, unit, group, min, max, step, default: value });

const SHARE: readonly Parameter[] = [
  count(
    DESIGN,
    [
      ...(["poids", "Poids du nouveau catalogue"] as const),
      "Part des pages que nginx envoie au nouveau service ; le monolithe sert le reste. Sans effet tant que le catalogue n’est pas extrait.",
      "%",
    ],
    100,
    [0, 100, 1],
  ),
  {
    ...{ kind: "choice", id: "aiguillage", title: "Aiguillage", group: DESIGN },
    help: "Comment le fichier de nginx écrit le partage : les poids du texte, ou des parts par visiteur (split_clients) avec le monolithe en secours.",
    options: [
      { id: "corrigee", title: "parts, et un secours" },
      { id: "publiee", title: "poids, tels que publiés" },
    ],
    default: "corrigee",
  },
];

const LOADS: readonly Parameter[] = [
  count(
    LOAD,
    [
      ...(["pointe", "Pages à la pointe"] as const),
      "Demandes au catalogue pendant la pointe ; 500 000 par heure dans le texte, soit 139 par seconde.",
      "pages/h",
    ],
    500_000,
    [1, 2_000_000, 1],
  ),
  count(
    LOAD,
    [
      ...(["ordinaire", "Pages hors pointe"] as const),
      "Demandes au catalogue avant et après la pointe.",
      "pages/h",
    ],
    50_000,
    [1, 2_000_000, 1],
  ),
  duration(
    LOAD,
    ["debut-pointe", "Début de la pointe", "Instant où la pointe commence."],
    seconds(4),
    [0, minutes(10), ms(100)],
  ),
  duration(
    LOAD,
    [
      "duree-pointe",
      "Durée de la pointe",
      "Le débit est celui du texte ; seule sa durée est raccourcie.",
    ],
    seconds(6),
    [0, minutes(10), ms(100)],
  ),
  duration(
    LOAD,
    ["duree", "Durée de la charge", "Après ce temps, personne n’arrive plus."],
    seconds(14),
    [seconds(1), hours(2), seconds(1)],
  ),
  duration(
    LOAD,
    [
      "intervalle",
      "Entre deux commandes",
      "Temps moyen, de loi exponentielle. Dix millions par an font une commande toutes les 3,2 s en moyenne ; huit fois plus à cette heure.",
    ],
    ms(400),
    [ms(1), hours(1), ms(1)],
  ),
  duration(
    LOAD,
    ["intervalle-prix", "Entre deux prix", "Temps moyen entre deux changements de prix."],
    seconds(2),
    [ms(10), hours(1), ms(10)],
  ),
  count(
    LOAD,
    [
      ...(["articles", "Articles regardés"] as const),
      "Les articles que l’on regarde pendant le parcours ; les premiers le sont beaucoup plus que les derniers.",
      "articles",
    ],
    60,
    [1, 2_000, 1],
  ),
  count(
    LOAD,
    ["stock", "Stock", "Articles que l’entrepôt peut retenir pour la saga.", "articles"],
    1_000,
    [0, 1_000_000, 1],
  ),
];

const DURATIONS: readonly Parameter[] = [
  quantiles(
    ["latence", "Trajet d’un message", "Aller simple entre deux machines, p50 · p95 · p99, en ms."],
    [1, 2, 4],
  ),
  quantiles(
    [
      "rendu-monolithe",
      "Rendu par le monolithe",
      "Temps de travail d’un ouvrier Rails pour une demande, base non comprise ; calé sur le p99 publié de 450 ms à la pointe.",
    ],
    [73, 152, 275],
  ),
  quantiles(
    ["sql-monolithe", "SQL du monolithe", "Durée d’une instruction sur la base de 400 Go."],
    [8, 30, 70],
  ),
  quantiles(
    [
      "rendu-service",
      "Rendu par un service",
      "Temps de travail d’un service Node.js ; calé sur le p99 publié de 35 ms.",
    ],
    [5, 14, 26],
  ),
  quantiles(
    ["sql-service", "SQL d’un service", "Durée d’une instruction sur une base dédiée."],
    [1, 4, 8],
  ),
  quantiles(["duree-stripe", "Durée d’un débit", "Temps que prend Stripe."], [150, 260, 400]),
  quantiles(
    [
      "apres-validation",
      "Après la validation",
      "Facture et courriel, entre COMMIT et la suite : la fenêtre où une commande peut se perdre.",
    ],
    [300, 500, 700],
  ),
];

const PATIENCE: readonly Parameter[] = [
  duration(
    WAITS,
    ["delai-client", "Délai du client", "Temps qu’un navigateur attend sa réponse."],
    seconds(10),
    [ms(100), minutes(5), ms(100)],
  ),
  duration(
    WAITS,
    [
      "delai-service",
      "Délai du nouveau catalogue",
      "Temps que nginx attend le nouveau service avant de demander la page au monolithe.",
    ],
    ms(300),
    [ms(10), minutes(1), ms(10)],
  ),
  duration(
    WAITS,
    [
      "delai-page",
      "Délai du monolithe",
      "Temps que nginx attend une page du monolithe ; au-delà, il n’y a plus personne.",
    ],
    seconds(5),
    [ms(10), minutes(1), ms(10)],
  ),
  duration(
    WAITS,
    ["delai-commande", "Délai d’une commande", "Temps que nginx attend une commande."],
    seconds(8),
    [ms(100), minutes(5), ms(100)],
  ),
  duration(
    WAITS,
    ["delai-paiement", "Délai d’un paiement", "Temps que Commandes attend le paiement."],
    seconds(3),
    [ms(100), minutes(5), ms(100)],
  ),
  duration(
    WAITS,
    ["delai-stripe", "Délai de Stripe", "Temps qu’on attend Stripe ou l’entrepôt."],
    seconds(2),
    [ms(100), minutes(5), ms(100)],
  ),
  duration(
    WAITS,
    [
      "delai-promesse",
      "Délai promis",
      "Temps au bout duquel une commande validée doit être connue de l’entrepôt, et un débit avoir sa commande.",
    ],
    seconds(10),
    [seconds(1), hours(2), seconds(1)],
  ),
  duration(
    WAITS,
    [
      "attente-permise",
      "Attente permise",
      "Temps qu’une commande peut attendre un ouvrier occupé par le catalogue ; un dixième de sa durée ordinaire.",
    ],
    ms(60),
    [0, minutes(1), ms(1)],
  ),
];

const DESIGNS: readonly Parameter[] = [
  count(
    DESIGN,
    [
      ...(["ouvriers", "Ouvriers du monolithe"] as const),
      "Demandes que Rails traite en même temps, catalogue et commandes ensemble.",
      "ouvriers",
    ],
    16,
    [1, 512, 1],
  ),
  count(
    DESIGN,
    [
      ...(["connexions", "Connexions du monolithe"] as const),
      "Connexions ouvertes à sa base, partagées de même.",
      "connexions",
    ],
    16,
    [1, 512, 1],
  ),
  duration(
    DESIGN,
    [
      "vie-cache",
      "Vie d’une copie",
      "Temps pendant lequel le cache garde un article ; cinq minutes dans le texte.",
    ],
    minutes(5),
    [ms(100), hours(1), ms(100)],
  ),
  duration(
    DESIGN,
    [
      "periode-relais",
      "Pause du relais",
      "Temps entre deux regards du relais dans la boîte d’envoi.",
    ],
    ms(200),
    [ms(10), minutes(1), ms(10)],
  ),
  duration(
    DESIGN,
    [
      "periode-replique",
      "Retard de la réplique",
      "Temps entre deux envois de changements à la réplique.",
    ],
    ms(250),
    [ms(10), minutes(1), ms(10)],
  ),
];

const CHANCES: readonly Parameter[] = [
  duration(
    LUCK,
    [
      "vie-ouvrier",
      "Vie d’un ouvrier",
      "Temps moyen avant qu’un ouvrier soit tué (mémoire, déploiement). Calée : 0,32 s de fenêtre sur 27 min font les 0,02 % publiés.",
    ],
    minutes(27),
    [ms(100), hours(1_000), ms(100)],
  ),
  {
    ...{ kind: "rate", id: "refus-carte", title: "Cartes refusées", group: LUCK },
    help: "Part des débits que Stripe refuse.",
    ...{ min: 0, max: 1_000_000, step: 1_000, default: 20_000 },
  },
];

export const parameters: readonly Parameter[] = [
  ...SHARE,
  ...DESIGNS,
  ...LOADS,
  ...DURATIONS,
  ...PATIENCE,
  ...CHANCES,
];
