/** Each prepared fault breaks the promises it names in the published code, and none once corrected. */
import { describe, expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import { brokenIn, undecidedIn } from "../../simulator/testing/verdicts.ts";
import { card } from "./card.ts";

describe("sans panne, aucune promesse n’est rompue", () => {
  test.each(card.variants.map(({ id }) => id))("%s", (variant) => {
    const run = play("saga-fintech", { variant });
    expect(brokenIn(run)).toEqual([]);
    expect(undecidedIn(run)).toEqual([]);
  });
});

describe.each(card.incidents)("$title (défaut $defect)", (incident) => {
  const { seed, parameters, faults } = incident;

  test("telle que publiée : les promesses annoncées sont rompues", () => {
    const run = play("saga-fintech", { variant: incident.variant, seed, parameters, faults });
    expect(brokenIn(run)).toEqual([...incident.breaks].sort());
  });

  test("corrigée : même graine, mêmes pannes, toutes les promesses tiennent", () => {
    const run = play("saga-fintech", { variant: "corrigee", seed, parameters, faults });
    expect(brokenIn(run)).toEqual([]);
    expect(undecidedIn(run)).toEqual([]);
  });

  test("toute panne annoncée a bien eu lieu", () => {
    const run = play("saga-fintech", { variant: incident.variant, seed, parameters, faults });
    const kinds = Array.from({ length: run.log.length }, (_, i) => run.log.kind(i));
    expect(kinds.filter((kind) => kind === "fault-started")).toHaveLength(faults.length);
    const dropped = faults.filter((fault) => fault.startsWith("drop-message"));
    const lost = run.log.length > 0 ? countDropped(run) : 0;
    expect(lost).toBe(dropped.length);
  });
});

function countDropped(run: ReturnType<typeof play>): number {
  let count = 0;
  for (let i = 0; i < run.log.length; i++) {
    const event = run.log.event(i);
    if (event.kind === "message-lost" && event.reason === "dropped") count++;
  }
  return count;
}

test("deux ouvriers : avec un seul ouvrier de reprise, la même panne ne rompt rien", () => {
  const incident = card.incidents.find(({ id }) => id === "deux-reprises");
  const run = play("saga-fintech", { seed: 42, faults: incident?.faults ?? [] });
  expect(brokenIn(run)).toEqual([]);
});

test("index absent : l’erreur est celle de SQLite, et la compensation ne commence jamais", () => {
  const run = play("saga-fintech", { parameters: { "index-etapes": "absent" } });
  const events = Array.from({ length: run.log.length }, (_, i) => run.log.event(i));
  const failed = events.filter((event) => event.kind === "statement-failed");
  expect(failed.length).toBeGreaterThan(0);
  for (const event of failed) {
    expect(event.code).toBe("42P10");
    expect(event.text).toContain("ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE");
  }
  const started = events.filter((event) => event.kind === "statement-started");
  expect(started.some((event) => event.params.includes("COMPENSATING"))).toBe(false);
});
