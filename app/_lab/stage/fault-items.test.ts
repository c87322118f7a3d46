import { expect, test } from "vitest";
import { isWellSet } from "@/app/_texte/typography.ts";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { FAULT_KINDS, faultRule } from "@/simulator/vocabulary/interventions.ts";
import { effectText, faultItems, nextRung } from "./fault-items.ts";

const none = new Map<string, number>();
const node = { kind: "node", node: "livraison" } as const;
const link = {
  kind: "link",
  from: ["orchestrateur"],
  to: ["livraison"],
  isBothWays: false,
} as const;
const message = { kind: "message", message: "orchestrateur>paiement:debiter:1042#1" } as const;

test("toute panne du simulateur se trouve dans le menu de l’objet qu’elle vise", () => {
  const offered = new Set(
    [node, link, message].flatMap((target) =>
      faultItems(target, card, none).map((item) => item.order.kind),
    ),
  );
  // Une demande n’est pas une panne : elle se pose depuis le rail.
  expect(FAULT_KINDS.filter((kind) => !offered.has(kind))).toEqual(["request"]);
});

test("chaque ligne vise un objet du genre que sa panne demande, et a un nom français bien composé", () => {
  for (const target of [node, link, message]) {
    for (const item of faultItems(target, card, none)) {
      expect(item.order.target.kind).toBe(faultRule(item.order.kind).target);
      expect(isWellSet(item.label)).toBe(true);
      expect(effectText(item.order, card)).toMatch(/^Vous .*\.$/);
    }
  }
});

test("la valeur d’une panne se change sur place, sans sortir de ses bornes", () => {
  const pause = faultItems(node, card, none).find((item) => item.order.kind === "pause");
  if (pause === undefined) throw new Error("une pause est proposée");
  expect(pause.hint).toBe("2\u202fs");
  const longer = nextRung(pause, 1);
  expect(longer).toBe(5_000_000);
  const changed = faultItems(node, card, new Map([[pause.id, longer as number]])).find(
    (item) => item.id === pause.id,
  );
  expect(changed?.hint).toBe("5\u202fs");
  expect(changed?.order.durationUs).toBe(5_000_000);
  for (const target of [node, link, message]) {
    for (const item of faultItems(target, card, none)) {
      const rule = faultRule(item.order.kind);
      if (item.changes !== "amount") continue;
      for (const rung of item.ladder) {
        expect(rung).toBeGreaterThanOrEqual(rule.minAmount);
        expect(rung).toBeLessThanOrEqual(rule.maxAmount);
      }
    }
  }
});

test("couper les liens d’un nœud les coupe tous, dans les deux sens", () => {
  const cut = faultItems({ kind: "node", node: "orchestrateur" }, card, none).at(-1);
  expect(cut?.order.target).toEqual({
    kind: "link",
    from: ["orchestrateur"],
    to: ["clients", "inventaire", "paiement", "livraison"],
    isBothWays: true,
  });
});
