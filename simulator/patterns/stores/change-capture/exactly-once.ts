/**
 * Exactly once, as Kafka Connect 3.3 offers it to its sources (KIP-618): the records of one reading and the
 * position after them are one transaction of the log.
 *
 * Opening the session fences a former worker and settles what it left open; a failure of unknown outcome does
 * the same, then the task begins again from what is committed. Holds from the database to the topic: what
 * consumers do is outside (defect 47), and only those who read committed see each event once.
 */
import { type DurationUs, seconds } from "../../../base/time.ts";
import { RETRY_US } from "../../../world/brokers/partitioned-log/client.ts";
import { createTransactionalProducer } from "../../../world/brokers/partitioned-log/transactional-producer.ts";
import type { Emitter, Flushed } from "./connector.ts";
import { offsetRecord } from "./offset-store.ts";
import type { ConnectorSettings } from "./options.ts";

/** Tries of one request before the transaction is given up. */
const TRIES = 4;

export function sendingExactlyOnce(settings: ConnectorSettings, flushed: Flushed): Emitter {
  const { cluster, prefix, requestTimeoutUs } = settings;
  const producer = createTransactionalProducer({
    ...{ cluster, name: `capture ${prefix}`, transactionalId: `connect-${prefix}` },
    ...{ requestTimeoutUs, deliveryTimeoutUs: (requestTimeoutUs * TRIES) as DurationUs },
    transactionTimeoutUs: Math.max(seconds(60), requestTimeoutUs * TRIES) as DurationUs,
  });

  return {
    *begin(ctx) {
      let begun = yield* producer.startAgain(ctx);
      while (begun.kind !== "done") {
        yield* ctx.sleep(RETRY_US);
        begun = yield* producer.begin(ctx);
      }
    },
    *emit(ctx, all) {
      const last = all.at(-1);
      if (last === undefined) return true;
      if ((yield* producer.begin(ctx)).kind !== "done") return false;
      const offset = offsetRecord(settings, last.position);
      for (const record of [...all.map(({ record }) => record), offset]) {
        const sent = yield* producer.send(ctx, record);
        // The next session undoes what this one leaves open.
        if (sent.kind !== "sent") return false;
      }
      if ((yield* producer.commit(ctx)).kind !== "done") return false;
      yield* flushed(ctx, last.position);
      return true;
    },
  };
}
