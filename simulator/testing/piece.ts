/**
 * What every piece must show: a calm default run, and prepared faults that do what their card says.
 *
 * One call in the piece's own test. Owns the expectations, knows no piece.
 */
import { describe, expect, test } from "vitest";
import type { Run, Scenario } from "../simulation.ts";
import { play } from "./play.ts";

const brokenIn = (run: Run): string[] =>
  run
    .summary()
    .claims.filter(({ brokenAt }) => brokenAt >= 0)
    .map(({ id }) => id)
    .sort();

const faultsBegun = (run: Run): number => {
  let count = 0;
  for (let i = 0; i < run.log.length; i++) if (run.log.kind(i) === "fault-started") count++;
  return count;
};

export function pieceKeepsItsWord({ card }: Scenario): void {
  describe(card.title, () => {
    test("sans panne : aucune promesse n’est rompue, et l’exécution finit", () => {
      const run = play(card.id);
      expect(brokenIn(run)).toEqual([]);
      expect(run.summary().endReason).not.toBe("budget");
      expect(run.log.length).toBeGreaterThan(100);
    });

    test("deux fois la même demande : la même empreinte", () => {
      expect(play(card.id).summary().digest).toBe(play(card.id).summary().digest);
    });

    test.each(card.incidents)("$title : les promesses annoncées, et elles seules", (incident) => {
      const { variant, seed, parameters, faults } = incident;
      const run = play(card.id, { variant, seed, parameters, faults });
      expect(faultsBegun(run)).toBe(faults.length);
      expect(brokenIn(run)).toEqual([...incident.breaks].sort());
    });
  });
}
