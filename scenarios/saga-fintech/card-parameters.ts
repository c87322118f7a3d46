/** Every constant of this world: on screen, with unit, range and default. None is hidden elsewhere. */
import { hours, minutes, ms, seconds } from "../../simulator/base/time.ts";
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";

const LOAD = "Les commandes";
const TIMES = "Les durées";
const WAITS = "Les patiences";
const LUCK = "Les refus";
const DESIGN = "La conception";

type Quantile = readonly [number, number, number];

const quantiles = (id: string, title: string, help: string, value: Quantile): Parameter => ({
  kind: "quantiles",
  id,
  title,
  help,
  group: TIMES,
  max: 60_000,
  default: value,
});

const duration = (
  group: string,
  id: string,
  title: string,
  help: string,
  value: number,
  [min, max, step]: Quantile,
): Parameter => ({ kind: "duration", id, title, help, group, min, max, step, default: value });

const count = (
  group: string,
  id: string,
  title: string,
  help: string,
  unit: string,
  value: number,
  [min, max, step]: Quantile,
): Parameter => ({ kind: "count", id, title, help, unit, group, min, max, step, default: value });

const rate = (id: string, title: string, help: string, value: number): Parameter => ({
  kind: "rate",
  id,
  title,
  help,
  group: LUCK,
  min: 0,
  max: 1_000_000,
  step: 100,
  default: value,
});

const choice = (
  id: string,
  title: string,
  help: string,
  options: readonly (readonly [string, string])[],
): Parameter => ({
  kind: "choice",
  id,
  title,
  help,
  group: DESIGN,
  options: options.map(([option, label]) => ({ id: option, title: label })),
  default: (options[0] as readonly [string, string])[0],
});

