/** What is counted of a sale at the centre, and the ticket as its events make it. */
import type { BookCard, PaperCard } from "../../simulator/vocabulary/card.ts";

export const paper: PaperCard = {
  ...{ title: "Ticket", table: "ticket_events" },
  ...{ order: "version", event: "type", body: "payload" },
  kinds: {
    TICKET_OUVERT: { title: "ticket ouvert", mark: { kind: "none" } },
    ARTICLE_AJOUTE: {
      title: "article ajouté",
      mark: { kind: "line", label: "codeEan", cents: "prixUnitaire" },
    },
    ARTICLE_RETIRE: { title: "article retiré", mark: { kind: "strike", label: "codeEan" } },
    REMISE_APPLIQUEE: {
      title: "remise appliquée",
      mark: { kind: "discount", percent: "pourcentage" },
    },
    PAIEMENT_RECU: { title: "paiement reçu", mark: { kind: "none" } },
    TICKET_CLOS: { title: "ticket clos", mark: { kind: "total", cents: "montantTotal" } },
  },
};

const kindsBut = (kept: string): readonly string[] =>
  Object.keys(paper.kinds).filter((kind) => kind !== kept);

export const books: readonly BookCard[] = [
  {
    ...{ id: "clotures", title: "clôtures au siège", most: 1 },
    of: { database: "base-siege", table: "central_events" },
    ...{ subject: "ticket_id", status: "type", undone: kindsBut("TICKET_CLOS") },
  },
  {
    ...{ id: "lignes", title: "lignes au siège", most: 1 },
    of: { database: "base-siege", table: "tickets" },
    ...{ subject: "vente", status: "statut", undone: ["OUVERT"] },
  },
];
