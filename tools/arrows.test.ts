import { describe, expect, test } from "vitest";
import { importsOf, refusalOf, zoneOf } from "./arrows.ts";
import { filesOf, read } from "./source.ts";

const sources = filesOf().filter((path) => /\.(?:ts|tsx|mjs|cjs|mdx)$/.test(path));

describe("flèches d’import", () => {
  test("chaque fichier source appartient à une couche", () => {
    expect(sources.filter((path) => zoneOf(path) === undefined)).toEqual([]);
  });

  test("aucun import ne remonte une flèche", () => {
    const refused = sources.flatMap((path) =>
      importsOf(read(path)).flatMap(({ target, line }) => {
        const refusal = refusalOf(path, target);
        return refusal === null ? [] : [`${path}:${line}: ${refusal}`];
      }),
    );
    expect(refused).toEqual([]);
  });

  test.each([
    ["simulator/base/time.ts", "../vocabulary/events.ts"],
    ["simulator/vocabulary/events.ts", "../kernel/kernel.ts"],
    ["simulator/kernel/kernel.ts", "../world/world.ts"],
    ["simulator/kernel/kernel.ts", "pure-rand"],
    ["simulator/world/node.ts", "../observation/state.ts"],
    ["simulator/world/node.ts", "../patterns/retry.ts"],
    ["simulator/observation/state.ts", "../world/world.ts"],
    ["simulator/world/node.ts", "react"],
    ["simulator/simulation.ts", "zustand"],
    ["simulator/world/node.ts", "node:fs"],
    ["simulator/world/node.ts", "@/app/_lab/store.ts"],
    ["simulator/world/node.test.ts", "../../app/_lab/store.ts"],
    ["simulator/simulation.ts", "../scenarios/saga-fintech/scenario.ts"],
    ["scenarios/saga-fintech/services.ts", "../other/services.ts"],
    ["scenarios/saga-fintech/services.ts", "../../simulator/kernel/kernel.ts"],
    ["scenarios/saga-fintech/card.ts", "./services.ts"],
    ["scenarios/labo6/card.ts", "../checkout/world.ts"],
    ["scenarios/checkout/world.ts", "../labo6/scenario.ts"],
    ["scenarios/checkout/world.ts", "../labo6/card.ts"],
    ["scenarios/checkout/card-nodes.ts", "./world.ts"],
    ["app/_lab/store.ts", "@/scenarios/checkout/card-nodes.ts"],
    ["scenarios/cards.ts", "./saga-fintech/scenario.ts"],
    ["app/_lab/store.ts", "../../simulator/simulation.ts"],
    ["app/_lab/store.ts", "@/scenarios/saga-fintech/scenario.ts"],
    ["app/_lab/store.ts", "sql.js"],
    ["app/_ui/Button.tsx", "@/simulator/vocabulary/events.ts"],
    ["app/_ui/Button.tsx", "../_lab/store.ts"],
    ["app/_mdx/Lab.tsx", "@/simulator/vocabulary/events.ts"],
    ["app/page.tsx", "@/simulator/simulation.ts"],
    ["app/page.tsx", "@/app/_worker/engine.worker.ts"],
    ["app/_worker/client.ts", "@/simulator/simulation.ts"],
    ["app/_worker/engine.worker.ts", "react"],
    ["app/_worker/engine.worker.ts", "../_lab/store.ts"],
    ["content/etudes/saga.mdx", "../../app/_lab/Lab.tsx"],
    ["e2e/lab.spec.ts", "../simulator/simulation.ts"],
    ["app/_lab/store.ts", "../../node_modules/immer/dist/immer.mjs"],
    ["app/_lab/store.ts", "./store.test.ts"],
    ["lib/misc.ts", "react"],
  ])("planté exprès, %s → %s est refusé", (from, target) => {
    expect(refusalOf(from, target)).not.toBeNull();
  });

  test.each([
    ["simulator/world/node.ts", "../kernel/kernel.ts"],
    ["simulator/patterns/retry.ts", "../world/context.ts"],
    ["scenarios/saga-fintech/services.ts", "../../simulator/simulation.ts"],
    ["scenarios/saga-fintech/scenario.ts", "./card.ts"],
    ["scenarios/labo6/variants.ts", "../checkout/world.ts"],
    ["scenarios/labo6/card.ts", "../checkout/card-nodes.ts"],
    ["app/_worker/engine.worker.ts", "@/simulator/simulation.ts"],
    ["app/_lab/store.ts", "@/app/_worker/client.ts"],
    ["app/_lab/store.ts", "../_ui/Button.tsx"],
    ["app/etudes/[slug]/page.tsx", "@/app/_lab/Laboratory.tsx"],
  ])("%s → %s est permis", (from, target) => {
    expect(refusalOf(from, target)).toBeNull();
  });

  test("un import se voit sous toutes ses formes, et jamais dans un commentaire ou une chaîne", () => {
    const source = [
      'import { a } from "one";',
      'import type { B } from "two";',
      'export * from "three";',
      'import "four";',
      'const five = await import("five");',
      'new Worker(new URL("./six.ts", import.meta.url));',
      '// import "seven";',
      "const eight = 'from \"eight\"';",
      'const nine = import(/* lazily */ "nine");',
      "import {",
      "  ten,",
      '} from "ten";',
    ].join("\n");
    expect(importsOf(source).map(({ target }) => target)).toEqual([
      "one",
      "two",
      "three",
      "four",
      "five",
      "./six.ts",
      "nine",
      "ten",
    ]);
  });
});
