/** Two orchestrators in the same world: which handler stands at which operation, and nothing else. */
import type { Assembly, Boots } from "../../simulator/scenario.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { countOf } from "../checkout/settings.ts";
import {
  asPublished,
  assembleCheckout,
  database,
  type Serves,
  type SharedServices,
  withKeys,
} from "../checkout/world.ts";
import { nodes } from "./card-stage.ts";
import { forceSettledRollback, resumeSagas, runKeyedSaga } from "./corrected.services.ts";
import * as ask from "./operations.ts";
import { forceRollback, runSaga } from "./published.services.ts";
import * as schema from "./schema.ts";
import { listActive, tellState } from "./status.services.ts";

interface Design {
  readonly services: SharedServices;
  readonly serves: Serves;
  readonly boot: Boots;
}

const build =
  ({ services, serves, boot }: Design) =>
  (parameters: Parameters): Assembly =>
    assembleCheckout(
      {
        ...{ nodes, services, checkout: ask.startSaga },
        resources: [ask.startSaga, ask.readSaga, ask.listSagas, ask.forceCompensation],
        routes: [{ id: "saga", paths: ["/api/saga"], service: "orchestrateur" }],
        parts: {
          orchestrateur: {
            serves: {
              ...serves,
              [ask.readSaga.id]: { tellState },
              [ask.listSagas.id]: { listActive },
            },
            ...{ boot, workerCount: countOf(parameters, "ouvriers") },
          },
        },
        databases: [database(parameters, "sagas", "orchestrateur", schema.sagas)],
      },
      parameters,
    );

export const variants: Readonly<Record<string, (parameters: Parameters) => Assembly>> = {
  publiee: build({
    services: asPublished,
    serves: { [ask.startSaga.id]: { runSaga }, [ask.forceCompensation.id]: { forceRollback } },
    boot: {},
  }),
  corrigee: build({
    services: withKeys,
    serves: {
      [ask.startSaga.id]: { runKeyedSaga },
      [ask.forceCompensation.id]: { forceSettledRollback },
    },
    boot: { resumeSagas },
  }),
};
