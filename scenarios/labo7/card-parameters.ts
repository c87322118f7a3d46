/** Every constant of the choreography: the shared ones with this design's load, and its own. */
import { ms, seconds } from "../../simulator/base/time.ts";
import type { Parameter } from "../../simulator/vocabulary/parameters.ts";
import {
  count,
  DESIGN,
  duration,
  quantiles,
  sharedParameters,
  WAITS,
} from "../checkout/card-parameters.ts";

export const parameters: readonly Parameter[] = [
  ...sharedParameters({ thinkUs: ms(24_700), endsWithinUs: seconds(60) }),
  quantiles(
    "duree-ecommerce",
    "Durée d’une acceptation",
    "Temps de travail d’E-commerce avant de publier ; calé sur les 0,3 s publiées pour la réponse.",
    [265, 395, 520],
  ),
  quantiles(
    "trajet-redis",
    "Trajet vers Redis",
    "Aller simple entre un service et Redis, connexion gardée ouverte.",
    [1, 3, 8],
  ),
  count(
    DESIGN,
    [
      "commande-redis",
      "Une commande de Redis",
      "Temps du fil unique de Redis pour une commande : chacune attend les précédentes.",
      "µs",
    ],
    20,
    [0, 10_000, 1],
  ),
  duration(
    DESIGN,
    [
      "pause-lecture",
      "Pause de lecture",
      "Temps qu’un ouvrier laisse passer avant de relire le sujet, quand rien ne le concernait.",
    ],
    ms(500),
    [0, seconds(60), ms(100)],
  ),
  duration(
    DESIGN,
    [
      "scrutation",
      "Scrutation",
      "Notification, Audit et Projection lisent par paquets : temps entre deux lectures.",
    ],
    seconds(2),
    [ms(100), seconds(60), ms(100)],
  ),
  duration(
    WAITS,
    [
      "repos",
      "Reprise après",
      "Variante corrigée : temps sans acquittement au bout duquel une entrée est reprise (min-idle-time), et période de la reprise.",
    ],
    seconds(10),
    [ms(100), seconds(600), ms(100)],
  ),
  count(
    DESIGN,
    [
      "relecture",
      "Relire un événement",
      "Temps de travail du magasin d’événements pour un événement rejoué.",
      "µs",
    ],
    200,
    [0, 100_000, 10],
  ),
];
