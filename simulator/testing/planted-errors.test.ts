import { expect, test } from "vitest";
import { plantedErrors } from "./planted-errors.ts";

type Quarter = typeof import("./fixtures/planted/quarter.ts");

const file = import.meta.resolve("./fixtures/planted/half.ts");
const through = import.meta.resolve("./fixtures/planted/quarter.ts");
const doubled = { name: "halves too much", find: "value / 2", replace: "value / 4" };

test("planted errors: a check that looks notices, one that does not is found out", async () => {
  const looks = ({ quarter }: Quarter) => quarter(20) === 5;
  await plantedErrors({ file, through, survives: looks, errors: [doubled] });
  const blind = ({ quarter }: Quarter) => quarter(0) === 0;
  await expect(
    plantedErrors({ file, through, survives: blind, errors: [doubled] }),
  ).rejects.toThrow("planted errors that nobody noticed");
});

test("planted errors: a place that is not there once is an error of the planter, never a success", async () => {
  const survives = ({ quarter }: Quarter) => quarter(20) === 5;
  for (const find of ["nowhere", "a"]) {
    const errors = [{ name: "misplaced", find, replace: "b" }];
    await expect(plantedErrors({ file, through, survives, errors })).rejects.toThrow("not once");
  }
});
