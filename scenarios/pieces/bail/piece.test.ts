import { describe, expect, test } from "vitest";
import { createRandom } from "../../../simulator/base/random.ts";
import { pieceKeepsItsWord } from "../../../simulator/testing/piece.ts";
import { play } from "../../../simulator/testing/play.ts";
import { scenario } from "./scenario.ts";

pieceKeepsItsWord(scenario);

describe("bail", () => {
  test("LSE-9: with the token on readings too, no writing is lost under ten random sets of faults", () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = createRandom(seed, "pannes");
      const at = (): string => `@${random.between(500, 9_000)}ms+${random.between(500, 4_000)}ms`;
      const run = play("piece-bail", {
        seed,
        faults: [
          `pause:atelier-a${at()}`,
          `delay:atelier-b>registre=${random.between(500, 4_000)}ms${at()}`,
          `skew:bail=${random.between(-3_000, 3_000)}ms${at()}`,
          `crash:bail${at()}`,
        ],
      });
      expect(run.summary().claims.filter(({ brokenAt }) => brokenAt >= 0)).toEqual([]);
    }
  });
});
