import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sampleCard } from "@/app/_texte/sample.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { lineText, type ScenarioSources } from "./source-format.ts";
import { neverRun, sourceMarks } from "./source-marks.ts";
import { highlight, packLine } from "./sources.ts";

const card = {
  ...sampleCard,
  handlers: [
    { name: "saga", title: "Saga", file: "published.services.ts" },
    { name: "pay", title: "Débiter", file: "payment.services.ts" },
  ],
} as ScenarioCard;

const text = (name: string, lines: readonly string[]) => ({
  name,
  lines: lines.map((line) => (line === "" ? [] : ["", line])),
});
const sources: ScenarioSources = {
  scenario: "exemple",
  files: [
    text("payment.services.ts", ["export function* pay() {", "  yield* ctx.call(bank);", "}"]),
    text("published.services.ts", [
      "export function* saga() {",
      "  const done = yield* step.act(ctx);",
      "  yield* saveStep(ctx, done);",
      "  return done;",
      "}",
      "const after = 1;",
      "const last = 2;",
    ]),
  ],
};

/** La saga atteint ses lignes 2 puis 3, le paiement sa ligne 2 ; l’arrêt oublie la saga. */
function story() {
  const builder = createLogBuilder();
  const saga = { subject: "1042", process: 5 };
  builder.add("orchestrateur", "process-started", { handler: "saga", request: null }, saga);
  builder.add("orchestrateur", "note", { text: "" }, { ...saga, line: 2 });
  builder.add(
    "paiement",
    "process-started",
    { handler: "pay", request: null },
    { subject: "1041", process: 6, line: 2 },
  );
  builder.add("orchestrateur", "note", { text: "" }, { ...saga, line: 3 });
  const crash = builder.add("orchestrateur", "node-crashed", { lostProcessCount: 1 });
  builder.add(
    "orchestrateur",
    "process-lost",
    { handler: "saga", request: null },
    { ...saga, line: 3, cause: crash },
  );
  return builder.log;
}

const marksAt = (playhead: number, selection: Parameters<typeof sourceMarks>[0]["selection"]) =>
  sourceMarks({ card, log: story(), playhead, selection }, sources);

describe("le code au même instant", () => {
  test("la ligne en cours est celle du traitement qui vient d’agir", () => {
    const marks = marksAt(3, null);
    expect(marks.focusPlace).toEqual({ file: "published.services.ts", line: 3 });
    expect([...marks.reached]).toEqual([2, 3]);
    expect(marks.crash).toBeNull();
  });

  test("chaque traitement vivant est à sa ligne", () => {
    expect(marksAt(3, null).live).toMatchObject([
      { file: "published.services.ts", line: 3 },
      { file: "payment.services.ts", line: 2 },
    ]);
  });

  test("choisir un nœud montre son code, choisir un événement montre sa ligne", () => {
    expect(marksAt(3, { kind: "node", node: "paiement" }).focusPlace).toEqual({
      file: "payment.services.ts",
      line: 2,
    });
    expect(marksAt(3, { kind: "event", index: 1 }).selected).toEqual({
      file: "published.services.ts",
      line: 2,
    });
  });

  test("l’arrêt tombe entre la ligne atteinte et la suivante, et porte son pas", () => {
    const marks = marksAt(5, null);
    expect(marks.crash).toMatchObject({ file: "published.services.ts", line: 3, index: 4 });
    expect(marks.live).toMatchObject([{ file: "payment.services.ts" }]);
  });

  test("les lignes jamais exécutées s’arrêtent à la fin de la fonction", () => {
    const file = sources.files[1] as (typeof sources.files)[0];
    expect(neverRun(file, 3)).toEqual([4, 4]);
  });

  test("avant sa première attente, un traitement est au début de sa fonction", () => {
    expect(marksAt(0, null).focusPlace).toEqual({ file: "published.services.ts", line: 1 });
  });
});

test("aucun fichier de services n’en appelle un autre : une ligne dit à elle seule où l’on est", () => {
  const files = globSync("scenarios/**/*services.ts");
  expect(files.length).toBeGreaterThan(5);
  const across = files.filter((file) =>
    /from "\.[^"]*services\.ts"/.test(readFileSync(file, "utf8").replaceAll(/import type .*/g, "")),
  );
  expect(across).toEqual([]);
});

describe("les sources écrites au moment de la construction", () => {
  test("aucun caractère ne se perd, les mots-clés et les commentaires sont marqués", async () => {
    const source = "// pourquoi\nconst a = yield* ctx.call('x');\n\nreturn a;\n";
    const lines = await highlight(source);
    expect(lines.map(lineText).join("\n")).toBe(source.trimEnd());
    expect(lines[0]?.[0]).toBe("c");
    expect(lines[1]?.[0]).toBe("k");
  });

  test("deux mots voisins de même genre ne font qu’un", () => {
    expect(
      packLine([
        { content: "const", fontStyle: 2 },
        { content: " " },
        { content: "let", fontStyle: 2 },
        { content: " x" },
      ]),
    ).toEqual(["k", "const let", "", " x"]);
  });
});
