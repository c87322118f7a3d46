/**
 * What every piece must show: a calm default run, and prepared faults that do what their card says.
 *
 * One call in the piece's own test. Owns the expectations, knows no piece.
 */
import { describe, expect, test } from "vitest";
import type { Run, Scenario } from "../simulation.ts";
import type { ScenarioCard } from "../vocabulary/card.ts";
import { requestsOf } from "../vocabulary/requests.ts";
import { play } from "./play.ts";
import { requestsAreAnswered } from "./requests.ts";
import { brokenIn } from "./verdicts.ts";

const faultsBegun = (run: Run): number => {
  let count = 0;
  for (let i = 0; i < run.log.length; i++) if (run.log.kind(i) === "fault-started") count++;
  return count;
};

/** Every use case of the card once, late enough for something to be there to ask about. */
const asksOf = (card: ScenarioCard): readonly (readonly string[])[] =>
  requestsOf(card).map(({ id, subject }) => [
    `request:${id}${subject === null ? "" : `/${subject.example}`}@${Math.round(card.horizonUs / 4)}us`,
  ]);

function namesOfHandlers({ log }: Run, into: Set<string>): void {
  for (let i = 0; i < log.length; i++) {
    const kind = log.kind(i);
    if (kind === "request-started" || kind === "process-started") {
      into.add(log.eventOf(kind, i).handler);
    }
  }
}

/** Commands begun more than once under one name. */
function begunTwice({ log }: Run): readonly string[] {
  const names = new Map<string, number>();
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) !== "command-issued") continue;
    const { command } = log.eventOf("command-issued", i);
    names.set(command, (names.get(command) ?? 0) + 1);
  }
  return [...names].filter(([, count]) => count > 1).map(([name]) => name);
}

export function pieceKeepsItsWord({ card }: Scenario): void {
  describe(card.title, () => {
    test("sans panne : aucune promesse n’est rompue, et l’exécution finit", () => {
      const run = play(card.id);
      expect(brokenIn(run)).toEqual([]);
      expect(run.summary().endReason).not.toBe("budget");
      expect(run.log.length).toBeGreaterThan(100);
    });

    test("chaque gestionnaire de la fiche s’exécute, sous ce nom, dans l’une de ses conceptions", () => {
      const started = new Set<string>();
      for (const { id } of card.variants) namesOfHandlers(play(card.id, { variant: id }), started);
      for (const { variant, seed, parameters, faults } of card.incidents) {
        namesOfHandlers(play(card.id, { variant, seed, parameters, faults }), started);
      }
      for (const faults of asksOf(card)) namesOfHandlers(play(card.id, { faults }), started);
      expect(card.handlers.map(({ name }) => name).filter((name) => !started.has(name))).toEqual(
        [],
      );
    });

    requestsAreAnswered({ card });

    test("deux fois la même demande : la même empreinte", () => {
      expect(play(card.id).summary().digest).toBe(play(card.id).summary().digest);
    });

    test("quel que soit le nœud qui s’arrête, rien ne recommence sous le nom de ce qui a déjà commencé", () => {
      for (const { id } of card.nodes) {
        const run = play(card.id, { faults: [`crash:${id}@2300ms+500ms`] });
        expect([id, begunTwice(run)]).toEqual([id, []]);
      }
    });

    test.each(card.incidents)("$title : les promesses annoncées, et elles seules", (incident) => {
      const { variant, seed, parameters, faults } = incident;
      const run = play(card.id, { variant, seed, parameters, faults });
      expect(faultsBegun(run)).toBe(faults.length);
      expect(brokenIn(run)).toEqual([...incident.breaks].sort());
    });
  });
}
