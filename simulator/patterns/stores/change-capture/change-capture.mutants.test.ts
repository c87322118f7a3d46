/** Errors planted in the files of change capture: does what it promises notice them? */
import { test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { type PlantedError, plantedErrors } from "../../../testing/planted-errors.ts";
import { notes } from "../../../testing/small-world.ts";
import type { Context } from "../../../world/context.ts";
import type { Envelope } from "./change-event.ts";
import { retainedKey } from "./drawing.ts";
import {
  ordering,
  orderingAtOnce,
  orderWithEvent,
  playCapture,
  THROUGH_OUTBOX,
} from "./fixtures/capture-world.ts";

type Capture = typeof import("./change-capture.ts");

const TOPIC = "boutique.public.commandes";
const numbers = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1}`).join();

/** The outbox: a long transaction, an update, a delete, an insert that is deleted at once. */
function routesWhatIsInserted(capture: Capture): boolean {
  function* shop(ctx: Context): Process<void> {
    yield* ctx.spawn("long", null, (ctx) => orderWithEvent(ctx, 1, 300));
    yield* ctx.sleep(ms(50));
    yield* orderWithEvent(ctx, 2, 0);
    yield* ctx.sleep(ms(500));
    yield* ctx.db.run("UPDATE boite SET type = 'relue' WHERE id = 1");
    yield* ctx.transaction(function* (ctx) {
      yield* orderWithEvent(ctx, 3, 0);
      yield* ctx.db.run("DELETE FROM boite");
    });
  }
  const { read, log } = playCapture({ capture, shop, connector: THROUGH_OUTBOX });
  const said = read("outbox.event.commande").map(
    ({ key, value, headers }) => `${key} ${value} ${headers?.id}`,
  );
  const promised = [2, 1, 3].map((id) => `c${id} {"commande":${id}} ${id}`);
  return said.join() === promised.join() && notes(log).length === 1;
}

/** One row through its life, and through a change of key. */
function tellsTheWholeLife(capture: Capture): boolean {
  function* shop(ctx: Context): Process<void> {
    yield* ctx.db.run("INSERT INTO commandes VALUES (1, 'nouvelle')");
    yield* ctx.db.run("UPDATE commandes SET id = 9 WHERE id = 1");
    yield* ctx.db.run("UPDATE commandes SET etat = 'payee' WHERE id = 9");
    yield* ctx.db.run("DELETE FROM commandes WHERE id = 9");
  }
  const { read } = playCapture({ capture, shop });
  const said = read(TOPIC).map(({ key, value }) => {
    const envelope = value === null ? null : (JSON.parse(value) as Envelope);
    return `${envelope?.op ?? "∅"}${envelope?.source.lsn ?? ""}${key}`;
  });
  const [first, ninth] = ['{"id":1}', '{"id":9}'];
  const promised = [`c1${first}`, `d2${first}`, `∅${first}`, `c2${ninth}`, `u3${ninth}`];
  return said.join() === [...promised, `d4${ninth}`, `∅${ninth}`].join();
}

const idsIn = ({ read }: ReturnType<typeof playCapture>): readonly number[] =>
  read(TOPIC).flatMap(({ value }) =>
    value === null ? [] : [Number((JSON.parse(value) as Envelope).after?.id)],
  );

/** A crash between two flushes, one in the middle of a long transaction, and a log that is given back. */
function losesNothing(capture: Capture): boolean {
  const run = { capture, shop: ordering(40, 100), faults: ["crash:connecteur@4s+1s"] };
  const played = playCapture(run);
  const ids = idsIn(played);
  const isWhole = [...new Set(ids)].join() === numbers(40) && ids.length > 43 && ids.length < 80;
  if (!isWhole || played.drawn(retainedKey("debezium")).at(-1)?.after !== 0) return false;
  const shop = orderingAtOnce(400);
  const connector = { flushUs: ms(20) };
  const middle = idsIn(
    playCapture({ capture, shop, connector, faults: ["crash:connecteur@1080ms+1s"] }),
  );
  return new Set(middle).size === 400 && middle.filter((id) => id === 1).length === 1;
}

/** A broker that is away while positions fall due: what has not arrived is not done. */
function flushesWhatArrived(capture: Capture): boolean {
  const faults = ["hold:connecteur|b1@2150ms+2s", "crash:connecteur@3900ms+1s"];
  const connector = { flushUs: ms(700), requestTimeoutUs: seconds(4) };
  const ids = idsIn(playCapture({ capture, shop: ordering(40, 100), faults, connector }));
  return [...new Set(ids)].sort((a, b) => a - b).join() === numbers(40);
}

function repeatsNothing(capture: Capture): boolean {
  return [2_510, 2_520, 2_530].every((atMs) => {
    const ids = idsIn(
      playCapture({
        ...{ capture, shop: ordering(30, 50), faults: [`crash:connecteur@${atMs}ms+1s`] },
        connector: { delivery: "exactly-once" },
      }),
    );
    return ids.join() === numbers(30);
  });
}

const keepsItsWord = (capture: Capture): boolean =>
  routesWhatIsInserted(capture) &&
  tellsTheWholeLife(capture) &&
  losesNothing(capture) &&
  flushesWhatArrived(capture) &&
  repeatsNothing(capture);

const plantIn = (file: string, errors: readonly PlantedError[]) =>
  plantedErrors<Capture>({
    file: import.meta.resolve(file),
    through: import.meta.resolve("./change-capture.ts"),
    survives: keepsItsWord,
    errors,
  });

test("planted errors in the router are noticed", () =>
  plantIn("./event-router.ts", [
    {
      name: "DBZ-1: an update is routed",
      find: 'if (op === "u")',
      replace: "if (op === null)",
    },
    {
      name: "DBZ-2: the header bears the aggregate",
      find: 'headers: { id: String(field(row, "id")) }',
      replace: 'headers: { id: String(field(row, "aggregateid")) }',
    },
    {
      name: "DBZ-2: the key is the row's own",
      find: 'const aggregate = field(row, "aggregateid");',
      replace: 'const aggregate = field(row, "id");',
    },
  ]));

test("planted errors in events, positions and the slot are noticed", async () => {
  await plantIn("./change-event.ts", [
    {
      name: "DBZ-4: a commit counts as done at its first event",
      find: "lsn: isLast ? commit.lsn : commit.lsn - 1",
      replace: "lsn: commit.lsn",
    },
    {
      name: "DBZ-4: what was done of a commit is done again",
      find: "return images.slice(skipped)",
      replace: "return images.slice(0)",
    },
    { name: "DBZ-7: no tombstone", find: 'envelope.op === "d" && hasTombstones', replace: "false" },
    {
      name: "DBZ-7: a changed key is a plain update",
      find: "if (sameKey(keyOf(relation, before), keyOf(relation, after)))",
      replace: "if (before !== after)",
    },
  ]);
  await plantIn("./slot.ts", [
    {
      name: "DBZ-5: nothing is ever confirmed",
      find: "this.#confirmedLsn = Math.max(this.#confirmedLsn, lsn);",
      replace: "this.#confirmedLsn = Math.min(this.#confirmedLsn, lsn);",
    },
    {
      name: "DBZ-5: the stream begins where the server pleases",
      find: "return Math.max(lsn, this.#confirmedLsn);",
      replace: "return this.#confirmedLsn;",
    },
  ]);
});

test("planted errors in what counts as done are noticed", async () => {
  await plantIn("./submitted.ts", [
    {
      name: "DBZ-4: sent is as good as arrived",
      find: "while (this.#line.first()?.isAcknowledged)",
      replace: "while (this.#line.first() !== undefined)",
    },
  ]);
  await plantIn("./exactly-once.ts", [
    {
      name: "the position is not written with the records",
      find: "[...all.map(({ record }) => record), offset]",
      replace: "[...all.map(({ record }) => record)]",
    },
  ]);
});
