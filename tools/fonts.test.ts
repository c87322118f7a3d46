import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { charactersOf } from "./woff2.ts";

const folder = join(import.meta.dirname, "../public/polices");
const read = (name: string): ReadonlySet<number> => charactersOf(readFileSync(join(folder, name)));
const missing = (has: ReadonlySet<number>, text: string): string =>
  [...text].filter((char) => !has.has(char.codePointAt(0) ?? 0)).join("");

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join("");

const french = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}œŒ’‘“”–—…«»€\u2009−×÷`;
const borrowed = "\u202F←↑→↓≤≥≠≈∞Δ✓";
const mathematical = "∥≺∅⇒";

describe("polices livrées", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".woff2"));

  test("chaque face de texte écrit le français", () => {
    for (const name of files.filter((file) => !file.includes("Math"))) {
      expect(missing(read(name), french), name).toBe("");
    }
  });

  test("les faces étroites et romanes du tableau portent l’espace fine, les flèches et les comparaisons", () => {
    for (const name of files.filter((file) => file.includes("PlexSans"))) {
      expect(missing(read(name), borrowed), name).toBe("");
    }
    for (const name of files.filter((file) => file.includes("PlexMono"))) {
      expect(missing(read(name), borrowed.replace("Δ", "")), name).toBe("");
    }
  });

  test("le livre emprunte au tableau ce qui lui manque, et la feuille de style le déclare", () => {
    const serif = read("SourceSerif4.woff2");
    const css = readFileSync(join(import.meta.dirname, "../app/_ui/tokens.css"), "utf8");
    const rule =
      /"Livre"; src: url\(\/polices\/IBMPlexSans-Regular[^}]*unicode-range: ([^;]+);/.exec(
        css,
      )?.[1] ?? "";
    const declared = rule.split(", ").map((part) => {
      const [from, to] = part.replace("U+", "").split("-");
      return [Number.parseInt(from ?? "", 16), Number.parseInt(to ?? from ?? "", 16)] as const;
    });
    for (const char of borrowed) {
      const code = char.codePointAt(0) ?? 0;
      const isDeclared = declared.some(([from, to]) => from <= code && code <= to);
      expect(serif.has(code) || isDeclared, `U+${code.toString(16)} ${char}`).toBe(true);
    }
  });

  test("la face mathématique dessine concurrence, précédence, absence et implication", () => {
    expect(missing(read("IBMPlexMath-Regular.woff2"), mathematical)).toBe("");
  });

  test("toutes les polices que demande la feuille de style sont là, avec leurs licences, et rien de plus", () => {
    const css = readFileSync(join(import.meta.dirname, "../app/_ui/tokens.css"), "utf8");
    const asked = new Set([...css.matchAll(/url\(\/polices\/([^)]+)\)/g)].map((match) => match[1]));
    expect([...asked].sort()).toEqual([...files].sort());
    for (const licence of ["OFL-IBMPlex.txt", "OFL-SourceSerif4.txt"]) {
      expect(readFileSync(join(folder, licence), "utf8")).toContain("SIL Open Font License");
    }
  });

  test("l’ensemble pèse moins de 500 ko", () => {
    const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(500_000);
  });
});
