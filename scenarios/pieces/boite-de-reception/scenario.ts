/** « Boîte de réception »: one courier, one bank, its inbox written with the credit, before it or after it. */
import { ms } from "../../../simulator/base/time.ts";
import { createInbox, inboxTable, type Recording } from "../../../simulator/coordination.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { creditingThrough } from "./bank.services.ts";
import { card } from "./card.ts";
import { DONE_WITHIN_US } from "./claim-cards.ts";
import { bringTransfers } from "./mail.services.ts";

const TABLE = "boite_reception";
const SCHEMA = [
  "CREATE TABLE credits (numero BIGSERIAL PRIMARY KEY, virement TEXT NOT NULL)",
  inboxTable(TABLE),
];
/** Slow enough for a crash to fall between two writes. */
const COST = { p50Us: ms(15), p95Us: ms(25), p99Us: ms(40) } as const;

function build(recording: Recording): Assembly {
  const credit = creditingThrough(createInbox({ table: TABLE, schema: SCHEMA, recording }));
  const nodes = assembly(card.nodes, {
    courrier: { boot: { bringTransfers } },
    banque: { serves: { livrer: { credit } } },
  });
  const database = {
    ...{ id: "banque", node: "banque", schema: SCHEMA, rows: [], poolSize: 50 },
    ...{ read: COST, write: COST },
  };
  return { ...nodes, databases: [database] };
}

/** Transfers that a commit credits. */
const credited = (event: SimEvent): readonly string[] =>
  event.kind === "transaction-committed"
    ? event.changes.flatMap(({ table, op, after }) =>
        table === "credits" && op === "c" ? [`${after?.[1]}`] : [],
      )
    : [];

const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "une-fois"), () => {
    const done = new Set<string>();
    let twice = 0;
    return {
      watches: ["transaction-committed"],
      initial: "0",
      see(event) {
        const [transfer] = credited(event);
        if (transfer === undefined) return null;
        const isBroken = done.has(transfer);
        if (isBroken) twice++;
        done.add(transfer);
        const text = `Le virement ${transfer} est crédité une seconde fois.`;
        return { observed: `${twice}`, isBroken, subject: transfer, text };
      },
    };
  }),
  obligations(claimOf(card, "aucun-perdu"), () => ({
    watches: ["transaction-committed", "command-issued"],
    deadlineUs: DONE_WITHIN_US,
    opens: (event) => (event.kind === "command-issued" ? event.command : null),
    meets: (event) => credited(event)[0] ?? null,
    lateText: (transfer) => `Le virement ${transfer} est confié depuis 10 s, et n’est pas crédité.`,
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    ensemble: () => build("together"),
    avant: () => build("before"),
    apres: () => build("after"),
  },
  measures: () => ({}),
};
