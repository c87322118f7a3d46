import { describe, expect, test } from "vitest";
import { read } from "./source.ts";

const css = read("app/_ui/tokens.css");

/** Custom properties of one block, in sRGB hexadecimal. */
function coloursOf(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map((match) => [
      match[1] ?? "",
      match[2] ?? "",
    ]),
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, two: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const light = coloursOf(":root");
const dark = new Map([...light, ...coloursOf('[data-theme="dark"]')]);
const projector = new Map([...light, ...coloursOf('[data-profile="projector"]')]);
const darkProjector = new Map([
  ...dark,
  ...coloursOf('[data-profile="projector"]'),
  ...coloursOf('[data-theme="dark"][data-profile="projector"]'),
]);

describe.each([
  ["clair", light],
  ["sombre", dark],
  ["projecteur", projector],
  ["projecteur sombre", darkProjector],
])("contrastes, %s", (_name, colours) => {
  const between = (text: string, ground: string): number =>
    contrast(colours.get(text) ?? "", colours.get(ground) ?? "");

  test.each(["ok", "info", "fail", "undo", "wait"])("%s se lit sur la surface", (tone) => {
    expect(between(tone, "surface")).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["ink", "ink-2", "ink-3"])("%s se lit partout", (ink) => {
    for (const ground of ["surface", "paper", "well"]) {
      expect(between(ink, ground), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("l’encre se lit sous le surligneur et sur chaque lavis", () => {
    for (const ground of [
      "changed",
      "ok-wash",
      "info-wash",
      "fail-wash",
      "undo-wash",
      "wait-wash",
    ]) {
      expect(between("ink", ground), ground).toBeGreaterThanOrEqual(7);
    }
  });

  test("l’anneau du clavier se voit sur tout fond", () => {
    for (const ground of ["surface", "paper", "well"]) {
      expect(between("info", ground), ground).toBeGreaterThanOrEqual(3);
    }
  });
});
