/** Every constant of this world, with its unit and where it comes from. */
import { hours, minutes, ms, seconds } from "../../simulator/base/time.ts";
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";
import { placesOf, TARGETS } from "./card-targets.ts";
import { count, duration, quantiles, rate } from "./card-words.ts";

const LOAD = "La charge";
const REPORTS = "Le service Rapports";
const GATEWAY = "La passerelle";
const WALLS = "Les cloisons";
const CORRECTED = "La variante corrigée";
const RETRIES = "Les nouvelles tentatives";
const MONTH = "Le mois en accéléré";

const load: readonly Parameter[] = [
  duration(
    LOAD,
    [
      "duree",
      "Durée de la charge",
      "Après ce temps, plus aucune demande ; sans effet sur le mois.",
    ],
    minutes(3),
    [seconds(1), hours(2), seconds(1)],
  ),
  duration(
    LOAD,
    ["intervalle-rapports", "Entre deux rapports", "Temps moyen entre deux demandes de rapport."],
    ms(800),
    [ms(10), minutes(1), ms(10)],
  ),
  duration(
    LOAD,
    ["intervalle-autres", "Entre deux autres", "Temps moyen entre deux demandes aux autres."],
    ms(140),
    [ms(5), minutes(1), ms(5)],
  ),
  rate(
    LOAD,
    ["part-inedits", "Rapports inédits", "Part des rapports jamais demandés avant : pas de copie."],
    500_000,
  ),
  count(
    LOAD,
    ["rapports-standard", "Rapports courants", "Ceux que les autres demandes se partagent."],
    [20, "rapports"],
    [1, 10_000],
  ),
  duration(
    LOAD,
    ["patience", "Patience d’un client", "Après ce temps sans réponse, il s’en va."],
    seconds(30),
    [ms(100), minutes(10), ms(100)],
  ),
];

const times: readonly Parameter[] = [
  quantiles(
    ["latence", "Trajet d’un message", "Aller simple, p50 · p95 · p99, en ms."],
    [4, 12, 30],
  ),
  quantiles(
    ["duree-lecture", "Durée d’une lecture", "Travail d’un service autre que Rapports."],
    [20, 60, 150],
  ),
  quantiles(
    ["duree-rapport", "Durée d’un rapport", "Seul sur sa machine, s’il n’est pas lourd."],
    [300, 1_000, 2_000],
  ),
];

const reports: readonly Parameter[] = [
  rate(
    REPORTS,
    ["rapports-lourds", "Rapports lourds", "Part des rapports longs par nature, service sain."],
    9_200,
  ),
  duration(
    REPORTS,
    ["lourd-min", "Rapport lourd, au moins", "Durée de calcul du plus court des lourds."],
    seconds(16),
    [ms(100), minutes(5), ms(100)],
  ),
  duration(
    REPORTS,
    [
      "lourd-etendue",
      "Rapport lourd, jusqu’à",
      "Ce qui s’y ajoute au plus : trente secondes en tout.",
    ],
    seconds(12),
    [0, minutes(5), ms(100)],
  ),
  count(
    REPORTS,
    ["coeurs", "Cœurs", "Calculs menés à pleine vitesse ; au-delà, ils se partagent."],
    [4, "cœurs"],
    [1, 256],
  ),
  count(
    REPORTS,
    ["memoire", "Mémoire", "Calculs que la mémoire contient ; au-delà, la machine pagine."],
    [12, "calculs"],
    [1, 10_000],
  ),
  count(
    REPORTS,
    ["pagination", "Pagination", "Combien de fois plus lent quand la machine pagine."],
    [9, "fois"],
    [1, 100],
  ),
  count(
    REPORTS,
    [
      "export-facteur",
      "Export complet",
      "Combien de fois plus lent pendant qu’un client exporte tout.",
    ],
    [40, "fois"],
    [1, 1_000],
  ),
  duration(
    REPORTS,
    ["export-duree", "Durée d’un export", "Temps pendant lequel les tables sont verrouillées."],
    seconds(110),
    [seconds(1), hours(1), seconds(1)],
  ),
  rate(
    REPORTS,
    [
      "fragment-malade",
      "Fragment malade",
      "Part des rapports qui tombent sur un fragment illisible.",
    ],
    0,
  ),
];

