/** « Saga orchestrée »: the same steps under three sets of habits. */
import { ms } from "../../../simulator/base/time.ts";
import {
  createOrchestrator,
  type SagaHabits,
  SOUND_HABITS,
} from "../../../simulator/coordination.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import { assembly } from "../assembly.ts";
import { card } from "./card.ts";
import { orderingBy, placeOrders, steps } from "./orders.services.ts";
import { doingWith, undoingWith } from "./participants.services.ts";
import { sagaClaims } from "./saga-claims.ts";
import { listingActiveBy, tellingStateBy } from "./status.services.ts";

/** Only beginnings and ends on disk, silence is failure, the first failed compensation stops it all. */
const PUBLISHED: SagaHabits = {
  ...{ log: "ends-only", marks: "after-act", silence: "failure" },
  ...{ failedUndo: "stop", recovers: "forward-only" },
};

/** Nothing on disk, a step noted before it is done, a failed compensation only printed. */
const IN_MEMORY: SagaHabits = {
  ...{ log: "nothing", marks: "before-act", silence: "failure" },
  ...{ failedUndo: "skip", recovers: "nobody" },
};

function build(habits: SagaHabits, isKeyed: boolean): Assembly {
  const orchestrator = createOrchestrator({
    ...{ steps, habits, attemptsMax: habits.silence === "failure" ? 1 : 3 },
    ...{ logWriteUs: ms(5), recoverEveryUs: ms(1_000) },
    backoff: { firstDelayUs: ms(100), delayMaxUs: ms(800), jitter: "full" },
  });
  const service = {
    serves: { faire: { doStep: doingWith(isKeyed) }, defaire: { undoStep: undoingWith(isKeyed) } },
  };
  return assembly(card.nodes, {
    boutique: { boot: { placeOrders } },
    orchestrateur: {
      serves: {
        commander: { conduct: orderingBy(orchestrator) },
        etat: { tellState: tellingStateBy(orchestrator) },
        "en-cours": { listActive: listingActiveBy(orchestrator) },
      },
      boot: { recoverSagas: orchestrator.recoverSagas },
    },
    ...{ stock: service, paiement: service, livraison: service },
  });
}

export const scenario: Scenario = {
  card,
  claims: sagaClaims(card),
  variants: {
    corrigee: () => build(SOUND_HABITS, true),
    publiee: () => build(PUBLISHED, false),
    "en-memoire": () => build(IN_MEMORY, false),
  },
  measures: () => ({}),
};
