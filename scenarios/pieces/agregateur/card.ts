/** « Agrégateur »: one page for one screen, made of three services, before its deadline. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import { choice, duration, interval, pieceCard, requests } from "../piece-card.ts";

/** How long a visitor's phone should wait for its page. */
export const PAGE_WITHIN_US = ms(600);

export const card = pieceCard({
  id: "piece-agregateur",
  title: "Agrégateur",
  summary:
    "Un seul appel du téléphone, trois services derrière : une page part à l’heure, entière ou non, et dit ce qui lui manque.",
  family: "passerelle",
  patterns: ["backend for frontend", "composition d’API", "regroupement des demandes"],
  subjectTitle: "Page",
  fidelity: {
    follows: "les promesses de JavaScript (race, all) et DataLoader 2.2.3",
    judgedBy:
      "400 pages à travers des promesses sous horloge simulée, 150 vies de dataloader : 0 différence",
    models: [
      "Chaque partie a son délai depuis qu’elle est demandée, et la page a le sien.",
      "Rien n’est annulé : le service lent continue, sa réponse n’intéresse plus personne.",
      "Une partie en retard est remplacée par son repli ou annoncée manquante ; sans partie obligatoire, pas de page.",
      "Les demandes d’un même instant partent ensemble, chaque clé une fois ; les réponses servent le temps d’une page.",
    ],
    simplifies: ["Les parties ne rendent que du texte ; leur assemblage ne prend pas de temps."],
    leavesOut: ["L’annulation des appels (AbortController) et la réponse envoyée par morceaux."],
    rules: Array.from({ length: 7 }, (_, i) => `BFF-${i + 1}`),
  },
  variants: [
    {
      id: "ensemble",
      title: "ensemble",
      summary:
        "Le profil et les commandes sont demandés à la fois : la page dure autant que la plus lente.",
      file: "page.services.ts",
    },
    {
      id: "tour-a-tour",
      title: "tour à tour",
      summary: "Chaque partie attend la précédente : leurs durées s’ajoutent.",
      file: "page.services.ts",
    },
  ],
  parameters: [
    requests(80, "pages"),
    interval(ms(80)),
    duration({
      id: "partie",
      title: "Délai d’une partie",
      help: "Après quoi une partie est remplacée ou manque.",
      default: ms(400),
      min: ms(1),
      max: seconds(30),
    }),
    duration({
      id: "page",
      title: "Délai de la page",
      help: "Après quoi la page part avec ce qu’elle a.",
      default: ms(420),
      min: ms(1),
      max: seconds(60),
    }),
    choice({
      id: "articles",
      title: "Demander les articles",
      help: "Les titres des articles d’une page, en un appel ou un par un.",
      options: [
        ["groupes", "ensemble"],
        ["un", "un par un"],
      ],
    }),
  ],
  nodes: [
    {
      ...{ id: "telephones", title: "Téléphones", named: "les téléphones", place: "client" },
      ...{
        column: 0,
        row: 0,
        rows: 3,
        onPhone: { column: 0, row: 0 },
        readings: [{ kind: "waiting", title: "attendent" }],
      },
    },
    {
      ...{ id: "agregateur", title: "Agrégateur", named: "l’agrégateur", place: "gateway" },
      ...{ column: 1, row: 0, rows: 3, onPhone: { column: 0, row: 1, rows: 2 } },
      readings: [
        { kind: "pairs", title: "pages", key: "agregat/pages" },
        { kind: "pairs", title: "manquantes", key: "agregat/manques" },
      ],
    },
    {
      ...{ id: "profils", title: "Profils", named: "le service Profils", place: "service" },
      ...{ column: 2, row: 0, onPhone: { column: 1, row: 0 }, readings: [{ kind: "workers" }] },
    },
    {
      ...{ id: "commandes", title: "Commandes", named: "le service Commandes", place: "service" },
      ...{ column: 2, row: 1, onPhone: { column: 1, row: 1 }, readings: [{ kind: "workers" }] },
    },
    {
      ...{ id: "articles", title: "Articles", named: "le service Articles", place: "service" },
      ...{ column: 2, row: 2, onPhone: { column: 1, row: 2 }, workerCount: 4, queueLimit: 1_000 },
      readings: [{ kind: "workers" }, { kind: "queue" }],
    },
  ],
  links: [
    "telephones|agregateur",
    "agregateur|profils",
    "agregateur|commandes",
    "agregateur|articles",
  ],
  operations: [
    {
      ...{ id: "accueil", request: "accueil", reply: "page", isCompensation: false },
      sentence: "demande de page d’accueil",
    },
    {
      ...{ id: "profil", request: "profil", reply: "profil", isCompensation: false },
      sentence: "demande de profil",
    },
    {
      ...{ id: "dernieres", request: "commandes", reply: "commandes", isCompensation: false },
      sentence: "demande des dernières commandes",
    },
    {
      ...{ id: "titres", request: "titres", reply: "titres", isCompensation: false },
      sentence: "demande de titres d’articles",
    },
  ],
  handlers: [
    { name: "visit", title: "Téléphones : ouvrir", file: "page.services.ts" },
    { name: "visitOnce", title: "Téléphone : une page", file: "page.services.ts" },
    { name: "compose", title: "Agrégateur : composer", file: "page.services.ts" },
    { name: "profil", title: "Agrégateur : la partie profil", file: "page.services.ts" },
    { name: "commandes", title: "Agrégateur : la partie commandes", file: "page.services.ts" },
    { name: "readProfile", title: "Profils : lire", file: "page.services.ts" },
    { name: "readOrders", title: "Commandes : lire", file: "page.services.ts" },
    { name: "readTitles", title: "Articles : lire", file: "page.services.ts" },
  ],
  claims: [
    {
      ...{ id: "page-a-l-heure", kind: "eventually", title: "La page part à l’heure" },
      sentence: "Le téléphone reçoit sa page, entière ou non, en moins de 600 ms.",
      expected: "< 600 ms",
    },
    {
      ...{ id: "page-entiere", kind: "never", title: "Aucune partie ne manque" },
      sentence: "Aucune page ne part avec une partie manquante ou remplacée.",
      expected: "0",
    },
    {
      ...{ id: "un-appel", kind: "never", title: "Un appel aux articles par page" },
      sentence: "Une page demande ses titres au service Articles en un seul appel.",
      expected: "≤ 1",
    },
  ],
  incidents: [
    {
      ...{ id: "articles-lents", title: "Le service Articles est lent" },
      text: "Les commandes manquent, la page le dit et part à l’heure avec le reste.",
      ...{ faults: ["slow:articles=5000@2s+2s"], breaks: ["page-entiere"] },
    },
    {
      ...{ id: "sans-delai", title: "Attendre chaque partie aussi longtemps qu’il faut" },
      text: "La même lenteur, sans délai : les pages sont entières, et les téléphones attendent.",
      parameters: { partie: seconds(10), page: seconds(20) },
      ...{ faults: ["slow:articles=5000@2s+2s"], breaks: ["page-a-l-heure"] },
    },
    {
      ...{ id: "profil-loin", title: "Les profils s’éloignent" },
      text: "Un tiers de seconde de plus vers les profils : demandées ensemble, les parties arrivent toutes à temps.",
      ...{ faults: ["delay:agregateur>profils=330ms@2s+2s"], breaks: [] },
    },
    {
      ...{ id: "profil-loin-tour-a-tour", title: "Les profils s’éloignent, tour à tour" },
      text: "Le temps pris par les profils est ôté à ceux qui suivent : des pages partent sans leurs commandes.",
      variant: "tour-a-tour",
      ...{ faults: ["delay:agregateur>profils=330ms@2s+2s"], breaks: ["page-entiere"] },
    },
    {
      ...{ id: "n-plus-un", title: "Une liste, puis un appel par article" },
      text: "La liste des commandes, puis autant d’appels que d’articles : le service Articles est appelé sept fois pour une page.",
      parameters: { articles: "un" },
      ...{ faults: [], breaks: ["un-appel"] },
    },
  ],
  horizonUs: seconds(12),
});
