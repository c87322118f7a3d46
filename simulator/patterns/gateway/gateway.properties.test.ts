/** What the four pieces promise under any cut, slowness, loss or crash, not only under the prepared ones. */
import { describe, expect, test } from "vitest";
import { createRandom, type Random } from "../../base/random.ts";
import type { Run } from "../../simulation.ts";
import { play } from "../../testing/play.ts";

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);

const pick = <T>(random: Random, from: readonly T[]): T =>
  from[random.integerBelow(from.length)] as T;

interface Victims {
  readonly nodes: readonly string[];
  /** « a|b » */
  readonly links: readonly string[];
}

/** One to three faults, over before `endMs`. */
function randomFaults(seed: number, { nodes, links }: Victims, endMs: number): readonly string[] {
  const random = createRandom(seed, "gateway/faults");
  return Array.from({ length: random.between(1, 3) }, () => {
    const startMs = random.between(200, endMs - 2_000);
    const lastsMs = random.between(100, endMs - startMs);
    const when = `@${startMs}ms+${lastsMs}ms`;
    const [node, link] = [pick(random, nodes), pick(random, links)];
    const faults = [
      `crash:${node}${when}`,
      `pause:${node}${when}`,
      `slow:${node}=${random.between(200, 3_000)}${when}`,
      ...["partition", "loss", "duplicate", "reorder"].map((kind) => `${kind}:${link}${when}`),
      `delay:${link}=${random.between(10, 900)}ms${when}`,
    ];
    return pick(random, faults);
  });
}

const brokenIn = (run: Run): readonly string[] =>
  run
    .summary()
    .claims.filter(({ brokenAt }) => brokenAt >= 0)
    .map(({ id }) => id);

/** The last value that `node` showed under `key`. */
function lastShown({ log }: Run, node: string, key: string): unknown {
  let value: unknown = null;
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) !== "memory-changed") continue;
    const event = log.event(i);
    if (event.kind !== "memory-changed") continue;
    if (event.node === node && event.key === key) value = event.after;
  }
  return value;
}

describe("under random faults", () => {
  test.each(SEEDS)(
    "SHF-2: nobody is sent back to version 1 while version 2 stands (%i)",
    (seed) => {
      const faults = randomFaults(
        seed,
        {
          nodes: ["v1", "v2", "bascule"],
          links: ["bascule|v1", "bascule|v2", "clients|bascule"],
        },
        9_000,
      );
      const run = play("piece-bascule", { faults, seed });
      expect(brokenIn(run), faults.join(" ")).not.toContain("meme-version");
    },
  );

  test.each(SEEDS)(
    "DSC-10: once faults are over the register and its reader know both instances again (%i)",
    (seed) => {
      const faults = randomFaults(
        seed,
        {
          nodes: ["prix-1", "prix-2", "annuaire", "boutique"],
          links: ["annuaire|prix-1", "annuaire|prix-2", "boutique|annuaire"],
        },
        14_000,
      );
      const variant = seed % 2 === 0 ? "preservation" : "sans-preservation";
      const run = play("piece-annuaire", { variant, faults, seed });
      for (const [node, key] of [
        ["annuaire", "annuaire/inscrits"],
        ["boutique", "annuaire/copie"],
      ] as const) {
        const names = (lastShown(run, node, key) ?? []) as readonly string[];
        expect([...names].sort(), `${node} ${faults.join(" ")}`).toEqual(["prix-1", "prix-2"]);
      }
      if (
        variant === "preservation" &&
        !faults.some((fault) => fault.startsWith("crash:annuaire"))
      ) {
        expect(brokenIn(run), faults.join(" ")).not.toContain("vivant-inscrit");
      }
    },
  );

  test.each(SEEDS)(
    "BFF-1: whatever the services do, the page leaves on time and says what it lacks (%i)",
    (seed) => {
      const faults = randomFaults(
        seed,
        {
          nodes: ["profils", "commandes", "articles"],
          links: ["agregateur|profils", "agregateur|commandes", "agregateur|articles"],
        },
        6_000,
      );
      const variant = seed % 2 === 0 ? "ensemble" : "tour-a-tour";
      const run = play("piece-agregateur", { variant, faults, seed });
      expect(brokenIn(run), faults.join(" ")).not.toContain("page-a-l-heure");
    },
  );

  test.each(SEEDS)(
    "QTA-4, AUT-3: with a counter that is never silent nobody passes the quota, nor with an expired token (%i)",
    (seed) => {
      const faults = randomFaults(
        seed,
        {
          nodes: ["boutique", "passerelle-1", "passerelle-2"],
          links: ["passerelle-1|boutique", "passerelle-2|boutique", "clients|passerelle-1"],
        },
        7_000,
      );
      const run = play("piece-passerelle", { faults, seed });
      const broken = brokenIn(run);
      expect(broken, faults.join(" ")).not.toContain("jeton-valable-passe");
      // A gateway that was paused hears the counter too late, and takes it for silent; a doubled request is served
      // twice on one count.
      const isExact = !faults.some((fault) => /^(?:pause|duplicate):/.test(fault));
      if (isExact) expect(broken, faults.join(" ")).not.toContain("quota-tenu");
    },
  );
});
