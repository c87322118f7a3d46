/** Batches sent again: what the log makes of them, with numbers and without. */
import { expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Context } from "../../context.ts";
import { partitionedLog } from "./cluster.ts";
import { playCluster } from "./fixtures/cluster-world.ts";
import type { TopicOptions } from "./options.ts";
import { createProducer, type ProducerOptions } from "./producer.ts";
import type { LogRecord } from "./record.ts";

const BROKERS = ["b1", "b2", "b3"];

interface Written {
  readonly records: readonly LogRecord[];
  /** What its sender believes, in the order of its answers. */
  readonly answers: readonly string[];
}

interface Story {
  readonly producer: Partial<ProducerOptions>;
  readonly topic?: Partial<TopicOptions>;
  readonly faults?: readonly string[];
  /** In order, 200 ms apart, unless the application says something else. */
  readonly values?: readonly string[];
}

const THIRTY = Array.from({ length: 30 }, (_, i) => `${i}`);

/** What stands in the log of `b1` or of whoever leads in the end. */
function written({ producer: options, topic, faults = [], values = THIRTY }: Story): Written {
  const cluster = partitionedLog({
    ...{ brokers: BROKERS, controller: "c", hasGroups: false, lagMaxUs: seconds(2) },
    topics: [{ name: "t", partitions: 1, ...topic }],
    ...{ heartbeatUs: ms(500), sessionUs: seconds(2) },
  });
  const producer = createProducer({ cluster, name: "p", requestTimeoutUs: seconds(1), ...options });
  const answers: string[] = [];
  const source = function* (ctx: Context): Process<void> {
    for (const value of values) {
      yield* ctx.sleep(ms(200));
      yield* ctx.spawn("send", value, function* (ctx) {
        const sent = yield* producer.send(ctx, { topic: "t", key: "k", value });
        answers.push(`${value} ${sent.kind}`);
      });
    }
  };
  let records: readonly LogRecord[] = [];
  playCluster(cluster, {
    ...{ clients: { source }, faults, untilUs: seconds(60) },
    atEnd: (broker, log) => {
      if (broker === "b2") records = log("t-0").read(0, 1_000, 1_000);
    },
  });
  return { records, answers };
}

const valuesOf = ({ records }: Written) => records.map(({ value }) => value);
const LOST_ANSWERS = ["loss:b1>source=60@1s+4s"];

test("KAF-6: answers are lost, batches come again: with numbers each stands once and in order, without some stand twice", () => {
  const numbered = written({ producer: {}, faults: LOST_ANSWERS });
  expect(valuesOf(numbered)).toEqual(THIRTY);
  expect(numbered.answers).toHaveLength(THIRTY.length);
  const plain = valuesOf(written({ producer: { isIdempotent: false }, faults: LOST_ANSWERS }));
  expect(new Set(plain).size).toBe(THIRTY.length);
  expect(plain.length).toBeGreaterThan(THIRTY.length);
});

test("KAF-6: without numbers and with five in flight, what is sent again comes after what was sent later", () => {
  const lost = ["loss:source>b1=60@1s+4s"];
  const numbers = (options: Partial<ProducerOptions>) =>
    valuesOf(written({ producer: options, faults: lost })).map(Number);
  const inOrder = (all: readonly number[]) =>
    all.every((n, i) => i === 0 || n > (all[i - 1] ?? -1));
  expect(inOrder(numbers({ isIdempotent: false, inFlightMax: 5 }))).toBe(false);
  expect(inOrder(numbers({ isIdempotent: false, inFlightMax: 1 }))).toBe(true);
  expect(inOrder(numbers({}))).toBe(true);
});

test("KAF-6: what the application sends a second time is a new record, and so is what it sends after a crash", () => {
  const again = written({ producer: {}, values: ["a", "a"] });
  expect(valuesOf(again)).toEqual(["a", "a"]);
  const restarted = written({ producer: {}, values: ["a", "b"], faults: ["crash:source@2s+1s"] });
  expect(valuesOf(restarted)).toEqual(["a", "b", "a", "b"]);
  const sessions = new Set(restarted.records.map(({ producer }) => producer?.id));
  expect(sessions.size).toBe(2);
});

test("KAF-6: a leader that lost the beginning of a series is written to under the next epoch, in order", () => {
  const unclean = written({
    ...{ producer: {}, topic: { minInsyncReplicas: 1, allowsUnclean: true } },
    faults: ["partition:b1|b2,b3@500ms+6s", "crash:b1@4500ms+20s"],
  });
  const left = valuesOf(unclean).map(Number);
  expect(left.length).toBeLessThan(THIRTY.length);
  expect(left).toEqual([...left].sort((a, b) => a - b));
  expect(left).toContain(29);
  expect([...unclean.answers].sort()).toEqual(THIRTY.map((value) => `${value} sent`).sort());
  expect(new Set(unclean.records.map(({ producer }) => producer?.epoch)).size).toBe(2);
});

test("KAF-5: with acks=0 the sender learns who leads when its knowledge is old, and loses all it sent till then", () => {
  const { records, answers } = written({
    ...{ producer: { acks: 0, metadataMaxAgeUs: seconds(2) }, faults: ["crash:b1@2s+20s"] },
  });
  expect(answers.every((text) => text.endsWith("unconfirmed"))).toBe(true);
  const values = records.map(({ value }) => value);
  expect(values).not.toContain("15");
  expect(values).toContain("29");
});
