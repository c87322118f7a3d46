import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMessageTable } from "@/app/_lab/folds.ts";
import { sampleCard } from "@/app/_texte/sample.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import { NO_FILTER, rowAt, searchRows, subjectsOf } from "./filter.ts";
import { faultOffers } from "./row-menu.ts";
import { listHeight, scrollToRow, windowAt } from "./window.ts";

const never = (): boolean => false;

function story() {
  const builder = createLogBuilder();
  builder.add("orchestrateur", "run-started", {});
  const reserve = builder.send("orchestrateur>inventaire", "reserver", { subject: "1041" });
  builder.deliver(reserve, { subject: "1041" });
  builder.add("paiement", "node-crashed", { lostProcessCount: 0 });
  builder.send("orchestrateur>paiement", "debiter", { subject: "1042" });
  return builder.log;
}

describe("les lignes dessinées", () => {
  const size = { count: 100_000, rowHeight: 28, viewport: 560 };

  test("sur 100 000 événements, quelques dizaines de lignes existent", () => {
    const { from, to, before, after } = windowAt(size, 28 * 5_000);
    expect(to - from).toBeLessThan(50);
    expect(from).toBeLessThanOrEqual(5_000);
    expect(before + (to - from) * 28 + after).toBe(listHeight(size));
  });

  test("la dernière ligne s’atteint, même quand la liste dépasse ce qu’un navigateur dessine", () => {
    for (const count of [0, 1, 30, 100_000, 1_000_000]) {
      const long = { ...size, count };
      const bottom = Math.max(0, listHeight(long) - long.viewport);
      expect(windowAt(long, bottom).to).toBe(count);
      expect(windowAt(long, 0).from).toBe(0);
    }
  });

  test("aller à une ligne la met dans la fenêtre ; y retourner ne bouge plus rien", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat(),
        fc.nat({ max: 8_000_000 }),
        (count, pick, start) => {
          const list = { ...size, count };
          const row = pick % count;
          const from = Math.min(start, Math.max(0, listHeight(list) - list.viewport));
          const to = scrollToRow(list, row, from) ?? from;
          const shown = windowAt(list, to);
          expect(shown.from).toBeLessThanOrEqual(row);
          expect(shown.to).toBeGreaterThan(row);
        },
      ),
    );
  });
});

describe("les filtres", () => {
  const log = story();
  const rows = (filter: Partial<typeof NO_FILTER>): readonly number[] => {
    const search = searchRows(log, sampleCard, { ...NO_FILTER, ...filter });
    while (!search.advance(never));
    return search.found;
  };

  test("par nœud, par commande, par genre, par mot", () => {
    expect(rows({ node: "paiement" })).toEqual([3]);
    expect(rows({ subject: "1041" })).toEqual([1, 2]);
    expect(rows({ kind: "pannes" })).toEqual([3]);
    expect(rows({ text: "arrete" })).toEqual([3]);
    expect(rows({ text: "zzz" })).toEqual([]);
    expect(rows({ node: "nulle-part" })).toEqual([]);
  });

  test("une recherche interrompue reprend où elle en était", () => {
    const search = searchRows(log, sampleCard, { ...NO_FILTER, subject: "1041" });
    while (!search.advance(() => true));
    expect(search.found).toEqual([1, 2]);
  });

  test("la ligne du pas courant est la dernière montrée avant lui", () => {
    expect(rowAt([1, 2, 8], 5)).toBe(1);
    expect(rowAt([1, 2, 8], 0)).toBe(-1);
    expect(rowAt(null, 5)).toBe(5);
    expect(subjectsOf(log)).toEqual(["1041", "1042"]);
  });
});

describe("les pannes à un événement", () => {
  const log = story();
  const messages = createMessageTable(log);
  messages.extend();
  const offers = (index: number) => faultOffers({ card: sampleCard, log, messages }, index);

  test("un envoi propose son message, sa voie et son nœud, juste après lui", () => {
    const kinds = offers(1).map((offer) => offer.id);
    expect(kinds).toContain("message:drop-message");
    expect(kinds).toContain("link:partition");
    expect(kinds).toContain("node:crash");
    expect(offers(1).every((offer) => offer.order.at?.kind === "event")).toBe(true);
    expect(offers(1).find((o) => o.id === "node:crash")?.order).toMatchObject({
      kind: "crash",
      target: { kind: "node", node: "orchestrateur" },
      at: { kind: "event", index: 1 },
    });
  });

  test("perdre un message déjà reçu vise l’instant de son départ", () => {
    expect(offers(2).find((o) => o.id === "message:drop-message")?.order.at).toEqual({
      kind: "event",
      index: 1,
    });
    expect(offers(2).find((o) => o.id === "node:crash")?.order.at).toEqual({
      kind: "event",
      index: 2,
    });
  });

  test("un événement sans message ne propose que son nœud", () => {
    expect(offers(3).every((offer) => offer.id.startsWith("node:"))).toBe(true);
  });
});
