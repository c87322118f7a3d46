/** « Verrous »: several sessions on the same rows, as PostgreSQL lets them meet. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { ColumnCard } from "../../../simulator/vocabulary/card.ts";
import { choice, count, duration, interval, pieceCard, requests } from "../piece-card.ts";

/** How long a committed parcel may remain unannounced. */
export const ANNOUNCED_WITHIN_US = seconds(2);

const integer = (name: string, title: string): ColumnCard => ({ name, type: "integer", title });
const text = (name: string, title: string): ColumnCard => ({ name, type: "text", title });

export const card = pieceCard({
  id: "piece-verrous",
  title: "Verrous",
  summary:
    "Une caisse, deux préparateurs et un relais sur les mêmes lignes : ce que PostgreSQL fait attendre, et ce qu’il laisse perdre.",
  family: "bases",
  patterns: ["verrou de ligne", "SKIP LOCKED", "table file d’attente"],
  subjectTitle: "Visite",
  fidelity: {
    follows: "PostgreSQL 15, niveau READ COMMITTED",
    judgedBy:
      "800 programmes aléatoires de deux ou trois sessions à travers PostgreSQL 15.18 et le modèle, et 169 ordres publiés par PostgreSQL",
    models: [
      "Une instruction voit ce qui est validé quand elle commence ; devant une ligne verrouillée elle attend, puis réévalue son WHERE sur la nouvelle version.",
      "SKIP LOCKED saute les lignes que d’autres tiennent, jamais les siennes ; une panne rend les lignes tenues.",
      "Un numéro de séquence est tiré à l’insertion et n’est jamais rendu : l’ordre des numéros n’est pas celui des validations.",
      "Qui attend depuis une seconde cherche un cercle, et se sacrifie s’il en fait partie (40P01).",
    ],
    simplifies: [
      "Les sessions qui attendent une même ligne sont servies dans l’ordre d’arrivée, toujours.",
      "Les lignes sont visitées dans l’ordre de la clé primaire, quel que soit le plan.",
    ],
    leavesOut: [
      "Les niveaux REPEATABLE READ et SERIALIZABLE, les verrous de table et les verrous consultatifs.",
    ],
    rules: ["PGS-1", "PGS-5", "PGS-6", "PGS-7"],
  },
  variants: [
    {
      id: "magasin",
      title: "le magasin",
      summary: "Une base, une caisse, deux préparateurs, un relais.",
      file: "shop.services.ts",
    },
  ],
  parameters: [
    requests(60, "visites"),
    interval(ms(60)),
    choice({
      id: "vente",
      title: "Vendre",
      help: "La base soustrait, ou la caisse lit puis écrit.",
      options: [
        ["soustraire", "reste = reste - 1"],
        ["lire", "lire, puis écrire"],
      ],
    }),
    choice({
      id: "echange",
      title: "Échanger",
      help: "Dans quel ordre les deux rayons sont verrouillés.",
      options: [
        ["croissant", "par numéro de rayon"],
        ["demande", "comme demandé"],
      ],
    }),
    choice({
      id: "file",
      title: "Prendre un colis",
      help: "Comment un préparateur choisit le prochain colis.",
      options: [
        ["sauter", "FOR UPDATE SKIP LOCKED"],
        ["lire", "sans verrou"],
      ],
    }),
    choice({
      id: "relais",
      title: "Annoncer",
      help: "Comment le relais reconnaît les colis nouveaux.",
      options: [
        ["marque", "ceux sans marque"],
        ["numero", "id > dernier vu"],
      ],
    }),
    count({
      id: "stock",
      title: "Articles par rayon",
      help: "Combien il y en a au départ dans chacun des trois rayons.",
      unit: "articles",
      default: 100,
      min: 1,
      max: 1_000_000,
    }),
    duration({
      id: "preparation",
      title: "Préparation d’un colis",
      help: "Temps pendant lequel le préparateur garde la ligne.",
      default: ms(60),
      min: ms(1),
      max: seconds(10),
    }),
    duration({
      id: "emballage",
      title: "Emballage d’un cadeau",
      help: "Une vente sur cinq dure ce temps de plus, entre le numéro tiré et la validation.",
      default: ms(300),
      min: ms(1),
      max: seconds(10),
    }),
  ],
  nodes: [
    {
      ...{ id: "clients", title: "Clients", named: "les clients", place: "client" },
      ...{ column: 0, row: 0, readings: [{ kind: "waiting", title: "attendent" }] },
    },
    {
      ...{ id: "magasin", title: "Magasin", named: "le magasin", place: "db" },
      ...{ column: 1, row: 0, workerCount: 12, queueLimit: 1_000 },
      readings: [
        {
          ...{ kind: "table", database: "magasin", table: "rayon" },
          ...{ columns: ["article", "reste"], limit: 3 },
        },
        {
          ...{ kind: "table", database: "magasin", table: "colis" },
          ...{ columns: ["id", "etat", "par"], limit: 5 },
        },
      ],
    },
    {
      ...{ id: "quai", title: "Quai", named: "le quai", place: "service" },
      ...{ column: 2, row: 0 },
      readings: [{ kind: "records", store: "quai", fields: ["colis", "fois"], limit: 5 }],
    },
  ],
  links: ["clients|magasin", "magasin|quai"],
  databases: [
    {
      ...{ id: "magasin", title: "Base du magasin", node: "magasin" },
      tables: [
        {
          ...{ name: "rayon", key: ["id"], subject: null, rowNamed: "le rayon" },
          columns: [integer("id", "rayon"), text("article", "article"), integer("reste", "reste")],
        },
        {
          ...{ name: "colis", key: ["id"], subject: null, rowNamed: "le colis" },
          columns: [
            integer("id", "colis"),
            integer("rayon", "rayon"),
            text("etat", "état"),
            text("par", "préparé par"),
            { name: "annonce", type: "boolean", title: "annoncé" },
          ],
        },
      ],
    },
  ],
  stores: [
    {
      ...{ id: "quai", title: "Colis au quai", node: "quai", recordNamed: "l’arrivée au quai" },
      fields: [integer("colis", "colis"), integer("fois", "fois")],
    },
    {
      ...{ id: "annonces", title: "Annonces", node: "quai", recordNamed: "l’annonce" },
      fields: [integer("colis", "colis")],
    },
  ],
  operations: [
    {
      ...{ id: "vendre", request: "vendre", reply: "vendu", isCompensation: false },
      sentence: "demande de vente",
    },
    {
      ...{ id: "echanger", request: "échanger", reply: "échangé", isCompensation: false },
      sentence: "demande d’échange",
    },
    {
      ...{ id: "charger", request: "colis", reply: "chargé", isCompensation: false },
      sentence: "envoi d’un colis au quai",
    },
    {
      ...{ id: "annoncer", request: "annonce", reply: "noté", isCompensation: false },
      sentence: "annonce d’un colis",
    },
  ],
  handlers: [
    { name: "visit", title: "Clients : venir", file: "shop.services.ts" },
    { name: "askSale", title: "Client : acheter", file: "shop.services.ts" },
    { name: "askExchange", title: "Client : échanger", file: "shop.services.ts" },
    { name: "sellBySubtracting", title: "Caisse : soustraire", file: "shop.services.ts" },
    { name: "sellByReading", title: "Caisse : lire puis écrire", file: "shop.services.ts" },
    { name: "exchangeInOrder", title: "Échange : par numéro", file: "shop.services.ts" },
    { name: "exchangeAsAsked", title: "Échange : comme demandé", file: "shop.services.ts" },
    { name: "pack", title: "Préparateur", file: "parcels.services.ts" },
    { name: "announceUnmarked", title: "Relais : sans marque", file: "parcels.services.ts" },
    { name: "announceAfterLast", title: "Relais : après le dernier", file: "parcels.services.ts" },
    { name: "load", title: "Quai : charger", file: "parcels.services.ts" },
    { name: "noteAnnounced", title: "Quai : noter l’annonce", file: "parcels.services.ts" },
  ],
  claims: [
    {
      ...{ id: "stock-exact", kind: "always", title: "Aucun article ne naît ni ne se perd" },
      sentence: "Ce qui reste en rayon et ce qui est en colis font toujours le stock du départ.",
      expected: "= départ",
    },
    {
      ...{ id: "colis-une-fois", kind: "never", title: "Un colis n’est préparé qu’une fois" },
      sentence: "Aucun colis n’arrive deux fois au quai.",
      expected: "≤ 1",
    },
    {
      ...{ id: "colis-annonces", kind: "eventually", title: "Tout colis est annoncé" },
      sentence: "Un colis enregistré est annoncé au quai en moins de deux secondes.",
      expected: "< 2 s",
    },
    {
      ...{ id: "sans-sacrifice", kind: "never", title: "Personne n’est sacrifié" },
      sentence: "La base n’interrompt aucune transaction pour rompre un cercle d’attentes.",
      expected: "0",
    },
  ],
  incidents: [
    {
      ...{ id: "mise-a-jour-perdue", title: "Lire, puis écrire" },
      text: "Deux caisses lisent le même reste et écrivent le même résultat : une vente disparaît du rayon.",
      ...{ parameters: { vente: "lire" }, faults: [], breaks: ["stock-exact"] },
    },
    {
      ...{ id: "interblocage", title: "Deux rayons verrouillés dans l’ordre demandé" },
      text: "Chaque échange tient le rayon que l’autre attend ; au bout d’une seconde la base en sacrifie un.",
      ...{ parameters: { echange: "demande" }, faults: [], breaks: ["sans-sacrifice"] },
    },
    {
      ...{ id: "double-prise", title: "Une file sans verrou" },
      text: "Les deux préparateurs lisent le même colis nouveau, et le préparent tous les deux.",
      ...{ parameters: { file: "lire" }, faults: [], breaks: ["colis-une-fois"] },
    },
    {
      ...{ id: "numero-en-retard", title: "« id > dernier vu »" },
      text: "Un cadeau long à emballer est validé après un colis de numéro plus grand : le relais ne le voit jamais.",
      ...{ parameters: { relais: "numero" }, faults: [], breaks: ["colis-annonces"] },
    },
    {
      ...{ id: "panne", title: "Le magasin redémarre" },
      text: "La panne rend les lignes tenues : les colis en cours sont repris, rien n’est compté deux fois.",
      ...{ faults: ["crash:magasin@2s+300ms"], breaks: [] },
    },
  ],
  horizonUs: seconds(9),
});