const gateway: readonly Parameter[] = [
  count(
    GATEWAY,
    ["places", "Places", "Demandes que la passerelle mène ensemble : sockets et mémoire."],
    [60, "places"],
    [1, 10_000],
  ),
  count(
    GATEWAY,
    ["file", "File d’entrée", "Demandes qui attendent une place ; au-delà, refusées aussitôt."],
    [50, "demandes"],
    [0, 100_000],
  ),
  duration(
    GATEWAY,
    ["delai-service", "Délai d’un service", "Texte publié : 3 s, sauf Rapports."],
    seconds(3),
    [ms(10), minutes(5), ms(10)],
  ),
  duration(GATEWAY, ["delai-rapports", "Délai de Rapports", "Texte publié : 15 s."], seconds(15), [
    ms(10),
    minutes(5),
    ms(10),
  ]),
  count(
    GATEWAY,
    ["seuil", "Seuil d’échecs", "Part d’échecs au-dessus de laquelle un disjoncteur s’ouvre."],
    [50, "%"],
    [0, 100],
  ),
  count(
    GATEWAY,
    ["volume", "Volume minimal", "Appels dans la fenêtre avant de pouvoir s’ouvrir."],
    [10, "appels"],
    [0, 10_000],
  ),
  duration(
    GATEWAY,
    ["fenetre", "Fenêtre", "Durée sur laquelle un disjoncteur compte, en dix tranches."],
    seconds(10),
    [ms(100), minutes(10), ms(100)],
  ),
  duration(
    GATEWAY,
    ["ouverture", "Temps d’ouverture", "Entre l’ouverture et la sonde."],
    seconds(30),
    [ms(100), minutes(10), ms(100)],
  ),
  duration(
    GATEWAY,
    ["conservation", "Vie d’une copie", "Tel que publié : 300 s, comme un cache ordinaire."],
    seconds(300),
    [seconds(1), hours(48), seconds(1)],
  ),
  {
    ...{ kind: "choice", id: "transmis", title: "Ce que reçoit l’appel", group: GATEWAY },
    help: "Le code publié passe à « fire » la fonction à la place de la requête ; ici, on peut l’avoir déjà réparé.",
    options: [
      { id: "requete", title: "la requête (réparé)" },
      { id: "fonction", title: "la fonction (tel que publié)" },
    ],
    default: "requete",
  },
  {
    ...{ kind: "choice", id: "repli", title: "Repli du disjoncteur", group: GATEWAY },
    help: "Retiré, on voit ce que vaut le cache de secours seul.",
    options: [
      { id: "message", title: "un message (tel que publié)" },
      { id: "aucun", title: "aucun" },
    ],
    default: "message",
  },
];

const walls: readonly Parameter[] = TARGETS.map(({ id, title, places }) =>
  count(
    WALLS,
    [placesOf(id), `Places de ${title}`, "Texte publié : appels simultanés que la cloison admet."],
    [places, "appels"],
    [1, 10_000],
  ),
);

const corrected: readonly Parameter[] = [
  count(
    CORRECTED,
    [
      "file-cloison",
      "File de la cloison",
      "Demandes qui attendent une place ; au-delà, un refus net.",
    ],
    [12, "demandes"],
    [0, 10_000],
  ),
  duration(
    CORRECTED,
    ["attente-cloison", "Patience à la cloison", "Au-delà, la demande quitte la file."],
    seconds(5),
    [ms(10), minutes(5), ms(10)],
  ),
  duration(
    CORRECTED,
    ["travail-max", "Travail au plus", "Transmis à Rapports : il cesse un calcul plus long."],
    seconds(30),
    [seconds(1), minutes(10), seconds(1)],
  ),
  duration(
    CORRECTED,
    ["jugement", "Délai du disjoncteur", "Un rapport lent et sain n’est pas un échec."],
    seconds(40),
    [seconds(1), minutes(10), seconds(1)],
  ),
  duration(
    CORRECTED,
    [
      "conservation-longue",
      "Vie d’une copie de secours",
      "Aussi longtemps qu’une panne peut durer.",
    ],
    hours(24),
    [seconds(1), hours(48), seconds(1)],
  ),
];

const retries: readonly Parameter[] = (
  [
    ["essais-client", "Essais du client"],
    ["essais-passerelle", "Essais de la passerelle"],
    ["essais-bibliotheque", "Essais de la bibliothèque HTTP"],
  ] as const
).map(([id, title]) =>
  count(
    RETRIES,
    [id, title, "Combien de fois au plus, aussitôt, sans attendre."],
    [1, "essais"],
    [1, 10],
  ),
);

const month: readonly Parameter[] = [
  count(
    MONTH,
    [
      "incidents",
      "Exports complets",
      "Zéro : quelques minutes à vitesse réelle. Huit : le mois publié.",
    ],
    [0, "par mois"],
    [0, 100],
  ),
  count(
    MONTH,
    [
      "vitesse-calme",
      "Jours calmes",
      "Secondes de calendrier par seconde jouée, quand rien n’arrive.",
    ],
    [1_200, "fois"],
    [1, 100_000],
  ),
  count(
    MONTH,
    [
      "vitesse-astreinte",
      "Attente de quelqu’un",
      "Secondes de calendrier par seconde jouée, une fois l’alerte donnée.",
    ],
    [180, "fois"],
    [1, 10_000],
  ),
  count(
    MONTH,
    [
      "echantillon",
      "Échantillon",
      "Jours calmes : une demande jouée aux services sains pour tant de vraies.",
    ],
    [10, "demandes"],
    [1, 1_000],
  ),
  duration(
    MONTH,
    ["sonde", "Période de la sonde", "Une demande ordinaire, aussi souvent ; elle attend autant."],
    seconds(5),
    [ms(100), minutes(10), ms(100)],
  ),
  count(
    MONTH,
    [
      "echecs-sonde",
      "Échecs avant l’alerte",
      "Sondes de suite sans réponse avant d’appeler quelqu’un.",
    ],
    [6, "sondes"],
    [1, 1_000],
  ),
  count(
    MONTH,
    [
      "succes-sonde",
      "Succès qui lèvent l’alerte",
      "Sondes de suite servies avant de dire que tout va bien.",
    ],
    [12, "sondes"],
    [1, 1_000],
  ),
  duration(
    MONTH,
    ["reaction", "Réaction", "Texte publié : trois heures pour voir, comprendre et redémarrer."],
    hours(3),
    [minutes(1), hours(24), minutes(1)],
  ),
];

export const parameters: readonly Parameter[] = [
  ...load,
  ...gateway,
  ...walls,
  ...corrected,
  ...retries,
  ...times,
  ...reports,
  ...month,
];
