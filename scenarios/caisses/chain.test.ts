/** The chain at a smaller scale, a region of it cut off: it sells on, and nothing is lost when it comes back. */
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { cutOf } from "./card-chain.ts";
import { UNSENT } from "./card-names.ts";
import { registersOf } from "./card-registers.ts";
import { scenario } from "./scenario.ts";

const SECOND = 1_000_000;
/** Sixteen stores of two or three registers: four regions of four. */
const CHAIN = {
  ...{ magasins: 16, "caisses-par-magasin": 2, "magasins-plus-grands": 4 },
  ...{ intervalle: 10 * SECOND, duree: 90 * SECOND, "periode-synchro": 5 * SECOND },
};
const CUT = { fromUs: 15 * SECOND, toUs: 75 * SECOND } as const;

const cutOff = new Set(
  registersOf(CHAIN)
    .map(({ id }) => id)
    .filter((id) => Number(/^m(\d+)/.exec(id)?.[1]) <= 4),
);

test.each([0, 1, 2])(
  "corrigée, graine %i, une région coupée une minute : elle vend, garde tout, et rien n’est perdu",
  (seed) => {
    const faults = [cutOf(CHAIN, 1, 4, "15s+60s")];
    const run = play("caisses", { variant: "corrigee", seed, parameters: CHAIN, faults });
    const { log } = run;
    const alone = new Set<string>();
    const kept = new Map<string, number>();
    for (let i = 0; i < log.length; i++) {
      const event = log.event(i);
      if (!cutOff.has(event.node)) continue;
      if (event.kind === "memory-changed" && event.key === UNSENT) {
        kept.set(event.node, Math.max(kept.get(event.node) ?? 0, Number(event.after ?? 0)));
      }
      const isAlone = event.atUs > CUT.fromUs + SECOND && event.atUs < CUT.toUs;
      if (event.kind === "command-ended" && isAlone && event.outcome === "ok") {
        alone.add(event.command);
      }
    }
    // It sold on while nobody heard of it, and held back whole tickets.
    expect(alone.size).toBeGreaterThan(cutOff.size);
    expect([...kept.values()].filter((count) => count >= 5).length).toBeGreaterThan(
      cutOff.size / 2,
    );
    const { perdues, "recues-deux-fois": again } = scenario.measures(log);
    expect([perdues?.value, again?.value]).toEqual([0, 0]);
    const wrong = run.outcome().claims.filter(({ changes }) => changes.at(-1)?.verdict !== "held");
    expect(wrong.map(({ id }) => id)).toEqual([]);
    run.close();
  },
);
