/** What the reader may turn in both saga pieces. */
import { ms, seconds } from "../../../simulator/base/time.ts";
import type { Parameter } from "../../../simulator/vocabulary/parameters.ts";
import { duration } from "../piece-card.ts";

export const parameters: readonly Parameter[] = [
  {
    ...{ kind: "rate", id: "refus", title: "Refus d’un service", group: "La pièce" },
    help: "Part des commandes qu’un service refuse, pour de bon.",
    ...{ min: 0, max: 1_000_000, step: 1_000, default: 80_000 },
  },
  {
    ...{ kind: "rate", id: "echecs", title: "Échecs d’une compensation", group: "La pièce" },
    help: "Part des demandes de défaire qui échouent ; la même, reposée, peut réussir.",
    ...{ min: 0, max: 900_000, step: 1_000, default: 50_000 },
  },
  duration({
    id: "travail",
    title: "Durée d’une étape",
    help: "Temps de travail d’un service.",
    ...{ default: ms(30), min: ms(1), max: seconds(10) },
  }),
];
