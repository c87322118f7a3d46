/** The lanes under the hand: the beginning of a fault is dragged alone, two fingers zoom the axis. */
import { expect, test } from "./fixtures.ts";
import { expectLink, open, ready, settledLink, step, timeline } from "./laboratory.ts";

const CRASH = "#v=1&variante=publiee&graine=42&f1=crash:orchestrateur@823ms+3s&pas=40";
const endOf = (fault: string): number => {
  const [, at = "", lasts = ""] = /@(.+)\+(.+)$/.exec(fault) ?? [];
  const us = (text: string): number =>
    Number.parseFloat(text) * (text.endsWith("us") ? 1 : text.endsWith("ms") ? 1e3 : 1e6);
  return us(at) + us(lasts);
};

test("la poignée gauche change le début d’une panne, pas sa fin", async ({ page }) => {
  await open(page, CRASH);
  const bar = page.getByRole("button", { name: /^Arrêt brutal de l’orchestrateur, / });
  const box = await bar.boundingBox();
  if (box === null) throw new Error("the fault has a bar");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x - 3, y);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, y, { steps: 6 });
  // Alt: between two events, so that the link says instants.
  await page.keyboard.down("Alt");
  await page.mouse.move(box.x - 63, y, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up("Alt");
  await ready(page);
  const moved = (await settledLink(page)).get("f1") ?? "";
  expect(moved).not.toContain("@823ms");
  expect(Math.abs(endOf(moved) - 3_823_000)).toBeLessThan(2);

  await bar.focus();
  await page.keyboard.press("Alt+Shift+ArrowRight");
  await expectLink(page, "f1", /@event:/);
  await page.keyboard.press("Control+z");
  await expectLink(page, "f1", moved);
});

test.describe("au doigt", () => {
  test.use({ hasTouch: true });

  test("deux doigts écartés rapprochent l’axe, sans déplacer le curseur", async ({ page }) => {
    await open(page, CRASH);
    const before = await step(page);
    await expect(page.getByRole("button", { name: "Tout voir" })).toHaveCount(0);
    const box = await timeline(page)
      .getByRole("slider", { name: "Curseur" })
      .locator("..")
      .boundingBox();
    if (box === null) throw new Error("the lanes have a place");
    const y = box.y + 12;
    const at = (x: number, id: number) => ({ x: box.x + x, y, id });
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: object[]) =>
      cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points as never });
    await touch("touchStart", [at(500, 1)]);
    await touch("touchStart", [at(500, 1), at(600, 2)]);
    for (let i = 1; i <= 8; i++)
      await touch("touchMove", [at(500 - i * 20, 1), at(600 + i * 20, 2)]);
    await touch("touchEnd", []);
    // The playhead may be out of the window: seen again once the whole run is.
    await page.getByRole("button", { name: "Tout voir" }).click();
    expect(await step(page)).toBe(before);
  });
});
