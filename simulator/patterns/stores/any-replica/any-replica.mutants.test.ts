/** Errors planted in the any-replica store and in its versions: random worlds notice each of them. */
import { test } from "vitest";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { type Any, keepsItsWord } from "./fixtures/any-world.ts";

test("planted errors in the store and its versions are all noticed", async () => {
  const through = import.meta.resolve("./any-replica.ts");
  await plantedErrors<Any>({
    file: through,
    survives: keepsItsWord,
    errors: [
      {
        name: "unacknowledged exchanges are forgotten",
        find: 'if (outcome.kind !== "replied") continue;',
        replace: "",
      },
      {
        name: "news go to one neighbour",
        find: "for (const keys of unknown.values()) keys.add(key);",
        replace: "for (const keys of [...unknown.values()].slice(0, 1)) keys.add(key);",
      },
      { name: "names of writings come back", find: "++disk.writeCount", replace: "1" },
    ],
  });
  await plantedErrors<Any>({
    ...{ file: import.meta.resolve("./versions.ts"), through },
    survives: keepsItsWord,
    errors: [
      { name: "the first come stays", find: "!isSeenBy(own, version)", replace: "true" },
      {
        name: "what was overtaken comes back",
        find: "isSame(own, version) || isSeenBy(version, own)",
        replace: "isSame(own, version)",
      },
      {
        name: "siblings are thrown away",
        find: 'conflict === "siblings" || merged.length < 2',
        replace: "merged.length < 2",
      },
    ],
  });
});
