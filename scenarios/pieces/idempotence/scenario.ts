/** « Idempotence »: one bank, and three ways to write a key down, or none. */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import {
  createIdempotency,
  createRetry,
  IDEMPOTENCY_KEYS,
  type Recording,
  STILL_RUNNING,
} from "../../../simulator/resilience.ts";
import {
  type Assembly,
  type Handler,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly, type NamedHandler } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import * as payment from "./payment.services.ts";

const SCHEMA = [
  IDEMPOTENCY_KEYS,
  "CREATE TABLE debits (id BIGSERIAL PRIMARY KEY, paiement TEXT NOT NULL, montant INTEGER NOT NULL)",
];

function build(parameters: Parameters, payer: NamedHandler): Assembly {
  const retry = createRetry({
    ...{ name: "banque", budget: null, attemptsMax: parameters.essais as number },
    backoff: { firstDelayUs: ms(100), delayMaxUs: ms(800), jitter: "full" },
    // « Still running » is no answer either: the first request may yet succeed.
    isRetryable: (outcome) =>
      outcome.kind === "timed-out" ||
      (outcome.kind === "refused" &&
        (outcome.how !== "refused" || outcome.reason === STILL_RUNNING)),
  });
  const world = assembly(card.nodes, {
    clients: { boot: { shop: payment.shopWith(retry) } },
    banque: { serves: { payer } },
  });
  const cost = { p50Us: ms(2), p95Us: ms(4), p99Us: ms(8) };
  const database = {
    ...{ id: "banque", node: "banque", schema: SCHEMA, rows: [], poolSize: 30 },
    ...{ read: cost, write: cost },
  };
  return { ...world, databases: [database] };
}

const withKey =
  (recording: Recording) =>
  (parameters: Parameters): Assembly => {
    const keys = createIdempotency({
      ...{ schema: SCHEMA, recording },
      keptUs: parameters.garde as DurationUs,
    });
    return build(parameters, { payWithKey: payment.payThrough(keys) as Handler });
  };

const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "un-seul-debit"), () => {
    const debited = new Map<string, number>();
    let most = 0;
    return {
      watches: ["transaction-committed"],
      initial: "0",
      see(event) {
        if (event.kind !== "transaction-committed") return null;
        const made = event.changes.filter(({ table }) => table === "debits");
        if (made.length === 0) return null;
        for (const { after } of made) {
          const times = (debited.get(`${after?.[1]}`) ?? 0) + 1;
          debited.set(`${after?.[1]}`, times);
          most = Math.max(most, times);
        }
        const text = `Le paiement ${event.subject} est débité ${most} fois.`;
        return { observed: `${most}`, isBroken: most > 1, subject: event.subject, text };
      },
    };
  }),
  obligations(claimOf(card, "client-fixe"), () => ({
    watches: ["command-issued", "command-ended"],
    deadlineUs: payment.CERTAIN_WITHIN,
    opens: (event) => (event.kind === "command-issued" ? event.command : null),
    meets: (event) =>
      event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
    lateText: (subject) => `Dix secondes après, le client ${subject} ne sait pas s’il a payé.`,
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    ensemble: withKey("together"),
    avant: withKey("before"),
    apres: withKey("after"),
    "sans-cle": (parameters) => build(parameters, { payEachTime: payment.payEachTime }),
  },
  measures: () => ({}),
};
