/**
 * The catalogue of cases still to come, and the names of the groups, in the order of the page.
 *
 * A scenario that works is not written here: its card says everything. A case to come has no link, until
 * a study of that name exists.
 */

export interface CatalogueGroup {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface PlannedCase {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** What breaks, in one sentence. */
  readonly breaks: string;
  readonly patterns: readonly string[];
  readonly level: 1 | 2 | 3;
  readonly minutes: readonly (15 | 50 | 90)[];
}

export const catalogueGroups: readonly CatalogueGroup[] = [
  { id: "production", title: "Cas de production", text: "Du code publié, remis à l’épreuve." },
  {
    id: "coordination",
    title: "Orchestration, chorégraphie",
    text: "Deux façons de coordonner la même commande.",
  },
  {
    id: "commande",
    title: "De la commande à l’encaissement",
    text: "Une commande suivie de bout en bout.",
  },
  { id: "patrons", title: "Les patrons", text: "Un mécanisme à la fois." },
  { id: "microservices", title: "Microservices", text: "Neuf services, neuf bases." },
];

/** The prepared fault that a case's thumbnail plays, by scenario; another case plays its first. */
export const filmedIncidents: Readonly<Record<string, string>> = {
  "saga-fintech": "arret-apres-debit",
  etrangleur: "arret-avant-publication",
  caisses: "dernier-article",
  passerelle: "rapports-lents",
  labo6: "commandes-trop-lent",
  labo7: "evenement-en-double",
};

const planned = (
  id: string,
  group: string,
  title: string,
  breaks: string,
  patterns: readonly string[],
  level: 1 | 2 | 3,
  minutes: readonly (15 | 50 | 90)[],
): PlannedCase => ({ id, group, title, breaks, patterns, level, minutes });

export const plannedCases: readonly PlannedCase[] = [
  planned(
    "orchestration-choregraphie",
    "coordination",
    "Comparer les deux",
    "Les mêmes clients, les mêmes pannes, une seule horloge.",
    ["orchestration", "chorégraphie"],
    3,
    [50, 90],
  ),
  planned(
    "o2c-capture",
    "commande",
    "Capture",
    "Quatre appels depuis un mobile, ou un seul : le plus lent décide.",
    ["agrégateur", "quotas", "disjoncteur"],
    1,
    [15, 50],
  ),
  planned(
    "o2c-persistance",
    "commande",
    "Persistance",
    "Écrit en base, jamais publié.",
    ["boîte d’envoi", "CDC"],
    2,
    [15, 50, 90],
  ),
  planned(
    "o2c-orchestration",
    "commande",
    "Orchestration",
    "Un message illisible bloque tous ceux qui le suivent.",
    ["idempotence", "lettres mortes"],
    3,
    [50, 90],
  ),
  planned(
    "o2c-reporting",
    "commande",
    "Compte rendu",
    "Une vente d’hier compte pour aujourd’hui.",
    ["vues matérialisées", "temps d’événement"],
    2,
    [50],
  ),
  planned(
    "cap",
    "patrons",
    "Partition réseau",
    "Le lien est coupé : répondre faux, ou ne pas répondre.",
    ["CAP", "quorum"],
    1,
    [15, 50],
  ),
  planned(
    "compte",
    "patrons",
    "Le compte bancaire",
    "Deux retraits au même instant, un solde négatif.",
    ["event sourcing", "CQRS"],
    2,
    [50, 90],
  ),
  planned(
    "outbox",
    "patrons",
    "La boîte d’envoi",
    "Entre deux écritures, un arrêt.",
    ["boîte d’envoi"],
    1,
    [15, 50],
  ),
  planned(
    "saga-avalee",
    "patrons",
    "La compensation avalée",
    "La saga se dit annulée ; l’argent n’est pas revenu.",
    ["saga"],
    2,
    [15, 50],
  ),
  planned(
    "idempotence",
    "patrons",
    "Clé d’idempotence",
    "Deux demandes, une clé, deux débits.",
    ["idempotence"],
    1,
    [15, 50],
  ),
  planned(
    "disjoncteur",
    "patrons",
    "Disjoncteur et nouvelles tentatives",
    "Insister fait retomber celui qui se relevait.",
    ["disjoncteur", "gigue"],
    2,
    [15, 50, 90],
  ),
  planned(
    "deux-phases",
    "patrons",
    "Deux phases ou saga",
    "Le coordinateur s’arrête, les verrous restent.",
    ["2PC", "saga"],
    3,
    [50],
  ),
  planned(
    "verrou",
    "patrons",
    "Verrou distribué",
    "Une pause trop longue, et deux propriétaires.",
    ["bail", "jeton"],
    2,
    [15, 50],
  ),
  planned(
    "courtiers",
    "patrons",
    "Kafka et RabbitMQ",
    "L’ordre tient par clé chez l’un, par file chez l’autre.",
    ["courtiers"],
    2,
    [50, 90],
  ),
  planned(
    "microservices",
    "microservices",
    "Une base par service",
    "Un nom change, les vieilles commandes l’ignorent.",
    ["flux de changements"],
    2,
    [50, 90],
  ),
  planned(
    "saga-reservations",
    "microservices",
    "Réservations qui expirent",
    "Le paiement arrive après la réservation.",
    ["saga", "expiration"],
    3,
    [50, 90],
  ),
  planned(
    "cqrs-lecture",
    "microservices",
    "Lecture dénormalisée",
    "La vue manque un événement, et ne le rattrape jamais.",
    ["CQRS"],
    2,
    [15, 50],
  ),
  planned(
    "bibliotheque-resilience",
    "microservices",
    "Délais et cloisons",
    "La cloison laisse passer un appel de trop.",
    ["cloison étanche", "délai d’attente"],
    2,
    [50, 90],
  ),
];
