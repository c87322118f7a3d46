import { expect, test } from "vitest";
import { links, nodes } from "@/scenarios/saga-fintech/card-stage.ts";
import { boxToward } from "./neighbours.ts";

const toward = (key: string, from: string) => boxToward(key, from, nodes, links);

test("graphe au clavier : les flèches suivent les liens", () => {
  expect(toward("ArrowRight", "clients")).toBe("orchestrateur");
  expect(toward("ArrowDown", "orchestrateur")).toBe("paiement");
  expect(toward("ArrowDown", "paiement")).toBe("prestataire");
  expect(toward("ArrowUp", "livraison")).toBe("orchestrateur");
});

test("graphe au clavier : sans lien de ce côté, la flèche va au nœud le plus proche", () => {
  expect(toward("ArrowRight", "inventaire")).not.toBeNull();
  expect(toward("ArrowLeft", "clients")).toBeNull();
});

test("graphe au clavier : tout nœud s’atteint avec les flèches", () => {
  const seen = new Set(["orchestrateur"]);
  const queue = ["orchestrateur"];
  for (const here of queue) {
    for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
      const next = toward(key, here);
      if (next === null || seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  expect([...seen].sort()).toEqual(nodes.map((node) => node.id).sort());
});
