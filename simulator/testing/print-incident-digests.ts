/**
 * Prints the digest of each prepared fault of each piece as one JSON document, `{ "piece-x/fault": digest }`:
 * what Node answers, for the built site to compare with. There, handlers went through the bundler.
 */
import initSqlJs from "sql.js";
import { pieces } from "../../scenarios/pieces/catalogue.ts";
import { simulate } from "../simulation.ts";
import { parseFault } from "../vocabulary/fault-text.ts";
import { defaultParameters } from "../vocabulary/parameters.ts";
import { openSqlJs, type SqlJsModule } from "../world/database/sql-engine.ts";

const sql = openSqlJs((await initSqlJs()) as unknown as SqlJsModule);

const digests = pieces.flatMap((piece) =>
  piece.card.incidents.map(({ id, variant, seed, parameters, faults }) => {
    const interventions = faults.map((text, i) => {
      const fault = parseFault(text, `f${i + 1}`);
      if (fault.kind === "error") throw new Error(`${piece.card.id}/${id}: ${fault.message}`);
      return fault.value;
    });
    const { log } = simulate(
      piece,
      {
        ...{ scenario: piece.card.id, variant, seed, interventions, untilUs: null },
        parameters: { ...defaultParameters(piece.card.parameters), ...parameters },
      },
      { sql },
    );
    return [`${piece.card.id}/${id}`, log.digest()] as const;
  }),
);
process.stdout.write(`${JSON.stringify(Object.fromEntries(digests))}\n`);
