import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markedFile, markLines } from "../scripts/mark-lines.mjs";
import { waitsOnLineEight } from "./fixtures/marked.services.ts";

describe("marques de ligne", () => {
  test("une attente de ctx reçoit la ligne de son yield*", () => {
    expect(markLines("a\nconst r = yield* ctx.call(bank);")).toBe(
      "a\nconst r = yield* ctx.at(2).call(bank);",
    );
  });

  test("une attente coupée sur plusieurs lignes porte la ligne du yield*", () => {
    expect(markLines("\n\nyield* ctx\n  .sleep(ms(3));")).toBe(
      "\n\nyield* ctx.at(3)\n  .sleep(ms(3));",
    );
    expect(markLines("yield*\n  ctx.db.query(x);")).toBe("yield*\n  ctx.at(1).db.query(x);");
  });

  test("une fonction qui attend reçoit un ctx marqué, même par un membre ou avec des types", () => {
    expect(markLines("yield* pay(ctx, order)")).toBe("yield* pay(ctx.at(1), order)");
    expect(markLines("yield* pay(ctx)")).toBe("yield* pay(ctx.at(1))");
    expect(markLines("yield* step.act(ctx)")).toBe("yield* step.act(ctx.at(1))");
    expect(markLines("yield* retry<Reply<string>>(\n  ctx,\n  1)")).toBe(
      "yield* retry<Reply<string>>(\n  ctx.at(1),\n  1)",
    );
  });

  test("chaque attente imbriquée garde sa propre ligne", () => {
    const source = [
      "yield* retry(ctx, { attemptsMax: 5 }, function* () {",
      "  yield* ctx.call(a);",
      "  return `x ${yield* ctx.call(b)} }`;",
      "});",
      "yield* ctx.call(c);",
    ].join("\n");
    expect(markLines(source)).toBe(
      [
        "yield* retry(ctx.at(1), { attemptsMax: 5 }, function* () {",
        "  yield* ctx.at(2).call(a);",
        "  return `x ${yield* ctx.at(3).call(b)} }`;",
        "});",
        "yield* ctx.at(5).call(c);",
      ].join("\n"),
    );
  });

  test("chaînes, gabarits, commentaires et expressions régulières restent intacts", () => {
    for (const source of [
      '"yield* ctx.call(a)"',
      "'l\\'essai yield* ctx.call(a)'",
      "`yield* ctx.call(a)`",
      "`\nSELECT yield* ctx.call(a)\n`",
      "// yield* ctx.call(a)\n",
      "/* yield* ctx.call(a) */",
      'const r = /"`yield* ctx.call(a)/;',
      "yield* ctx.at(3).call(a)",
      "yield* other.call(a)",
      "yield* pay(ctxOther)",
      "yield ctx.call(a)",
      "const yields = ctx.call(a)",
    ]) {
      expect(markLines(source)).toBe(source);
    }
  });

  test("le code qui suit une chaîne, un gabarit ou une division est marqué", () => {
    for (const before of [
      '"a";',
      "`b ${c({})} d`;",
      "/[/`]x/.test(s);",
      "x = a / b / c;",
      "// « ' »\n",
    ]) {
      const line = before.includes("\n") ? 2 : 1;
      expect(markLines(`${before} yield* ctx.call(a)`)).toBe(
        `${before} yield* ctx.at(${line}).call(a)`,
      );
    }
  });

  test("quel que soit le texte : mêmes lignes, et marquer deux fois ne change rien", () => {
    const piece = fc.constantFrom(
      "yield* ctx.call(a)",
      "yield* pay(ctx, b)",
      "\n",
      "`",
      "${",
      "}",
      "{",
      '"',
      "'",
      "/",
      "//",
      "/*",
      "*/",
      "x",
      " ",
      "(",
      ")",
      "\\",
      "ctx",
      ".",
      "<",
      ">",
      ";",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const source = pieces.join("");
        const marked = markLines(source);
        expect(marked.split("\n").length).toBe(source.split("\n").length);
        expect(marked.replaceAll(/\.at\(\d+\)/g, "")).toBe(source);
        expect(markLines(marked)).toBe(marked);
      }),
      { numRuns: 2000 },
    );
  });

  test("les essais exécutent le texte marqué, comme le moteur", () => {
    const context = (line: number): Parameters<typeof waitsOnLineEight>[0] => ({
      at: context,
      // biome-ignore lint/correctness/useYield: the line is the only thing that comes back
      *call() {
        return line;
      },
    });
    expect(waitsOnLineEight(context(0)).next().value).toBe(8);
  });

  test("seuls les fichiers de services montrés au lecteur sont marqués", () => {
    expect(markedFile.test("/x/scenarios/saga/services.ts")).toBe(true);
    expect(markedFile.test("/x/scenarios/saga/corrigee.services.ts")).toBe(true);
    expect(markedFile.test("/x/scenarios/saga/microservices.ts")).toBe(false);
    expect(markedFile.test("/x/scenarios/saga/services.test.ts")).toBe(false);
  });
});
