/** « Saga chorégraphiée »: the same steps, events kept until heard, or said once. */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import {
  createChoreography,
  createEventStore,
  type Publishing,
} from "../../../simulator/coordination.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { sagaClaims } from "../saga-orchestree/saga-claims.ts";
import { card } from "./card.ts";
import { chain, effects, receivingWith } from "./shop.services.ts";

interface Care {
  readonly publishing: Publishing;
  readonly isWatched: boolean;
}

/** What the strip of the journal says of an event: a word is read, initials are not. */
const WORDS: Readonly<Record<string, string>> = {
  ...{ CommandeReçue: "reçue", DélaiDépassé: "trop tard" },
  ...{ StockRéservé: "réservé", StockLibéré: "libéré" },
  ...{ PaiementPris: "payé", PaiementRendu: "rendu" },
  ...{ ColisParti: "parti", ColisAnnulé: "annulé" },
};

function build(parameters: Parameters, { publishing, isWatched }: Care): Assembly {
  const store = createEventStore({
    ...{ node: "journal", writeUs: ms(5), readUs: ms(2), timeoutUs: ms(300) },
    ...{ followUs: ms(2_000), batchMax: 20 },
    // « 37 payé »: the order, and what happened to it.
    cellOf: ({ stream, type }) => `${stream} ${WORDS[type] ?? type}`,
  });
  const choreography = createChoreography({
    ...{ chain, store: store.client, publishing, retryUs: ms(400) },
    writeUs: parameters.travail as DurationUs,
    deadlineUs: isWatched ? (parameters.delai as DurationUs) : null,
  });
  const service = (step: string) => ({ boot: choreography.service(step, effects) });
  return assembly(card.nodes, {
    journal: { serves: store.serves },
    boutique: {
      boot: { receiveOrders: receivingWith(choreography.begin), ...choreography.initiator },
    },
    stock: service("stock"),
    paiement: service("paiement"),
    livraison: service("livraison"),
  });
}

export const scenario: Scenario = {
  card,
  claims: sagaClaims(card),
  variants: {
    corrigee: (parameters) => build(parameters, { publishing: "outbox", isWatched: true }),
    publiee: (parameters) => build(parameters, { publishing: "direct", isWatched: false }),
  },
  measures: () => ({}),
};
