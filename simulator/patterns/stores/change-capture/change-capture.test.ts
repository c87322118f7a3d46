/** Change capture as its readers meet it: what comes, in which order, and what comes twice. */
import { describe, expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { notes } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import * as capture from "./change-capture.ts";
import type { Envelope } from "./change-event.ts";
import { retainedKey, slotKey } from "./drawing.ts";
import {
  ordering,
  orderingAtOnce,
  orderWithEvent,
  playCapture,
  THROUGH_OUTBOX,
} from "./fixtures/capture-world.ts";

const envelopes = (records: readonly { readonly value: string | null }[]) =>
  records.map(({ value }) => (value === null ? null : (JSON.parse(value) as Envelope)));
const idsIn = (records: readonly { readonly value: string | null }[]) =>
  envelopes(records).map((envelope) => Number((envelope?.after ?? envelope?.before)?.id));

describe("what is captured", () => {
  test("DBZ-1: an outbox row is routed when it is inserted; its update is skipped with a warning, its delete without a word", () => {
    function* shop(ctx: Context): Process<void> {
      yield* orderWithEvent(ctx, 1, 0);
      yield* ctx.db.run("UPDATE boite SET type = 'relue' WHERE id = 1");
      yield* ctx.db.run("DELETE FROM boite WHERE id = 1");
      yield* orderWithEvent(ctx, 2, 0);
    }
    const { read, log } = playCapture({ capture, shop, connector: THROUGH_OUTBOX });
    const values = read("outbox.event.commande").map(({ value }) => value);
    expect(values).toEqual(['{"commande":1}', '{"commande":2}']);
    expect(notes(log)).toEqual([
      'ligne {"id":1} de la boîte d’envoi modifiée : le routeur l’ignore',
    ]);
  });

  test("DBZ-2: the topic is outbox.event.<aggregatetype>, the key the aggregate, the header id the row's, the value the payload alone", () => {
    const shop = (ctx: Context) => orderWithEvent(ctx, 7, 0);
    const { read } = playCapture({ capture, shop, connector: THROUGH_OUTBOX });
    expect(read("outbox.event.commande")).toMatchObject([
      { key: "c7", value: '{"commande":7}', headers: { id: "1" } },
    ]);
  });

  test("DBZ-3: a long transaction with a smaller id comes after the short one that committed before it", () => {
    function* shop(ctx: Context): Process<void> {
      yield* ctx.spawn("long", null, (ctx) => orderWithEvent(ctx, 1, 500));
      yield* ctx.sleep(ms(50));
      yield* orderWithEvent(ctx, 2, 0);
    }
    const { read, written } = playCapture({ capture, shop, connector: THROUGH_OUTBOX });
    expect(read("outbox.event.commande").map(({ headers }) => headers?.id)).toEqual(["2", "1"]);
    expect(written("boite").map(({ after }) => after?.[0])).toEqual([2, 1]);
  });

  test("DBZ-6: a row inserted and deleted in one transaction is read in the log, though no reader of the table ever sees it", () => {
    function* shop(ctx: Context): Process<void> {
      yield* ctx.transaction(function* (ctx) {
        yield* ctx.db.run(
          "INSERT INTO boite (aggregatetype, aggregateid, type, payload) VALUES ('commande', 'c1', 'passee', 'p1')",
        );
        yield* ctx.db.run("DELETE FROM boite");
      });
      const seen = yield* ctx.db.all("SELECT id FROM boite");
      ctx.log.note(`${seen.length} lignes`);
    }
    const { read, log } = playCapture({ capture, shop, connector: THROUGH_OUTBOX });
    expect(read("outbox.event.commande").map(({ value }) => value)).toEqual(["p1"]);
    expect(notes(log)).toEqual(["0 lignes"]);
  });

  test("DBZ-7: an envelope says before, after, op and source; a delete is followed by a tombstone of its key", () => {
    function* shop(ctx: Context): Process<void> {
      yield* ctx.db.run("INSERT INTO commandes VALUES (1, 'nouvelle')");
      yield* ctx.db.run("UPDATE commandes SET etat = 'payee' WHERE id = 1");
      yield* ctx.db.run("DELETE FROM commandes WHERE id = 1");
    }
    const { read } = playCapture({ capture, shop });
    const records = read("boutique.public.commandes");
    const made = { id: 1, etat: "nouvelle" };
    const paid = { id: 1, etat: "payee" };
    expect(envelopes(records)).toMatchObject([
      { op: "c", before: null, after: made, source: { lsn: 1, table: "commandes" } },
      { op: "u", before: made, after: paid, source: { lsn: 2, snapshot: "false" } },
      { op: "d", before: paid, after: null, source: { lsn: 3, name: "boutique" } },
      null,
    ]);
    expect(new Set(records.map(({ key }) => key))).toEqual(new Set(['{"id":1}']));
  });

  test("DBZ-7: an update that changes the key is a delete of the old one, its tombstone, and a create of the new one", () => {
    function* shop(ctx: Context): Process<void> {
      yield* ctx.db.run("INSERT INTO commandes VALUES (1, 'nouvelle')");
      yield* ctx.db.run("UPDATE commandes SET id = 9 WHERE id = 1");
    }
    const { read } = playCapture({ capture, shop });
    const records = read("boutique.public.commandes");
    expect(envelopes(records).map((envelope) => envelope?.op)).toEqual(["c", "d", undefined, "c"]);
    expect(records.map(({ key }) => key).slice(1)).toEqual(['{"id":1}', '{"id":1}', '{"id":9}']);
  });

  test("DBZ-7: what was there before the connector comes first, as rows read (op r), once", () => {
    const rows = [1, 2, 3].map((id) => `INSERT INTO commandes VALUES (${id}, 'ancienne')`);
    function* shop(ctx: Context): Process<void> {
      yield* ctx.db.run("INSERT INTO commandes VALUES (4, 'nouvelle')");
    }
    const { read } = playCapture({ capture, shop, rows, faults: ["crash:connecteur@4s+1s"] });
    const all = envelopes(read("boutique.public.commandes"));
    expect(all.map((envelope) => envelope?.op)).toEqual(["r", "r", "r", "c"]);
    expect(all.map((envelope) => envelope?.source.snapshot)).toEqual([
      ...["true", "true", "last", "false"],
    ]);
  });
});

describe("what a crash does", () => {
  test("DBZ-4: after a crash everything sent since the last flush is sent again, and nothing is missing", () => {
    // Flushed every 2 s, stopped at 5 s: a second of orders comes twice.
    const run = { capture, shop: ordering(60, 100), faults: ["crash:connecteur@5s+1s"] };
    const { read, written } = playCapture(run);
    const ids = idsIn(read("boutique.public.commandes"));
    expect([...new Set(ids)]).toEqual(written("commandes").map(({ after }) => after?.[0]));
    expect(ids.length - new Set(ids).size).toBeGreaterThan(3);
    const often = playCapture({ ...run, connector: { flushUs: ms(100) } });
    const fewer = idsIn(often.read("boutique.public.commandes"));
    expect(fewer.length - new Set(fewer).size).toBeLessThan(ids.length - new Set(ids).size);
  });

  test("more rows in one transaction than may be on their way at once: the sending waits, then goes on to the last", () => {
    const { read } = playCapture({ capture, shop: orderingAtOnce(9_000) });
    expect(new Set(idsIn(read("boutique.public.commandes"))).size).toBe(9_000);
  });

  test("DBZ-4: a transaction of several rows goes on in its middle after a crash", () => {
    const shop = orderingAtOnce(400);
    const connector = { flushUs: ms(20) };
    const faults = ["crash:connecteur@1080ms+1s"];
    const { read } = playCapture({ capture, shop, connector, faults });
    const records = read("boutique.public.commandes");
    const late = idsIn(records.filter(({ atUs }) => atUs > seconds(2)));
    expect(new Set(idsIn(records)).size).toBe(400);
    expect(late.at(-1)).toBe(400);
    expect(late[0]).toBeGreaterThan(5);
  });

  test("exactly once: the position is written in the transaction of the records, and a crash repeats nothing", () => {
    for (const atMs of [3_000, 3_015, 3_030, 3_045, 3_060]) {
      const { read, written } = playCapture({
        ...{ capture, shop: ordering(60, 50), faults: [`crash:connecteur@${atMs}ms+1s`] },
        connector: { delivery: "exactly-once" },
      });
      const ids = idsIn(read("boutique.public.commandes"));
      expect(ids).toEqual(written("commandes").map(({ after }) => after?.[0]));
    }
  });
});

describe("the slot", () => {
  const shop = ordering(40, 100);

  test("DBZ-5: what the server may forget follows the flushed position, not the sending", () => {
    const { drawn } = playCapture({ capture, shop, connector: { flushUs: seconds(3) } });
    const marks = drawn(slotKey("debezium")).map(({ atUs, after }) => ({
      atUs,
      at: (after as { readonly marks: readonly { readonly at: number }[] }).marks[0]?.at ?? 0,
    }));
    expect(marks.filter(({ atUs }) => atUs < seconds(3)).every(({ at }) => at === 0)).toBe(true);
    expect(marks.at(-1)?.at).toBe(40);
  });

  test("DBZ-5: while the connector is away the log is kept, and then all of it comes", () => {
    const faults = ["crash:connecteur@2s+8s"];
    const { drawn, read } = playCapture({ capture, shop, faults });
    const kept = drawn(retainedKey("debezium")).map(({ after }) => Number(after));
    expect(Math.max(...kept)).toBeGreaterThan(30);
    expect(kept.at(-1)).toBe(0);
    expect(new Set(idsIn(read("boutique.public.commandes"))).size).toBe(40);
  });

  test("DBZ-5: a slot with a limit is lost instead, and the connector stops with what it had", () => {
    const faults = ["crash:connecteur@2s+8s"];
    const { read, log } = playCapture({ capture, shop, faults, slotKeepMax: 20 });
    expect(notes(log)).toEqual([
      "le journal demandé n’existe plus : l’emplacement de réplication est perdu",
    ]);
    expect(new Set(idsIn(read("boutique.public.commandes"))).size).toBeLessThan(20);
  });

  test("DBZ-5: without heartbeats, commits that nobody captures keep the log for ever; with them they do not", () => {
    const run = { capture, shop, connector: { tables: ["brouillons"] } };
    const kept = playCapture(run).drawn(retainedKey("debezium"));
    expect(kept.at(-1)?.after).toBe(40);
    const beating = { tables: ["brouillons"], heartbeatUs: seconds(1) };
    const freed = playCapture({ ...run, connector: beating }).drawn(retainedKey("debezium"));
    expect(freed.at(-1)?.after).toBe(0);
  });
});
