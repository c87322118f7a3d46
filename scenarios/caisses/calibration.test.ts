/**
 * The published figures come out of the run, and so does the one that the text leaves out: what a clock of
 * one entry a register weighs (defect 13).
 */
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { scenario } from "./scenario.ts";

const MINUTE = 60_000_000;
const SEEDS = 6;
const SHORT: Parameters = { duree: 2 * MINUTE, identifiants: "magasin-caisse" };
const ALONE = ["partition:m1-c1,m1-c2|siege@10s+180s", "partition:m1-c1|m1-c2@10s+180s"];

function figures(variant: string, seed: number, parameters: Parameters, faults: string[] = []) {
  const run = play("caisses", { variant, seed, parameters, faults });
  const found = scenario.measures(run.log);
  const broken = run.outcome().claims.filter(({ brokenAt }) => brokenAt >= 0);
  run.close();
  return { of: (name: string) => found[name]?.value as number, broken: broken.map(({ id }) => id) };
}

const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

test.each(["publiee", "corrigee"])(
  "%s, magasin isolé trois minutes : toutes les ventes possibles, aucune perdue",
  (variant) => {
    for (const seed of seeds) {
      const { of } = figures(variant, seed, SHORT, ALONE);
      expect(of("ventes")).toBeGreaterThan(5);
      expect(of("ventes-possibles")).toBe(100);
      expect(of("perdues")).toBe(0);
    }
  },
);

test.each(["publiee", "corrigee"])(
  "%s, en ligne : une vente est au siège et dans le chiffre d’affaires en moins de 5 s",
  (variant) => {
    for (const seed of seeds) {
      const { of, broken } = figures(variant, seed, SHORT);
      expect(of("delai-p99")).toBeLessThan(5);
      expect(broken).not.toContain("ca-en-5s");
    }
  },
);

test("l’ancien système perd des ventes quand un magasin est isolé", () => {
  const lost = seeds.map((seed) =>
    figures("dernier-ecrit-gagne", seed, SHORT, ALONE).of("perdues"),
  );
  expect(lost.filter((count) => count > 0).length).toBeGreaterThanOrEqual(SEEDS / 2);
});

test("une horloge d’une entrée par caisse grossit avec la chaîne ; une horloge de magasin, non", () => {
  const clockOf = (variant: string, stores: number): number =>
    figures(variant, 42, { ...SHORT, duree: MINUTE / 2, magasins: stores }).of("octets-horloge");
  const [six, sixty] = [clockOf("publiee", 3), clockOf("publiee", 30)];
  expect(sixty / six).toBeGreaterThan(9);
  expect(sixty / six).toBeLessThan(11);
  expect(clockOf("corrigee", 30) / clockOf("corrigee", 3)).toBeLessThan(1.3);
});
