/** « Cloison »: the same gateway with three walls: bounded, unbounded, none. */

import { ms } from "../../../simulator/base/time.ts";
import { createBulkhead } from "../../../simulator/resilience.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import * as gateway from "./gateway.services.ts";

const CONCURRENCY = 3;
const WAITING_MAX = 2;

function build(queueMax: number | null | "no-wall"): Assembly {
  const bulkhead =
    queueMax === "no-wall"
      ? null
      : createBulkhead({
          name: "rapports",
          concurrencyMax: CONCURRENCY,
          queueMax,
          waitMaxUs: null,
        });
  return assembly(card.nodes, {
    clients: { boot: { visit: gateway.visit } },
    passerelle: {
      serves: {
        voir: { showPage: gateway.showPage },
        rapport: { showReport: gateway.showReportThrough(bulkhead) },
      },
    },
    catalogue: { serves: { lire: { readArticles: gateway.readArticles } } },
    rapports: { serves: { calculer: { computeReport: gateway.computeReport } } },
  });
}

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "catalogue-repond"), () => ({
    watches: ["command-issued", "command-ended"],
    deadlineUs: ms(500),
    opens: (event) =>
      event.kind === "command-issued" && event.operation === "voir" ? event.command : null,
    meets: (event) =>
      event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
    lateText: (subject) => `La demande ${subject} attend sa page depuis plus de 500 ms.`,
  })),
  invariant(claimOf(card, "file-bornee"), () => ({
    watches: ["memory-changed"],
    initial: "0",
    see(event) {
      if (event.kind !== "memory-changed" || event.key !== "cloison/rapports/en-attente")
        return null;
      const waiting = Number(event.after ?? 0);
      return {
        observed: String(waiting),
        isBroken: waiting > WAITING_MAX,
        subject: event.subject,
        text: `${waiting} demandes de rapport attendent à la cloison.`,
      };
    },
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    bornee: (parameters: Parameters) => build(parameters.file as number),
    "sans-borne": () => build(null),
    "sans-cloison": () => build("no-wall"),
  },
  measures: () => ({}),
};
