/** Every prepared comparison, in the order of the page. The page imports these cards; never a scenario. */
import { minutes, seconds } from "../simulator/base/time.ts";
import type { PairCard } from "../simulator/vocabulary/pair.ts";

/** Three minutes of the load that the published laboratory of orchestration gives: thirty checkouts a minute. */
const ONE_LOAD = { reflexion: seconds(98), duree: minutes(3) };

export const comparisons: readonly PairCard[] = [
  {
    id: "orchestration-choregraphie",
    title: "Checkout : orchestré ∥ chorégraphié",
    summary:
      "Les mêmes clients, les mêmes paniers, les mêmes instants, les mêmes pannes : seule change la façon de coordonner. Le chronomètre du client s’arrête ici à la fin du checkout, là à « 202 ».",
    sides: [
      {
        ...{ scenario: "labo6", variant: "publiee", parameters: ONE_LOAD },
        ...{ title: "Orchestration", place: "orchestrator" },
      },
      {
        ...{ scenario: "labo7", variant: "publiee", parameters: ONE_LOAD },
        ...{ title: "Chorégraphie", place: "broker" },
      },
    ],
    // What the orchestrator does alone, four nodes share; a fault on it goes to the one that writes orders.
    counterparts: [
      ["orchestrateur", "ouvrier-commande"],
      ["orchestrateur", "ecommerce"],
      ["orchestrateur", "ouvrier-reservation"],
      ["orchestrateur", "ouvrier-compensation"],
    ],
    operations: [["checkout", "checkout-choreo"]],
    sharedParameters: "all",
    seed: 42,
  },
  {
    id: "saga-publiee-corrigee",
    title: "Saga orchestrée : publiée ∥ corrigée",
    summary:
      "La même boutique, les mêmes commandes, les mêmes pannes : seul le code de l’orchestrateur change.",
    sides: [
      { scenario: "saga-fintech", variant: "publiee", parameters: {}, title: "Telle que publiée" },
      { scenario: "saga-fintech", variant: "corrigee", parameters: {}, title: "Corrigée" },
    ],
    counterparts: [],
    sharedParameters: "all",
    seed: 42,
  },
];
