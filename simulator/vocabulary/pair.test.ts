import { describe, expect, test } from "vitest";
import { translation } from "./pair.ts";

const pair = {
  operations: [["checkout", "checkout-choreo"]] as const,
  counterparts: [
    ["orchestrateur", "ouvrier-commande"],
    ["orchestrateur", "ecommerce"],
  ] as const,
  nodes: [
    ["clients", "kong", "inventaire", "orchestrateur"],
    ["clients", "kong", "inventaire", "ecommerce", "ouvrier-commande", "redis"],
  ] as const,
};
const toRight = translation(pair, 0);
const toLeft = translation(pair, 1);

describe("the names of one side on the other", () => {
  test("a node of the same name stands for itself, another one for its first counterpart", () => {
    expect(toRight.node("kong")).toBe("kong");
    expect(toRight.node("orchestrateur")).toBe("ouvrier-commande");
    expect(toLeft.node("ecommerce")).toBe("orchestrateur");
    expect(toLeft.node("redis")).toBeNull();
  });

  test("a message keeps its operation, its subject and its rank", () => {
    expect(toRight.message("orchestrateur>kong:reserver:7-3#1/reply")).toBe(
      "ouvrier-commande>kong:reserver:7-3#1/reply",
    );
    expect(toLeft.message("clients>kong:checkout-choreo:7-3#1")).toBe(
      "clients>kong:checkout:7-3#1",
    );
    expect(toLeft.message("redis>kong:lire:7-3#1")).toBeNull();
  });

  test("a cut goes to the same link, or nowhere when an end has no counterpart or both are one node", () => {
    const link = (from: string, to: string) =>
      ({ kind: "link", from: [from], to: [to], isBothWays: true }) as const;
    expect(toRight.target(link("orchestrateur", "kong"))).toEqual(link("ouvrier-commande", "kong"));
    expect(toLeft.target(link("redis", "kong"))).toBeNull();
    expect(toLeft.target(link("ecommerce", "ouvrier-commande"))).toBeNull();
  });
});
