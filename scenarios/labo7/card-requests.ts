/** The four use cases of the source, as the reader may ask them: UC-EVENT-01 to 04. */
import { seconds } from "../../simulator/base/time.ts";
import type { RequestCard } from "../../simulator/vocabulary/card.ts";

const SHARED = { from: "operateur", to: "kong", timeoutUs: seconds(10) } as const;

export const requests: readonly RequestCard[] = [
  {
    ...{ ...SHARED, id: "uc-event-01", title: "Initier un checkout" },
    explanation:
      "UC-EVENT-01 : demande à E-commerce d’accepter un panier d’un casque. La réponse est « 202 » : l’événement est publié, rien de plus.",
    operation: "checkout-choreo",
    subject: { title: "Nouveau checkout", example: "op-1" },
    body: {
      ...{ method: "POST", path: "/api/commandes/clients/checkout/choreo/" },
      body: { checkout: "{subject}", client: "operateur", sku: "casque", quantity: 1 },
    },
  },
  {
    ...{ ...SHARED, id: "uc-event-02", title: "Consulter les événements" },
    explanation:
      "UC-EVENT-02 : demande au magasin combien d’événements tient le sujet, et les dix derniers.",
    ...{ operation: "lire-evenements", subject: null },
    body: { method: "GET", path: "/api/event-store/streams/events/", body: null },
  },
  {
    ...{ ...SHARED, id: "uc-event-03", title: "Rejouer un checkout" },
    explanation:
      "UC-EVENT-03 : relit le sujet depuis le premier événement, et dit où en est ce checkout.",
    operation: "rejouer-checkout",
    subject: { title: "Checkout", example: "7-1" },
    body: {
      ...{ method: "GET", path: "/api/event-store/replay/checkout/" },
      body: { checkout: "{subject}" },
    },
  },
  {
    ...{ ...SHARED, id: "uc-event-04", title: "Lire la vue d’un client" },
    explanation:
      "UC-EVENT-04 : demande à la vue combien de commandes a ce client ; elle peut être en retard.",
    operation: "commandes-du-client",
    subject: { title: "Client", example: "client-7" },
    body: {
      ...{ method: "GET", path: "/api/event-store/cqrs/orders-by-client/" },
      body: { client: "{subject}" },
    },
  },
];
