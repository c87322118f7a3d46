/** « Disjoncteur »: the same shop behind three breakers: rolling window, simple as published, repaired. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import {
  type Breaker,
  consecutiveFailures,
  createBreaker,
  createNaiveBreaker,
  createPatientBreaker,
} from "../../../simulator/resilience.ts";
import type { Assembly, Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { card } from "./card.ts";
import { claims } from "./claims.ts";
import * as shop from "./shop.services.ts";

const NAME = "avis";

interface Settings {
  /** null when the reader sets 0: wait as long as it takes. */
  readonly timeoutUs: DurationUs | null;
  readonly reopenUs: DurationUs;
  readonly failuresMax: number;
}

const settingsOf = (parameters: Parameters): Settings => ({
  timeoutUs: parameters.delai === 0 ? null : (parameters.delai as DurationUs),
  reopenUs: parameters.reouverture as DurationUs,
  failuresMax: parameters.volume as number,
});

const build = (breaker: Breaker<string>): Assembly =>
  assembly(card.nodes, {
    clients: { boot: { visit: shop.visit } },
    boutique: {
      serves: { montrer: { showReviews: shop.showThrough(breaker) } },
      boot: { openShop: shop.openWith(breaker) },
    },
    avis: { serves: { lire: { readReviews: shop.readReviews } } },
  });

function rolling(parameters: Parameters): Assembly {
  const { timeoutUs, reopenUs } = settingsOf(parameters);
  return build(
    createBreaker({
      name: NAME,
      timeoutUs,
      resetTimeoutUs: reopenUs,
      windowUs: parameters.fenetre as DurationUs,
      errorThresholdPercentage: parameters.seuil as number,
      volumeThreshold: parameters.volume as number,
      capacity: parameters.capacite as number,
    }),
  );
}

/** No deadline: the publication calls « timeout » the time that it stays open. */
function simple(parameters: Parameters): Assembly {
  const { reopenUs, failuresMax } = settingsOf(parameters);
  return build(
    createNaiveBreaker({
      ...{ name: NAME, failuresMax, openForUs: reopenUs },
      ...{ anySuccessCloses: true, timeoutUs: null },
    }),
  );
}

function repaired(parameters: Parameters): Assembly {
  const { timeoutUs, reopenUs, failuresMax } = settingsOf(parameters);
  return build(
    createPatientBreaker({
      ...{ name: NAME, judge: () => consecutiveFailures(failuresMax), halfOpenAfterUs: reopenUs },
      ...{ trialCount: 1, trialThreshold: 0, timeoutUs, ignores: () => false },
    }),
  );
}

export const scenario: Scenario = {
  card,
  claims,
  variants: { "fenetre-glissante": rolling, simple, reparee: repaired },
  measures: () => ({}),
};