export const parameters: readonly Parameter[] = [
  count(
    LOAD,
    "commandes",
    "Commandes",
    "Nombre de commandes passées pendant le parcours.",
    "commandes",
    4,
    [1, 200_000, 1],
  ),
  duration(
    LOAD,
    "intervalle",
    "Intervalle moyen",
    "Temps moyen entre deux commandes ; les arrivées suivent un processus de Poisson.",
    ms(500),
    [ms(1), hours(1), ms(50)],
  ),
  count(
    LOAD,
    "stock",
    "Stock de départ",
    "Casques en stock au début.",
    "casques",
    12,
    [0, 1_000_000, 1],
  ),

  quantiles(
    "latence",
    "Trajet d’un message",
    "Aller simple entre deux services, p50 · p95 · p99, en ms.",
    [4, 12, 30],
  ),
  quantiles("lecture-sql", "Lecture SQL", "Durée d’une lecture en base.", [1, 3, 8]),
  quantiles(
    "ecriture-sql",
    "Écriture SQL",
    "Durée d’une écriture en base, validation comprise.",
    [2, 6, 15],
  ),
  quantiles(
    "duree-debit",
    "Durée d’un débit",
    "Temps que prend le prestataire pour prélever.",
    [600, 1_400, 2_200],
  ),
  quantiles(
    "duree-remboursement",
    "Durée d’un remboursement",
    "Temps que prend le prestataire pour rendre l’argent ; calé sur la compensation moyenne de 3,2 s publiée.",
    [2_950, 4_200, 5_200],
  ),
  quantiles(
    "duree-travail",
    "Travail d’un service",
    "Calcul d’un service pour une demande, hors base.",
    [5, 15, 40],
  ),

  duration(
    WAITS,
    "delai-client",
    "Délai du client",
    "Temps qu’un client attend sa réponse.",
    seconds(8),
    [ms(100), minutes(5), ms(100)],
  ),
  duration(
    WAITS,
    "delai-stock",
    "Délai vers Inventaire",
    "Temps que l’orchestrateur attend Inventaire.",
    seconds(1),
    [ms(50), minutes(1), ms(50)],
  ),
  duration(
    WAITS,
    "delai-paiement",
    "Délai vers Paiement",
    "Temps que l’orchestrateur attend un débit.",
    seconds(4),
    [ms(50), minutes(1), ms(50)],
  ),
  duration(
    WAITS,
    "delai-prestataire",
    "Délai vers le prestataire",
    "Temps que Paiement attend le prestataire pour un débit.",
    seconds(5),
    [ms(50), minutes(1), ms(50)],
  ),
  duration(
    WAITS,
    "delai-remboursement",
    "Délai d’un remboursement",
    "Temps que l’orchestrateur attend un remboursement.",
    seconds(8),
    [ms(50), minutes(1), ms(50)],
  ),
  duration(
    WAITS,
    "delai-livraison",
    "Délai vers Livraison",
    "Temps que l’orchestrateur attend Livraison.",
    seconds(1),
    [ms(50), minutes(1), ms(50)],
  ),
  duration(
    WAITS,
    "delai-restitution",
    "Délai d’une restitution",
    "Temps que Paiement attend le prestataire pour un remboursement.",
    seconds(7),
    [ms(50), minutes(1), ms(50)],
  ),
  count(
    WAITS,
    "essais",
    "Essais d’une étape",
    "Variante corrigée : combien de fois une étape sans réponse est redemandée avant d’être laissée à la reprise.",
    "essais",
    4,
    [1, 20, 1],
  ),
  duration(
    WAITS,
    "premiere-attente",
    "Première attente",
    "Variante corrigée : attente avant le deuxième essai ; elle double à chaque essai, avec gigue.",
    ms(200),
    [ms(1), minutes(1), ms(10)],
  ),
  duration(
    WAITS,
    "patience-stock",
    "Patience pour un article retenu",
    "Variante corrigée : temps pendant lequel une commande attend qu’une autre saga rende l’article.",
    seconds(10),
    [0, minutes(5), ms(100)],
  ),
  duration(
    WAITS,
    "reprise-apres",
    "Reprise des sagas après",
    "Âge à partir duquel une saga immobile est reprise.",
    minutes(10),
    [seconds(1), hours(24), seconds(10)],
  ),
  duration(
    WAITS,
    "periode-reprise",
    "Période de la reprise",
    "Temps entre deux passages de l’ouvrier de reprise.",
    minutes(10),
    [seconds(1), hours(24), seconds(10)],
  ),
  duration(
    WAITS,
    "delai-promesse",
    "Délai promis",
    "Temps au bout duquel « à terme » est dépassé.",
    minutes(25),
    [seconds(10), hours(48), seconds(10)],
  ),

  rate(
    "refus-livraison",
    "Refus du transporteur",
    "Part des expéditions refusées par le transporteur ; 300 par million donne les 0,03 % publiés.",
    300,
  ),
  rate("refus-carte", "Refus de la carte", "Part des débits refusés par le prestataire.", 0),
  rate(
    "echec-remboursement",
    "Échec d’un remboursement",
    "Part des remboursements que le prestataire refuse au premier essai.",
    10_000,
  ),

  choice(
    "index-etapes",
    "Index unique des étapes",
    "Index unique (saga, étape). Le texte publié ne le crée pas : sans lui, chaque écriture d’étape échoue (défaut 2). Ajouté par défaut pour que la suite du texte s’exécute.",
    [
      ["ajoute", "ajouté"],
      ["absent", "absent, comme publié"],
    ],
  ),
  choice(
    "cle-idempotence",
    "Clé d’idempotence du débit",
    "Le prestataire reconnaît-il la clé d’un débit déjà fait ?",
    [
      ["honoree", "honorée"],
      ["ignoree", "ignorée"],
    ],
  ),
  count(
    DESIGN,
    "ouvriers-reprise",
    "Ouvriers de reprise",
    "Nombre d’ouvriers qui cherchent les sagas bloquées.",
    "ouvriers",
    1,
    [1, 4, 1],
  ),
  duration(
    DESIGN,
    "decalage-reprise",
    "Décalage entre ouvriers",
    "Temps entre les réveils de deux ouvriers de reprise.",
    ms(500),
    [ms(1), minutes(10), ms(10)],
  ),
];
