import { expect, test } from "vitest";
import { ms } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import { eventsOf, notes, play, type SmallWorld } from "../testing/small-world.ts";
import type { Value } from "../vocabulary/values.ts";
import { operation } from "./calls.ts";
import type { Context } from "./context.ts";

const act = operation<null, Value>("b", "agir");

function* actFor200ms(ctx: Context): Process<string> {
  yield* ctx.work(ms(200));
  ctx.log.note("agi");
  return "fait";
}

const calling = (ask: (ctx: Context) => Process<void>): SmallWorld => ({
  nodes: { a: { boot: { demander: ask } }, b: { serves: { agir: actFor200ms } } },
});

test("a call that times out is no « no »: its request may still act, its late reply is known to nobody", () => {
  const { log } = play(
    calling(function* (ctx) {
      const outcome = yield* ctx.call(act, null, { timeoutUs: ms(50) });
      ctx.log.note(outcome.kind);
    }),
  );
  expect(notes(log)).toEqual(["timed-out", "agi"]);
  const ignored = eventsOf(log, "reply-ignored")[0];
  expect(ignored?.replyTo).toBe("a>b:agir:-#1");
  expect(eventsOf(log, "call-timed-out")[0]?.timeoutUs).toBe(ms(50));
});

test("a call that is answered in time never times out afterwards", () => {
  const { log } = play(
    calling(function* (ctx) {
      const outcome = yield* ctx.call(act, null, { timeoutUs: ms(300) });
      ctx.log.note(outcome.kind);
      yield* ctx.sleep(ms(1_000));
    }),
  );
  expect(notes(log)).toEqual(["agi", "replied"]);
  expect(eventsOf(log, "call-timed-out")).toEqual([]);
});

test("a call that loses a race is given up, not stopped: the other side acts, nobody hears", () => {
  const { log } = play(
    calling(function* (ctx) {
      const first = yield* ctx.race({
        reply: ctx.call(act, null, { timeoutUs: ms(5_000) }),
        deadline: ctx.sleep(ms(100)),
      });
      ctx.log.note(first.key);
      yield* ctx.sleep(ms(10_000));
    }),
  );
  expect(notes(log)).toEqual(["deadline", "agi"]);
  expect(eventsOf(log, "reply-ignored")).toHaveLength(1);
  expect(eventsOf(log, "call-timed-out")).toEqual([]);
});

test("a request delivered twice acts twice and is answered twice; the second answer is ignored", () => {
  const { log } = play(
    calling(function* (ctx) {
      const outcome = yield* ctx.call(act, null, { timeoutUs: ms(5_000) });
      ctx.log.note(outcome.kind);
    }),
    { faults: ["duplicate-message:a>b:agir:-#1@0s"] },
  );
  expect([...notes(log)].sort()).toEqual(["agi", "agi", "replied"]);
  const replies = eventsOf(log, "message-sent").filter(({ role }) => role === "reply");
  expect(replies.map(({ message }) => message)).toEqual([
    "a>b:agir:-#1/reply",
    "a>b:agir:-#1/reply.2",
  ]);
  expect(eventsOf(log, "reply-ignored").map(({ message }) => message)).toEqual([
    "a>b:agir:-#1/reply.2",
  ]);
});

test("messages keep their names when others are added elsewhere: link, operation, subject, ordinal", () => {
  const ids = (extra: boolean): readonly string[] =>
    eventsOf(
      play(
        calling(function* (ctx) {
          if (extra) {
            ctx.subject = "autre";
            yield* ctx.send(act, null);
          }
          ctx.subject = "c1";
          yield* ctx.send(act, null);
          yield* ctx.send(act, null);
        }),
      ).log,
      "message-sent",
    ).map(({ message }) => message);
  expect(ids(false)).toEqual(["a>b:agir:c1#1", "a>b:agir:c1#2"]);
  expect(ids(true)).toEqual(["a>b:agir:autre#1", ...ids(false)]);
});
