import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesOf, read, root } from "./source.ts";
import * as tidy from "./tidy.ts";

const files = filesOf();
const texts = files.filter((path) => /\.(?:tsx?|mjs|cjs|mdx?|css|json|yml|sh)$/.test(path));

type Rule = (path: string, text: string) => readonly string[];

/** Each rule with a file that breaks it and one that does not. */
const rules: readonly (readonly [
  string,
  Rule,
  readonly [string, string],
  readonly [string, string],
])[] = [
  [
    "aucun fichier ne dépasse 400 lignes",
    tidy.tooLong,
    ["app/a.ts", "x\n".repeat(401)],
    ["app/a.test.ts", "x\n".repeat(401)],
  ],
  [
    "chaque fichier dit d’abord ce qu’il possède",
    tidy.withoutHeader,
    ["app/a.ts", 'import "x";\n'],
    ["app/A.tsx", '"use client";\n/** Owns. */\n'],
  ],
  [
    "rien n’est remis à plus tard",
    tidy.promisesToDoLater,
    ["app/a.ts", "// TODO: finish"],
    ["app/a.ts", "// todos are done"],
  ],
  [
    "aucune machine n’est nommée",
    tidy.namesAMachine,
    ["README.md", "see /root/site"],
    ["README.md", "see simulator/world/node.ts"],
  ],
  [
    "les textes lus ont leurs espaces françaises",
    tidy.badSpacing,
    ["app/a.ts", 'const t = "Vraiment ?";'],
    [
      "app/a.ts",
      'const t = "Vraiment\u202F? « Oui\u00A0: l’encre… »";'
        .replace("« O", "«\u00A0O")
        .replace("… »", "…\u00A0»"),
    ],
  ],
  [
    "le moteur ne connaît ni hasard, ni horloge, ni promesse de l’hôte",
    tidy.undeterministic,
    ["simulator/world/a.ts", "const d = -Math.log(1 - x);"],
    ["simulator/world/a.ts", "// Math.log\nconst d = Math.sqrt(x * x);"],
  ],
  [
    "seul le noyau écrit un yield nu",
    tidy.bareYield,
    ["scenarios/a/services.ts", "const x = yield wait;"],
    ["scenarios/a/services.ts", "const x = yield* ctx.sleep(ms(3)); // yield x"],
  ],
  [
    "aucune attente n’est oubliée",
    tidy.forgottenWait,
    ["scenarios/a/services.ts", "function* f(ctx: Context) {\n  ctx.sleep(ms(3));\n}"],
    [
      "scenarios/a/services.ts",
      "function* f(ctx: Context) {\n  ctx.log.note(a);\n  yield* ctx.sleep(ms(3));\n  return g(ctx);\n}",
    ],
  ],
  [
    "chaque fichier porte un nom de la maison",
    tidy.badName,
    ["app/_ui/button.tsx", ""],
    ["app/_ui/Button.tsx", ""],
  ],
];

describe("bonne tenue", () => {
  test.each(rules)("%s", (_title, rule) => {
    expect(texts.flatMap((path) => rule(path, read(path)))).toEqual([]);
  });

  test.each(rules)("plantée exprès, la faute se voit : %s", (_title, rule, bad, good) => {
    expect(rule(...bad)).not.toEqual([]);
    expect(rule(...good)).toEqual([]);
  });

  test.each([
    "Vraiment !",
    "Attention :",
    "«oui»",
    "« oui »",
    "l'encre",
    "Attendez un peu...",
    "Vraiment?",
  ])("la faute « %s » se voit dans une chaîne et entre deux balises", (fault) => {
    expect(tidy.badSpacing("app/a.ts", `const t = "${fault}";`)).toHaveLength(1);
    expect(tidy.badSpacing("app/A.tsx", `const t = <p>${fault}</p>;`)).toHaveLength(1);
  });

  test.each([
    "const d = Math.random();",
    "const d = Math.pow(2, 3);",
    "const d = x ** 2;",
    "await f();",
    "a.localeCompare(b);",
    "db.run(`SELECT datetime('now')`);",
  ])("le moteur n’a pas le droit d’écrire %s", (line) => {
    expect(tidy.undeterministic("simulator/world/a.ts", line)).toHaveLength(1);
  });

  test("chaque scénario dit ce qui est modélisé, simplifié, laissé de côté", () => {
    const ids = new Set(
      files.flatMap((path) => /^scenarios\/([^/]+)\/scenario\.ts$/.exec(path)?.[1] ?? []),
    );
    const missing = [...ids].flatMap((id) =>
      ["modele.md", "card.ts"]
        .filter((name) => !existsSync(join(root, "scenarios", id, name)))
        .map((name) => `${id}/${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("aucun fichier ne pèse plus de 300 ko", () => {
    const heavy = files.filter((path) => statSync(join(root, path)).size > 300_000);
    expect(heavy).toEqual([]);
  });
});
