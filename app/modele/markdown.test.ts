import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isWellSet, typeset } from "../_texte/typography.ts";
import { readInline, readMarkdown, slugOf } from "./markdown.ts";

describe("la fiche du modèle", () => {
  test("titres, listes et tableaux deviennent des blocs", () => {
    const blocks = readMarkdown(
      "# Titre\n\n- **un** : a\n- deux\n\n| A | B |\n|---|---|\n| 1 | `x` |",
      typeset,
    );
    expect(blocks.map((block) => block.kind)).toEqual(["heading", "list", "table"]);
    expect(readInline("**a** et `b : c`", typeset)).toEqual([
      { kind: "strong", text: "a" },
      { kind: "text", text: " et " },
      { kind: "code", text: "b : c" },
    ]);
    expect(slugOf("Ce que ce modèle dit, et ce qu’il tait")).toBe(
      "ce-que-ce-modele-dit-et-ce-qu-il-tait",
    );
  });

  // A case study explains its model at length; a piece of the workshop has its card instead.
  const studies = readdirSync("scenarios").filter((id) =>
    existsSync(`scenarios/${id}/scenario.ts`),
  );
  test.each(studies)("%s : un seul titre, composé à la française", (id) => {
    const blocks = readMarkdown(readFileSync(`scenarios/${id}/modele.md`, "utf8"), typeset);
    expect(blocks.filter((block) => block.kind === "heading" && block.level === 1)).toHaveLength(1);
    for (const block of blocks) {
      if (block.kind !== "paragraph") continue;
      for (const inline of block.content) {
        if (inline.kind !== "code") expect(isWellSet(inline.text), inline.text).toBe(true);
      }
    }
  });
});
