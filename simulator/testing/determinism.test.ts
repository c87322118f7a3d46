import { expect, test } from "vitest";
import { digestOf, mathsDigest, REQUEST_COUNT, REQUEST_SEED, sourcesOf } from "./digests.ts";
import { randomRequest } from "./random-requests.ts";
import { sqlite } from "./small-world.ts";

const sources = sourcesOf(sqlite);

/** Seconds of work; minutes on a machine that does something else at the same time. */
const PATIENCE_MS = 600_000;

test(
  "random runs tell the same story twice, whatever was played before them",
  () => {
    // One in four of the thousand: Node and the browsers play them all (`e2e/determinism.spec.ts`).
    const requests = Array.from({ length: REQUEST_COUNT / 4 }, (_, i) =>
      randomRequest(sources, REQUEST_SEED, 4 * i),
    );
    const first = requests.map((request) => digestOf(request, sqlite));
    for (const [i, request] of [...requests.entries()].reverse()) {
      expect(digestOf(request, sqlite), `run ${4 * i}`).toBe(first[i]);
    }
    // Different requests, different stories: the digest does not sleep.
    expect(new Set(first).size).toBeGreaterThan(0.98 * requests.length);
  },
  PATIENCE_MS,
);

test("the requests reach every design, every kind of intervention, and runs without any", () => {
  const requests = Array.from({ length: REQUEST_COUNT }, (_, index) =>
    randomRequest(sources, REQUEST_SEED, index),
  );
  const variants = new Set(requests.map(({ scenario, variant }) => `${scenario}/${variant}`));
  expect(variants.size).toBe(sources.reduce((sum, { card }) => sum + card.variants.length, 0));
  const kinds = new Set(requests.flatMap(({ interventions }) => interventions.map((f) => f.kind)));
  expect(kinds.size).toBe(18);
  expect(requests.filter(({ interventions }) => interventions.length === 0).length).toBeGreaterThan(
    50,
  );
});

test("our logarithm and exponential have these very bits, on every engine", () => {
  expect(mathsDigest()).toMatchInlineSnapshot(`"05fdaf5f4780f289"`);
});
