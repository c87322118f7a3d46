/** What shops sold against what the centre knows: by store and day, at any step, whatever the design. */
import { describe, expect, test } from "vitest";
import { card } from "@/scenarios/caisses/card.ts";
import { createTimeline } from "@/simulator/observation/timeline.ts";
import { play } from "@/simulator/testing/play.ts";
import { cardFor } from "@/simulator/vocabulary/crowd.ts";
import type { TakingsCard } from "@/simulator/vocabulary/followed.ts";
import type { Row } from "@/simulator/vocabulary/values.ts";
import { createTakingsTable, isAstray, totalOf } from "./takings.ts";

const takings = card.takings as TakingsCard;
const NAMED = { identifiants: "magasin-caisse" } as const;

function folded(options: NonNullable<Parameters<typeof play>[1]>) {
  const { log } = play("caisses", {
    ...options,
    parameters: { duree: 120_000_000, ...options.parameters },
  });
  const table = createTakingsTable(log, card, takings);
  while (table.extend(1_000));
  return { log, table };
}

/** The same by hand: the rows of every register at one step. */
function soldByHand({ log }: ReturnType<typeof folded>, index: number): number {
  const timeline = createTimeline(log, card.databases);
  timeline.extend();
  timeline.seek(index);
  let cents = 0;
  for (const { id, node } of card.databases) {
    if (node === "siege") continue;
    for (const [, row] of timeline.entries(`row/${id}/ticket_events/`)) {
      const [, , , kind, payload] = row as Row;
      if (kind === "TICKET_CLOS")
        cents += (JSON.parse(String(payload)) as { montantTotal: number }).montantTotal;
    }
  }
  return cents;
}

describe("vendu aux caisses, su du siège", () => {
  const cut = folded({ variant: "corrigee", faults: ["partition:m1-c1,m1-c2|siege@20s+60s"] });
  const { log, table } = cut;

  test("à tout pas, ce qui est vendu est ce que disent les journaux des caisses", () => {
    for (let index = 0; index < log.length; index += Math.floor(log.length / 7)) {
      expect(totalOf(table.at(index)).sold.cents).toBe(soldByHand(cut, index));
    }
  });

  test("le magasin coupé vend, et tout attend ; au retour, rien n’attend et rien ne manque", () => {
    const store = (index: number) => table.at(index).find(({ site }) => site === "magasin001");
    const before = log.indexAt(19_000_000);
    const during = log.indexAt(79_000_000);
    const [was, is] = [store(before), store(during)];
    expect(is?.sold.count).toBeGreaterThan(was?.sold.count ?? 0);
    expect(is?.known?.cents ?? 0).toBe(was?.known?.cents ?? 0);
    expect(is?.waiting.cents).toBe((is?.sold.cents ?? 0) - (is?.known?.cents ?? 0));
    const end = table.at(log.length - 1);
    expect(end.map(({ site, day }) => `${site}, ${day}`)).toEqual(
      ["magasin001", "magasin002", "magasin003"].map((site) => `${site}, jour 1`),
    );
    for (const { sold, waiting, known } of end) {
      expect(known).toEqual(sold);
      expect(waiting).toEqual({ cents: 0, count: 0 });
    }
    for (let index = 0; index < log.length; index += 97) {
      expect(table.at(index).filter(isAstray)).toEqual([]);
    }
  });

  test("avant la première vente, rien", () => expect(table.at(-1)).toEqual([]));
});

test("telle que publiée, des accusés perdus font compter plus que ce qui est vendu", () => {
  const { log, table } = folded({
    ...{ variant: "publiee", parameters: { ...NAMED, duree: 240_000_000 } },
    faults: ["partition:siege>m1-c1@30s+150s"],
  });
  const store = table.at(log.length - 1).find(({ site }) => site === "magasin001");
  expect(store?.known?.cents).toBeGreaterThan(store?.sold.cents ?? 0);
  expect(store !== undefined && isAstray(store)).toBe(true);
});

test("des caisses sans nom de magasin : tout va à un magasin qui ne vend rien", () => {
  const { log, table } = folded({ variant: "publiee", parameters: {} });
  const end = table.at(log.length - 1);
  const none = end.find(({ site }) => site === "caisse");
  expect(none?.sold.count).toBe(0);
  expect(none?.known?.cents).toBe(totalOf(end).sold.cents - totalOf(end).waiting.cents);
  expect(end.every(isAstray)).toBe(true);
});

test("l’ancien système : une vente écrasée manque au siège sans attendre nulle part", () => {
  const { log, table } = folded({
    ...{ variant: "dernier-ecrit-gagne", parameters: { duree: 240_000_000 } },
    faults: ["partition:m1-c1,m1-c2|siege@20s+200s", "partition:m1-c1|m1-c2@20s+200s"],
  });
  const store = table.at(log.length - 1).find(({ site }) => site === "magasin001");
  expect(store?.waiting.count).toBe(0);
  expect(store?.known?.cents).toBeLessThan(store?.sold.cents ?? 0);
});

test("une chaîne plus grande que la scène a une ligne par magasin", () => {
  const parameters = { magasins: 12, "caisses-par-magasin": 3, duree: 40_000_000, ...NAMED };
  const { log } = play("caisses", { variant: "corrigee", parameters });
  const wide = cardFor(card, { ...parameters });
  const table = createTakingsTable(log, wide, takings);
  table.extend();
  const end = table.at(log.length - 1);
  expect(end).toHaveLength(12);
  expect(end.at(-1)?.site).toBe("magasin012");
});
