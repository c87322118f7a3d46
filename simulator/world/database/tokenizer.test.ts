import { describe, expect, test } from "vitest";
import { join, nameOf, tokenize } from "./tokenizer.ts";

const texts = (sql: string) => tokenize(sql).map((token) => token.text);

describe("un texte SQL est coupé en mots, textes, nombres, paramètres et signes", () => {
  test("les chaînes gardent leurs apostrophes doublées, et rien n’y est un mot", () => {
    expect(texts("select 'l''eau; -- non', \"Nom\"\"x\"")).toEqual([
      "select",
      "'l''eau; -- non'",
      ",",
      '"Nom""x"',
    ]);
  });
  test("les commentaires disparaissent, même emboîtés", () => {
    expect(texts("a -- fin\n b /* c /* d */ e */ f")).toEqual(["a", "b", "f"]);
  });
  test("les signes de deux caractères restent entiers", () => {
    expect(texts("a::text||b->>'c'<=$12")).toEqual([
      "a",
      "::",
      "text",
      "||",
      "b",
      "->>",
      "'c'",
      "<=",
      "$12",
    ]);
  });
  test("chaque mot connaît le nombre de parenthèses ouvertes autour de lui", () => {
    const depths = tokenize("a (b (c) d) e").map(({ text, depth }) => `${text}${depth}`);
    expect(depths).toEqual(["a0", "(0", "b1", "(1", "c2", ")1", "d1", ")0", "e0"]);
  });
  test("un nom sans guillemets se lit en minuscules, un nom entre guillemets tel quel", () => {
    const [bare, quoted] = tokenize('Sagas "Sagas"');
    expect([nameOf(bare), nameOf(quoted)]).toEqual(["sagas", "Sagas"]);
  });
  test("le point-virgule final est sans effet", () => {
    expect(join(tokenize("select 1 ; "))).toBe("select 1");
  });
  test.each([
    ["select 'ouvert", "illisible"],
    ["select (1", "jamais fermée"],
    ["select 1)", "sans avoir été ouverte"],
    ["select /* 1", "jamais fermé"],
    ["select 1 \\ 2", "illisible"],
  ])("%s est refusé", (sql, message) => {
    expect(() => tokenize(sql)).toThrow(message);
  });
});
