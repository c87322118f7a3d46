/** Random worlds with crashes, cuts, losses and doubled messages: what is promised, and what is not. */
import { describe, expect, test } from "vitest";
import {
  deliveries,
  lost,
  MESSAGES,
  mostHeld,
  openShop,
  randomFaults,
  said,
  wronglyMarked,
} from "./fixtures/workshop.ts";

const SEEDS = Array.from({ length: 80 }, (_, i) => i + 1);

describe("80 mondes, deux à sept pannes tirées au hasard dans chacun", () => {
  const stormy = SEEDS.map((seed) => ({
    seed,
    run: openShop({ seed, faults: randomFaults(seed), prefetch: 1 + (seed % 3) }),
  }));

  test("RMQ-5, RMQ-4: confirmé, persistant, durable, acquitté après le travail : rien n’est perdu", () => {
    const losing = stormy.filter(({ run }) => lost(run).length > 0).map(({ seed }) => seed);
    const silent = stormy.filter(({ run }) => said(run, "confirmed").length < MESSAGES);
    expect({ losing, silent: silent.map(({ seed }) => seed) }).toEqual({ losing: [], silent: [] });
    // At least once is not once: some worlds do the same work twice.
    const twice = stormy.filter(({ run }) => {
      const done = said(run, "done");
      return new Set(done).size < done.length;
    });
    expect(twice.length).toBeGreaterThan(SEEDS.length / 4);
  });

  test("RMQ-4: une publication livrée une seconde fois est toujours marquée « redelivered »", () => {
    expect(stormy.flatMap(({ run }) => wronglyMarked(run))).toEqual([]);
    const marked = stormy.flatMap(({ run }) => deliveries(run)).filter((one) => one.isRedelivered);
    expect(marked.length).toBeGreaterThan(SEEDS.length);
  });

  test("RMQ-2: personne ne tient plus de messages que son prefetch", () => {
    const over = stormy.filter(({ seed, run }) => mostHeld(run) > 1 + (seed % 3));
    expect(over.map(({ seed }) => seed)).toEqual([]);
    expect(stormy.some(({ run }) => mostHeld(run) === 3)).toBe(true);
  });

  test("RMQ-2: acquittés à l’envoi, des messages confirmés sont perdus, et aucun ne revient d’un atelier mort", () => {
    const automatic = SEEDS.slice(0, 40).map((seed) =>
      openShop({ seed, faults: randomFaults(seed), isAutoAck: true }),
    );
    const losing = automatic.filter((run) => lost(run).length > 0);
    expect(losing.length).toBeGreaterThan(5);
    const spared = SEEDS.slice(0, 40)
      .map((seed) => ({ seed, faults: randomFaults(seed) }))
      .filter(({ faults }) => !faults.some((fault) => fault.startsWith("crash:courtier")))
      .flatMap(({ seed, faults }) => deliveries(openShop({ seed, faults, isAutoAck: true })));
    expect(spared.filter(({ isRedelivered }) => isRedelivered)).toEqual([]);
  });

  test("RMQ-5: le courtier tombe, la file pleine : rien de persistant n’est perdu, des messages éphémères le sont", () => {
    const asleep = ["pause:atelier-1@500ms+2s", "pause:atelier-2@500ms+2s"];
    const losing = (isPersistent: boolean) =>
      SEEDS.slice(0, 30).filter((seed) => {
        const faults = [...randomFaults(seed), ...asleep, "crash:courtier@2s+500ms"];
        return lost(openShop({ seed, faults, message: { isPersistent } })).length > 0;
      });
    expect(losing(true)).toEqual([]);
    expect(losing(false).length).toBeGreaterThan(20);
  });
});
