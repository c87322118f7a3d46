/**
 * The published figures come out of the run: medians over 20 seeds, within 15 %, under the load that
 * Little’s law asks for. And what the published table hides: when the checkout is really over.
 */
import { expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { card } from "./card.ts";
import { scenario } from "./scenario.ts";

const PATIENCE_MS = 300_000;
const SEEDS = 20;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

/** Median of each measure over the seeds. */
function medians(seeds: number, parameters: Parameters = {}): (name: string) => number {
  const runs = Array.from({ length: seeds }, (_, seed) => {
    const run = play("labo7", { variant: "publiee", seed, parameters });
    const figures = scenario.measures(run.log);
    run.close();
    return figures;
  });
  return (name) => median(runs.map((figures) => figures[name]?.value as number));
}

const within = (value: number, published: number): void => {
  expect(value).toBeGreaterThan(published * 0.85);
  expect(value).toBeLessThan(published * 1.15);
};

test(
  "50 clients : 0,3 s en moyenne, 0,45 s au P95, 120 par minute ; mais « 202 » n’est pas la fin",
  () => {
    // A minute of the ten: a hundred and twenty checkouts a seed, two thousand four hundred in all.
    const of = medians(SEEDS, { duree: 60_000_000 });
    within(of("latence-moyenne"), 0.3);
    within(of("latence-p95"), 0.45);
    within(of("debit"), 120);
    expect(of("termines")).toBe(100);
    // Four events a checkout that succeeds.
    expect(of("evenements")).toBe(4 * of("checkouts"));
    // The other chronometer: the order exists some seconds after the answer.
    expect(of("duree-moyenne")).toBeGreaterThan(5 * of("latence-moyenne"));
  },
  PATIENCE_MS,
);

test(
  "sous la charge de l’autre conception, la réponse reste de 0,3 s et la commande existe avant deux secondes",
  () => {
    const of = medians(4, { reflexion: 98_000_000 });
    within(of("debit"), 30);
    within(of("latence-moyenne"), 0.3);
    expect(of("duree-moyenne")).toBeGreaterThan(1);
    expect(of("duree-moyenne")).toBeLessThan(2);
  },
  PATIENCE_MS,
);

/** A crowd that hardly thinks, and a shop that hardly works: Redis alone is put to the test. */
const BURST: Parameters = {
  ...{ utilisateurs: 600, reflexion: 100_000, duree: 1_000_000, scrutation: 100_000 },
  "duree-ecommerce": [1, 2, 3],
};

function eventsPerSecond(parameters: Parameters): { readonly added: number; readonly lag: number } {
  const run = play("labo7", { parameters: { ...BURST, ...parameters }, untilUs: 2_000_000 });
  let added = 0;
  let traced = 0;
  for (let i = 0; i < run.log.length; i++) {
    const event = run.log.event(i);
    const isAnswer = event.kind === "message-sent" && event.role === "reply";
    if (isAnswer && event.operation === "xadd" && event.status === "ok") {
      if (event.atUs < 1_000_000) added++;
    }
    if (event.kind === "record-changed" && event.store === "audit" && event.atUs < 1_200_000) {
      traced++;
    }
  }
  run.close();
  return { added, lag: added - traced };
}

test("rafale : plus de 1 000 événements par seconde passent dans le sujet, et l’audit les suit", () => {
  const { added, lag } = eventsPerSecond({});
  expect(added).toBeGreaterThan(1_000);
  expect(lag).toBeLessThan(added / 10);
});

test("rafale : le débit du sujet est celui du fil de Redis ; cent fois plus lent, il ne suit plus", () => {
  expect(eventsPerSecond({ "commande-redis": 2_000 }).added).toBeLessThan(1_000);
});

test("la carte annonce la charge que demande la loi de Little : 50 = 2 × (0,3 + 24,7)", () => {
  const defaultOf = (id: string) => card.parameters.find((known) => known.id === id)?.default;
  expect(defaultOf("utilisateurs")).toBe(50);
  expect((2 * (300_000 + (defaultOf("reflexion") as number))) / 1_000_000).toBeCloseTo(50, 5);
});
