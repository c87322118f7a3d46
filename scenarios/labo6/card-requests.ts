/** The four use cases of the source, as the reader may ask them: UC-SAGA-01 to 04. */
import { seconds } from "../../simulator/base/time.ts";
import type { RequestCard } from "../../simulator/vocabulary/card.ts";

const SHARED = { from: "operateur", to: "kong", timeoutUs: seconds(10) } as const;

export const requests: readonly RequestCard[] = [
  {
    ...{ ...SHARED, id: "uc-saga-01", title: "Démarrer une saga", operation: "checkout" },
    explanation:
      "UC-SAGA-01 : demande à l’orchestrateur un checkout d’un casque. La réponse vient quand la saga est finie, pas avant.",
    subject: { title: "Nouveau checkout", example: "op-1" },
    body: {
      ...{ method: "POST", path: "/api/saga/checkout/" },
      body: { checkout: "{subject}", client: "operateur", sku: "casque", quantity: 1 },
    },
  },
  {
    ...{ ...SHARED, id: "uc-saga-02", title: "Où en est cette saga ?", operation: "etat-saga" },
    explanation: "UC-SAGA-02 : lit dans la base des sagas l’état de celle de ce checkout.",
    subject: { title: "Checkout", example: "41-1" },
    body: {
      ...{ method: "GET", path: "/api/saga/status/" },
      body: { checkout: "{subject}" },
    },
  },
  {
    ...{ ...SHARED, id: "uc-saga-03", title: "Quelles sagas sont actives ?", subject: null },
    explanation:
      "UC-SAGA-03 : lit dans la base celles qui ne sont ni terminées ni annulées ; une saga abandonnée y reste.",
    operation: "lister-sagas",
    body: { method: "GET", path: "/api/saga/list/", body: null },
  },
  {
    ...{ ...SHARED, id: "uc-saga-04", title: "Forcer la compensation" },
    explanation:
      "UC-SAGA-04 : ordonne de rendre le stock de ce checkout. Telle que publiée, la saga ne regarde pas si elle était déjà finie.",
    operation: "forcer-compensation",
    subject: { title: "Checkout", example: "41-1" },
    body: {
      ...{ method: "POST", path: "/api/saga/compensate/" },
      body: { checkout: "{subject}" },
    },
  },
];
