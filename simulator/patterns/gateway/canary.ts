/**
 * How fast a new version is given traffic, and when it is taken away again.
 *
 * After Flagger (canary analysis): at each check a step more, up to a maximum, then everything; a check
 * that fails stops the advance. Failed checks are counted over the whole deployment, and it is the check
 * *after* the last tolerated one that takes the traffic back. Owns counts and decisions; knows neither time
 * nor requests: whoever owns the clock calls `check`.
 */
import { assert } from "../../base/assert.ts";
import { oneOf, wholeNumber } from "../../base/configuration.ts";
import { WHOLE } from "./traffic-split.ts";

/** A check that saw too little: it waits for more, or counts as failed, as in Flagger. */
export const TOO_FEW = ["waits", "fails"] as const;

export interface CanaryOptions {
  /** Share added at each good check, thousandths. */
  readonly stepPerMille: number;
  /** Share at which the next good check gives everything, thousandths. */
  readonly maxPerMille: number;
  /** More failed requests than this between two checks, and the check fails; thousandths. */
  readonly errorsMaxPerMille: number;
  /** Failed checks after which the traffic is taken back. */
  readonly failedChecksMax: number;
  /** Fewer answers than this between two checks tell nothing. */
  readonly volumeMin: number;
  readonly tooFew: (typeof TOO_FEW)[number];
}

export type CanaryPhase = "progressing" | "promoted" | "rolled-back";

export interface CanaryState {
  readonly phase: CanaryPhase;
  /** Share of the new version, thousandths. */
  readonly perMille: number;
  readonly failedCheckCount: number;
}

/** What one check saw and said. */
export interface CanaryCheck {
  readonly successCount: number;
  readonly failureCount: number;
  readonly verdict: "first" | "good" | "failed" | "too-few" | "over";
}

export interface Canary {
  /** An answer of the new version. */
  readonly record: (isSuccess: boolean) => void;
  readonly check: () => CanaryCheck;
  readonly state: () => CanaryState;
}

function checkOptions(options: CanaryOptions): void {
  const { stepPerMille, maxPerMille, errorsMaxPerMille, failedChecksMax, volumeMin } = options;
  wholeNumber("stepPerMille", stepPerMille, { min: 1, max: WHOLE });
  wholeNumber("maxPerMille", maxPerMille, { min: stepPerMille, max: WHOLE });
  wholeNumber("errorsMaxPerMille", errorsMaxPerMille, { min: 0, max: WHOLE });
  wholeNumber("failedChecksMax", failedChecksMax, { min: 1, max: 1_000 });
  wholeNumber("volumeMin", volumeMin, { min: 1, max: 1_000_000_000 });
  oneOf("tooFew", options.tooFew, TOO_FEW);
}

/** @throws BadConfiguration on a step of 0, a maximum below the step, shares above 1000. */
export function createCanary(options: CanaryOptions): Canary {
  checkOptions(options);
  const { stepPerMille, maxPerMille, errorsMaxPerMille, failedChecksMax, volumeMin } = options;
  let phase: CanaryPhase = "progressing";
  let perMille = 0;
  let failedCheckCount = 0;
  let successCount = 0;
  let failureCount = 0;

  /** What the answers since the last check say. */
  function judge(): CanaryCheck["verdict"] {
    if (perMille === 0) return "first";
    const volume = successCount + failureCount;
    if (volume < volumeMin) return options.tooFew === "fails" ? "failed" : "too-few";
    return failureCount * WHOLE > volume * errorsMaxPerMille ? "failed" : "good";
  }

  function act(verdict: CanaryCheck["verdict"]): void {
    if (verdict === "failed") failedCheckCount++;
    if (verdict !== "good" && verdict !== "first") return;
    if (perMille < maxPerMille) perMille = Math.min(WHOLE, perMille + stepPerMille);
    else {
      phase = "promoted";
      perMille = WHOLE;
    }
  }

  return {
    record(isSuccess) {
      if (isSuccess) successCount++;
      else failureCount++;
    },
    check() {
      const seen = { successCount, failureCount };
      let verdict: CanaryCheck["verdict"] = "over";
      if (phase === "progressing" && failedCheckCount >= failedChecksMax) {
        phase = "rolled-back";
        perMille = 0;
      } else if (phase === "progressing") {
        verdict = judge();
        act(verdict);
      }
      successCount = 0;
      failureCount = 0;
      assert(perMille >= 0 && perMille <= WHOLE, "a share is a share", perMille);
      return { ...seen, verdict };
    },
    state: () => ({ phase, perMille, failedCheckCount }),
  };
}
