/** The constants of this design, besides those of the shared world. */
import { hours, minutes, ms, seconds } from "../../simulator/base/time.ts";
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";
import { count, DESIGN, duration, sharedParameters, WAITS } from "../checkout/card-parameters.ts";

export const parameters: readonly Parameter[] = [
  ...sharedParameters({ thinkUs: seconds(98), endsWithinUs: seconds(60) }),
  count(
    DESIGN,
    [
      ...(["ouvriers", "Ouvriers de l’orchestrateur"] as const),
      "Sagas qu’il mène en même temps ; chacune occupe un ouvrier du début à la fin.",
      "ouvriers",
    ],
    4,
    [1, 64, 1],
  ),
  count(
    WAITS,
    [
      ...(["essais", "Essais d’un appel"] as const),
      "Variante corrigée : combien de fois un appel sans réponse est redemandé, avec la même clé.",
      "essais",
    ],
    3,
    [1, 20, 1],
  ),
  duration(
    DESIGN,
    [
      "periode-reprise",
      "Période de la reprise",
      "Variante corrigée : temps entre deux recherches de sagas immobiles.",
    ],
    seconds(5),
    [ms(100), minutes(10), ms(100)],
  ),
  duration(
    DESIGN,
    [
      "reprise-apres",
      "Reprise des sagas après",
      "Variante corrigée : âge à partir duquel une saga immobile est reprise ; après un arrêt, elles le sont toutes aussitôt.",
    ],
    seconds(15),
    [seconds(1), hours(1), seconds(1)],
  ),
];
