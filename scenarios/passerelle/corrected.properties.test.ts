/**
 * The corrected gateway under faults drawn at random, on any service, on the cache, on any of their links: a slow
 * service never exhausts it, a degraded answer always says so, no fallback overwrites a good copy.
 */
import { expect, test } from "vitest";
import { createRandom, type Random } from "../../simulator/base/random.ts";
import { ms, seconds } from "../../simulator/base/time.ts";
import { play } from "../../simulator/testing/play.ts";
import { card } from "./card.ts";
import { TARGETS } from "./card-targets.ts";

const LIVES = 30;
/** Reports are asked for often enough to fill sixty places within a fault. */
const PARAMETERS = { duree: seconds(60), "intervalle-rapports": ms(300) } as const;
const PROMISED = ["passerelle-jamais-epuisee", "degrade-annonce", "bonne-copie-gardee"] as const;

const services = TARGETS.map(({ id }) => id);
const texts = [
  ...services.flatMap((id) => [
    ...[`slow:${id}=500`, `slow:${id}=4000`, `slow:${id}=10000`, `refuse:${id}`, `crash:${id}`],
    ...[`pause:${id}`, `partition:passerelle|${id}`, `loss:${id}>passerelle=60`],
    ...[`delay:passerelle>${id}=900ms`, `duplicate:${id}>passerelle=50`],
  ]),
  // Reports is what the three promises are about: it is struck more often.
  ...["slow:rapports=2000", "slow:rapports=4000", "refuse:rapports", "pause:rapports"],
  ...["crash:cache", "slow:cache=5000", "partition:passerelle|cache", "loss:passerelle>cache=50"],
];

const someFaults = (random: Random): readonly string[] =>
  Array.from({ length: random.between(1, 4) }, () => {
    const text = texts[random.integerBelow(texts.length)];
    return `${text}@${random.between(1, 45)}s+${random.between(1, 40)}s`;
  });

/** Promises broken among the three, and how many faults truly fell. */
function broken(variant: string, seed: number) {
  const faults = someFaults(createRandom(seed, "passerelle/pannes"));
  const run = play(card.id, { variant, seed, parameters: PARAMETERS, faults });
  const ids = run
    .summary()
    .claims.filter(({ id, brokenAt }) => brokenAt >= 0 && PROMISED.some((known) => known === id))
    .map(({ id }) => id);
  run.close();
  return { ids, faults };
}

test("corrigée : trente vies aux pannes tirées au sort, et les trois promesses tiennent", () => {
  for (let seed = 1; seed <= LIVES; seed++) {
    const { ids, faults } = broken("corrigee", seed);
    expect(ids, `seed ${seed}: ${faults.join(" ")}`).toEqual([]);
  }
});

test("ailleurs, les mêmes vies les rompent : nue, elle s’épuise ; telle que publiée, elle ment et oublie", () => {
  const found = new Map<string, Set<string>>([
    ["nue", new Set()],
    ["repli-publie", new Set()],
  ]);
  for (let seed = 1; seed <= 12; seed++) {
    for (const [variant, ids] of found) for (const id of broken(variant, seed).ids) ids.add(id);
  }
  expect(found.get("nue")).toContain("passerelle-jamais-epuisee");
  expect(found.get("repli-publie")).toContain("degrade-annonce");
  expect(found.get("repli-publie")).toContain("bonne-copie-gardee");
});
