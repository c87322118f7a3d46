/** A page gathered on simulated nodes: who is called, when the page leaves, what goes on behind it. */
import { describe, expect, test } from "vitest";
import { type DurationUs, ms, seconds } from "../../base/time.ts";
import { eventsOf, notes, play } from "../../testing/small-world.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import { createAggregator, createLoads, type ORDERS } from "./aggregator.ts";

type Order = (typeof ORDERS)[number];

const readAll = operation<readonly string[], readonly (string | null)[]>("articles", "read");
const profileOf = operation<null, string>("profile", "read");

interface Given {
  readonly order: Order;
  readonly batchMax?: number;
  readonly faults?: readonly string[];
  readonly profileTakes?: DurationUs;
}

/** One page: a profile, and six articles of which two are the same, asked by two parts. */
function page({ order, batchMax = 100, faults = [], profileTakes = ms(10) }: Given) {
  const aggregator = createAggregator<string>({
    order,
    parts: [
      { name: "profile", deadlineUs: ms(200), isRequired: false, fallback: "visitor" },
      { name: "orders", deadlineUs: ms(200), isRequired: false },
      { name: "wishes", deadlineUs: ms(200), isRequired: false },
    ],
    totalUs: ms(300),
  });
  function* serve(ctx: Context) {
    const loads = createLoads<string>(batchMax, function* (own, keys) {
      return yield* own.call(readAll, keys, { timeoutUs: seconds(5) });
    });
    const titles = (keys: readonly string[]) =>
      function* (own: Context) {
        const found = yield* loads.loadMany(own, keys);
        const shown = found.map((one) => (one.kind === "found" ? one.value : one.kind));
        return { kind: "replied", reply: shown.join() } as const;
      };
    const answer = yield* aggregator.gather(ctx, {
      *profile(own) {
        return yield* own.call(profileOf, null, { timeoutUs: seconds(5) });
      },
      orders: titles(["a", "b", "c", "a"]),
      wishes: titles(["c", "x"]),
    });
    const lacking = answer.lacking.map(({ part, why }) => `${part} ${why}`);
    ctx.log.note([answer.kind, ...answer.values.values(), ...lacking].join(" | "));
    return null;
  }
  const run = play(
    {
      nodes: {
        client: {
          boot: {
            *visit(ctx: Context) {
              yield* ctx.sleep(ms(1));
              yield* ctx.call(operation<null, null>("bff", "page"), null, {
                timeoutUs: seconds(9),
              });
              ctx.log.note(`${Math.round((ctx.nowUs - 1_000) / 1_000)} ms`);
            },
          },
        },
        bff: { serves: { page: serve } },
        profile: {
          serves: {
            *read(ctx: Context) {
              yield* ctx.work(profileTakes);
              return "ana";
            },
          },
        },
        articles: {
          serves: {
            *read(ctx: Context, keys: readonly string[]) {
              yield* ctx.work(ms(10));
              return keys.map((key) => (key === "x" ? null : key.toUpperCase()));
            },
          },
        },
      },
    },
    { faults },
  );
  const asked = eventsOf(run.log, "message-sent").filter(({ role }) => role === "request");
  const [said = "", took = ""] = notes(run.log);
  const bodies = asked.filter(({ to }) => to === "articles").map(({ body }) => String(body));
  return { said, tookMs: Number.parseInt(took, 10), bodies, run };
}

describe("a backend for one frontend", () => {
  test("BFF-5: two parts that want six articles make one call with each article once", () => {
    const { said, bodies } = page({ order: "together" });
    expect(said).toBe("whole | ana | A,B,C,A | C,not-found");
    expect(bodies).toEqual(["a,b,c,x"]);
    expect(page({ order: "together", batchMax: 1 }).bodies).toEqual(["a", "b", "c", "x"]);
  });

  test("BFF-6: together a page takes as long as its slowest part, in turn as long as all of them", () => {
    const [together, inTurn] = [page({ order: "together" }), page({ order: "in-turn" })];
    expect(together.tookMs).toBeLessThan(55);
    expect(inTurn.tookMs).toBeGreaterThan(together.tookMs * 1.5);
    expect(inTurn.said).toBe(together.said);
    // In turn the second part knows what the first one loaded.
    expect(inTurn.bodies).toEqual(["a,b,c", "x"]);
  });

  test("BFF-7: a late part is replaced and said so; its work goes on, and its answer comes to nobody", () => {
    const { said, tookMs, run } = page({ order: "together", profileTakes: ms(500) });
    expect(said).toBe("degraded | visitor | A,B,C,A | C,not-found | profile late");
    expect(tookMs).toBeLessThan(230);
    const finished = eventsOf(run.log, "request-finished").filter(({ node }) => node === "profile");
    expect(finished.map(({ status }) => status)).toEqual(["ok"]);
  });

  test("BFF-7: in turn a slow part uses up the time of those behind it", () => {
    const { said } = page({
      order: "in-turn",
      faults: ["crash:profile@0s+9s", "crash:articles@0s+9s"],
    });
    expect(said).toBe("degraded | visitor | profile late | orders late | wishes not-asked");
  });
});
