/** Databases, operations and handlers, as the page names them. */
import type {
  DatabaseCard,
  HandlerCard,
  OperationCard,
  TableCard,
} from "../../simulator/vocabulary/card.ts";
import { cents, instant, integer, text } from "../checkout/card-data.ts";
import { CENTRE, databaseOf } from "./card-names.ts";
import { DRAWN } from "./card-stage.ts";

const event = [
  text("ticket_id", "ticket"),
  integer("version", "version"),
  text("type", "événement"),
  text("payload", "contenu"),
  text("caisse_id", "caisse"),
  instant("created_at", "écrit à"),
  text("vector_clock", "horloge"),
];

const CLOCK = { column: "vector_clock", writer: "caisse_id" } as const;

const registerTables: readonly TableCard[] = [
  {
    name: "stock",
    columns: [text("ean", "EAN"), integer("reste", "reste")],
    ...{ key: ["ean"], subject: null, rowNamed: "le rayon" },
  },
  {
    name: "ticket_events",
    columns: [
      integer("numero", "ligne"),
      ...event,
      text("sceau", "sceau"),
      instant("synced_at", "envoyé à"),
    ],
    ...{ key: ["numero"], subject: "ticket_id", rowNamed: "l’événement", clock: CLOCK },
  },
  {
    name: "tickets",
    columns: [
      ...[text("id", "ticket"), text("vente", "vente"), text("lignes", "lignes")],
      ...[cents("total_cents", "total"), text("statut", "état")],
      ...[instant("updated_at", "modifié à"), instant("synced_at", "envoyé à")],
    ],
    ...{ key: ["id"], subject: "vente", rowNamed: "le ticket" },
  },
];

const centreTables: readonly TableCard[] = [
  {
    name: "central_events",
    columns: [
      integer("id", "n°"),
      ...event,
      integer("rang", "rang"),
      text("magasin_id", "magasin"),
    ],
    ...{ key: ["id"], subject: "ticket_id", rowNamed: "l’événement", clock: CLOCK },
  },
  {
    name: "chiffre_affaires",
    columns: [
      ...[text("date", "jour"), text("magasin_id", "magasin")],
      ...[cents("total_cents", "total"), integer("tickets", "tickets")],
    ],
    ...{ key: ["date", "magasin_id"], subject: null, rowNamed: "le chiffre d’affaires" },
  },
  {
    name: "tickets",
    columns: [
      ...[text("id", "ticket"), text("magasin_id", "magasin"), text("vente", "vente")],
      ...[
        cents("total_cents", "total"),
        text("statut", "état"),
        instant("updated_at", "modifié à"),
      ],
    ],
    ...{ key: ["id"], subject: "vente", rowNamed: "le ticket" },
  },
  {
    name: "caisses",
    columns: [
      ...[text("id", "caisse"), text("magasin_id", "magasin"), integer("livres", "rangés")],
      ...[integer("tete", "tête"), text("sceau", "sceau")],
      text("noeud", "machine"),
    ],
    ...{ key: ["id"], subject: null, rowNamed: "la caisse" },
  },
];

/** The base of a register, by its ranks or by the words that stand for them. */
export function registerBase(store: string, rank: string, letter: string): DatabaseCard {
  const node = `m${store}-c${rank}`;
  const title = `Base de la caisse ${letter}, magasin ${store}`;
  return { id: databaseOf(node), title, node, tables: registerTables };
}

export const databases: readonly DatabaseCard[] = [
  { id: "base-siege", title: "Base du siège", node: CENTRE, tables: centreTables },
  ...DRAWN.map(([store, rank]) => {
    return registerBase(String(store), String(rank), rank === 1 ? "A" : "B");
  }),
];

const act = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});

export const operations: readonly OperationCard[] = [
  act("vente", "vente", "payée", "vente à une caisse"),
  act("synchroniser", "lot", "reçu", "envoi d’un lot au siège"),
  act("rayon", "rayon", "entendu", "nouvelle du rayon"),
  act("donner-journal", "journal ?", "journal", "demande du journal d’une caisse"),
  act("controler", "contrôler", "verdict", "contrôle d’une caisse"),
  act("retoucher", "retoucher", "fait", "retouche d’un ticket clos"),
  act("effacer", "effacer", "fait", "effacement d’une ligne"),
  act("couper", "couper", "fait", "coupe de la fin d’un journal"),
];

const of = (file: string, ...handlers: (readonly [string, string])[]): readonly HandlerCard[] =>
  handlers.map(([name, title]) => ({ name, title, file }));

export const handlers: readonly HandlerCard[] = [
  ...of(
    "register.services.ts",
    ["sell", "Caisse : vendre"],
    ["sync", "Caisse : synchroniser"],
    ["hearAndCount", "Caisse : entendre, et décompter"],
    ["hearOnly", "Caisse : entendre"],
    ["touchUp", "Caisse : retoucher une ligne"],
  ),
  ...of("journal.services.ts", ["giveJournal", "Caisse : donner son journal"]),
  ...of(
    "former.services.ts",
    ["keepLastWriting", "Siège : garder le dernier écrit"],
    ["checkNothing", "Siège : rien à contrôler"],
    ["touchUpRow", "Caisse : modifier un ticket"],
  ),
  ...of(
    "published.services.ts",
    ["appendAsItComes", "Siège : ajouter ce qui arrive"],
    ["checkVersions", "Siège : contrôler les versions"],
  ),
  ...of(
    "corrected.services.ts",
    ["appendOnce", "Siège : ajouter une fois"],
    ["checkChain", "Siège : contrôler la chaîne"],
  ),
];
