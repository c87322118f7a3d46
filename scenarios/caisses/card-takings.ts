/** What the shops have sold, against the revenue that the centre projects: the names under which both are written. */
import { hours } from "../../simulator/base/time.ts";
import type { TakingsCard } from "../../simulator/vocabulary/followed.ts";

export const takings: TakingsCard = {
  title: "Chiffre d’affaires, par magasin et par jour",
  siteTitle: "magasin",
  site: { node: "^m(\\d+)-c\\d+$", prefix: "magasin", digits: 3 },
  // As `dayOf` counts them: shops open at nine.
  day: { prefix: "jour ", beginsAtUs: hours(9) },
  sums: {
    ...{ database: "base-siege", table: "chiffre_affaires" },
    ...{ site: "magasin_id", day: "date", cents: "total_cents", count: "tickets" },
  },
  sales: [
    {
      ...{ table: "ticket_events", state: "type", closed: "TICKET_CLOS" },
      cents: { column: "payload", field: "montantTotal" },
      ...{ atUs: "created_at", sentAt: "synced_at" },
    },
    {
      ...{ table: "tickets", state: "statut", closed: "CLOS" },
      cents: { column: "total_cents", field: null },
      ...{ atUs: "updated_at", sentAt: "synced_at" },
    },
  ],
};
