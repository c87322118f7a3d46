/** A long reading leaves the page its turn, and stops when nobody wants it any more. */
import { expect, test, vi } from "vitest";
import { inStretches } from "./stretches.ts";

/** A reading of `steps` steps of 3 ms each; `turn` is what the page does between two stretches. */
function reading(steps: number) {
  let nowMs = 0;
  let left = steps;
  const waiting: (() => void)[] = [];
  const onDone = vi.fn();
  const advance = (): boolean => {
    nowMs += 3;
    return --left > 0;
  };
  const pace = { nowMs: () => nowMs, soon: (act: () => void) => void waiting.push(act) };
  const stop = inStretches(advance, onDone, pace);
  /** Steps read during one turn. */
  const turn = (): number => {
    const before = left;
    for (const act of waiting.splice(0)) act();
    return before - left;
  };
  return { onDone, stop, turn };
}

test("la page a la main toutes les 8 ms, et tout est lu une fois", () => {
  const { onDone, turn } = reading(10);
  expect([turn(), turn(), turn()]).toEqual([3, 3, 3]);
  expect(onDone).not.toHaveBeenCalled();
  expect([turn(), turn()]).toEqual([1, 0]);
  expect(onDone).toHaveBeenCalledOnce();
});

test("qui s’en va arrête la lecture, et n’en a plus de nouvelles", () => {
  const { onDone, stop, turn } = reading(10);
  expect(turn()).toBe(3);
  stop();
  expect([turn(), turn()]).toEqual([0, 0]);
  expect(onDone).not.toHaveBeenCalled();
});

test("sur la page aussi, rien n’est lu avant que l’appelant ait fini", async () => {
  const order: string[] = [];
  const done = new Promise<void>((resolve) =>
    inStretches(() => {
      order.push("lit");
      return order.length < 4;
    }, resolve),
  );
  order.push("rend la main");
  await done;
  expect(order).toEqual(["rend la main", "lit", "lit", "lit"]);
});
