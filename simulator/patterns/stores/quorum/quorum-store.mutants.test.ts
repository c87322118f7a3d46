/** Errors planted in the quorum store: a linearizability checker notices each of them. */
import { test } from "vitest";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { isAlwaysLinearizable, options, type Quorum } from "./fixtures/quorum-world.ts";

test("planted errors in the quorum store are all noticed", async () => {
  await plantedErrors<Quorum>({
    file: import.meta.resolve("./quorum-store.ts"),
    survives: (module) => isAlwaysLinearizable(module, options()),
    errors: [
      { name: "reads one replica", find: "neededCount: readQuorum", replace: "neededCount: 1" },
      { name: "writes one replica", find: "neededCount: writeQuorum", replace: "neededCount: 1" },
      { name: "a write does not look first", find: "found.stamp.counter + 1", replace: "1" },
      {
        name: "an unknown write is called refused",
        find: '{ kind: "unknown" }',
        replace: '{ kind: "unavailable" }',
      },
    ],
  });
});
