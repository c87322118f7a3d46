/** Every prepared comparison, in the order of the page. The page imports these cards; never a scenario. */
import type { PairCard } from "../simulator/vocabulary/pair.ts";

export const comparisons: readonly PairCard[] = [
  {
    id: "saga-publiee-corrigee",
    title: "Saga orchestrée : publiée ∥ corrigée",
    summary:
      "La même boutique, les mêmes commandes, les mêmes pannes : seul le code de l’orchestrateur change.",
    sides: [
      { scenario: "saga-fintech", variant: "publiee", parameters: {}, title: "Telle que publiée" },
      { scenario: "saga-fintech", variant: "corrigee", parameters: {}, title: "Corrigée" },
    ],
    counterparts: [],
    sharedParameters: "all",
    seed: 42,
  },
];
