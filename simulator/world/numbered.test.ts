import { expect, test } from "vitest";
import { ms, seconds } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import { notes, play } from "../testing/small-world.ts";
import type { Context } from "./context.ts";
import { numbered } from "./numbered.ts";

function* sell(ctx: Context): Process<void> {
  for (const i of numbered(ctx, "ventes", 5)) {
    ctx.log.note(`vente ${i}`);
    yield* ctx.sleep(ms(100));
  }
  ctx.log.note("fermé");
}
const begun = (faults: readonly string[]) =>
  notes(play({ nodes: { caisse: { boot: { sell } } } }, { faults, untilUs: seconds(10) }).log);

test("a source begins each of its numbers once, in order, then stops", () => {
  const five = [1, 2, 3, 4, 5].map((i) => `vente ${i}`);
  expect(begun([])).toEqual([...five, "fermé"]);
  expect(begun(["crash:caisse@250ms+1s"])).toEqual([...five, "fermé"]);
  expect(begun(["crash:caisse@250ms+1s", "crash:caisse@5s+1s"])).toEqual([
    ...five,
    ...["fermé", "fermé"],
  ]);
});
