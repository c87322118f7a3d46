/**
 * Random schedules of stream commands: a few consumers of two groups on one stream, small ids that meet.
 *
 * A schedule is drawn from its seed alone, without looking at any reply, so that server and model are
 * given the very same words. Mistakes are part of it: ids that go back, groups that do not exist.
 */
import { createRandom, type Random } from "../../simulator/base/random.ts";
import { AGE_MS } from "../../simulator/world/brokers/streams/transcript-player.ts";

interface Draw {
  readonly random: Random;
  /** Greatest id drawn so far: the next ones are around it. */
  ms: number;
  readonly nowMs: number;
}

type Maker = (draw: Draw) => string;

/** `nowMs`: the server's clock, for the commands that name an instant. */
export function schedule(seed: number, length: number, nowMs: number): readonly string[] {
  const random = createRandom(seed, "redis-streams");
  const draw: Draw = { random, ms: 1, nowMs };
  const words = random.chance(900_000) ? ["XGROUP CREATE s g 0 MKSTREAM"] : [];
  while (words.length < length) words.push(pick(random, MAKERS)(draw));
  return words;
}

function pick<T>(random: Random, choices: readonly (readonly [number, T])[]): T {
  let at = random.integerBelow(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, choice] of choices) {
    at -= weight;
    if (at < 0) return choice;
  }
  throw new Error("weights add up");
}

const oneOf = <T>({ random }: Draw, ...choices: readonly T[]): T =>
  choices[random.integerBelow(choices.length)] as T;

const maybe = (draw: Draw, percent: number, words: string): string =>
  draw.random.chance(percent * 10_000) ? ` ${words}` : "";

const group: Maker = (draw) =>
  pick(draw.random, [
    [12, "g"],
    [3, "h"],
    [1, "k"],
  ]);
const consumer: Maker = (draw) => oneOf(draw, "a", "b", "c");

/** An id that probably exists, or did. */
function id(draw: Draw): string {
  const { random } = draw;
  const ms = Math.max(1, draw.ms - random.integerBelow(random.chance(700_000) ? 8 : 40));
  const seq = random.integerBelow(3);
  return pick(random, [
    [8, `${ms}-${seq}`],
    [2, `${ms}`],
  ]);
}

function newId(draw: Draw): string {
  const { random } = draw;
  if (random.chance(600_000)) draw.ms += random.integerBelow(3);
  return pick(random, [
    [14, `${draw.ms}-${random.integerBelow(4)}`],
    [4, `${draw.ms}-*`],
    [4, `${++draw.ms}`],
    [1, "*"],
    [1, oneOf(draw, "0-0", "0-*", "x-1", "5-x", "-", "1-1", "+")],
  ]);
}

const threshold = (draw: Draw, sign: string): string =>
  pick(draw.random, [
    [3, `MAXLEN${sign} ${draw.random.integerBelow(14)}`],
    [2, `MINID${sign} ${id(draw)}`],
  ]);

function trim(draw: Draw): string {
  const sign = oneOf(draw, "", " =", " ~", " ~");
  const limit = sign === " ~" || draw.random.chance(30_000) ? 30 : 0;
  return `${threshold(draw, sign)}${maybe(draw, limit, `LIMIT ${draw.random.integerBelow(12)}`)}`;
}

function add(draw: Draw): string {
  const trimming = draw.random.chance(120_000) ? ` ${trim(draw)}` : "";
  const making = maybe(draw, 5, "NOMKSTREAM");
  const fields = pick(draw.random, [
    [30, `n ${draw.random.integerBelow(100)}`],
    [3, "n 1 n 2"],
    [1, "n"],
  ]);
  return `XADD s${making}${trimming} ${newId(draw)} ${fields}`;
}

const count = (draw: Draw, percent: number): string =>
  maybe(draw, percent, `COUNT ${oneOf(draw, 0, 1, 1, 2, 3, 5, 10, -1)}`);

const ends = (draw: Draw): readonly [string, string] => [
  pick(draw.random, [
    [6, "-"],
    [3, id(draw)],
    [2, `(${id(draw)}`],
  ]),
  pick(draw.random, [
    [6, "+"],
    [3, id(draw)],
    [2, `(${id(draw)}`],
  ]),
];

const ids = (draw: Draw): string =>
  Array.from({ length: 1 + draw.random.integerBelow(4) }, () => id(draw)).join(" ");

const minIdle = (draw: Draw): number =>
  oneOf(draw, 0, 0, AGE_MS / 2, (3 * AGE_MS) / 2, (5 * AGE_MS) / 2);

/** A little past a whole age: the real milliseconds of the run never reach the next one. */
const idle = (draw: Draw): number => draw.random.integerBelow(4) * AGE_MS + AGE_MS / 10;

const readGroup: Maker = (draw) => {
  const from = pick(draw.random, [
    [9, ">"],
    [3, "0"],
    [2, id(draw)],
    [1, "$"],
  ]);
  const options = `${count(draw, 60)}${maybe(draw, 8, "NOACK")}`;
  return `XREADGROUP GROUP ${group(draw)} ${consumer(draw)}${options} STREAMS s ${from}`;
};

const pending: Maker = (draw) => {
  if (draw.random.chance(300_000)) return `XPENDING s ${group(draw)}`;
  const older = maybe(draw, 40, `IDLE ${minIdle(draw)}`);
  const whose = maybe(draw, 40, oneOf(draw, "a", "b", "c", "nobody"));
  const most = oneOf(draw, 0, 1, 2, 10, 10, -1);
  return `XPENDING s ${group(draw)}${older} ${ends(draw).join(" ")} ${most}${whose}`;
};

const claim: Maker = (draw) => {
  const options = [
    maybe(draw, 50, `IDLE ${idle(draw)}`),
    maybe(draw, 10, `TIME ${draw.nowMs - idle(draw)}`),
    maybe(draw, 3, `TIME ${draw.nowMs + 10 * AGE_MS}`),
    maybe(draw, 20, `RETRYCOUNT ${draw.random.integerBelow(6)}`),
    maybe(draw, 20, "FORCE"),
    maybe(draw, 20, "JUSTID"),
    maybe(draw, 4, `LASTID ${id(draw)}`),
    maybe(draw, 1, "NONSENSE"),
  ].join("");
  return `XCLAIM s ${group(draw)} ${consumer(draw)} ${minIdle(draw)} ${ids(draw)}${options}`;
};

const autoClaim: Maker = (draw) => {
  const start = pick(draw.random, [
    [6, "0"],
    [2, id(draw)],
    [1, `(${id(draw)}`],
    [1, "-"],
  ]);
  const options = `${count(draw, 50)}${maybe(draw, 30, "JUSTID")}`;
  return `XAUTOCLAIM s ${group(draw)} ${consumer(draw)} ${minIdle(draw)} ${start}${options}`;
};

const groupWords: Maker = (draw) => {
  const read = maybe(draw, 15, `ENTRIESREAD ${oneOf(draw, -2, -1, 0, 3, 7)}`);
  const from = oneOf(draw, "0", "$", id(draw));
  const at = `s ${group(draw)}`;
  return pick(draw.random, [
    [6, `XGROUP CREATE ${at} ${from}${maybe(draw, 40, "MKSTREAM")}${read}`],
    [4, `XGROUP SETID ${at} ${from}${read}`],
    [1, `XGROUP DESTROY ${at}`],
    [3, `XGROUP CREATECONSUMER ${at} ${consumer(draw)}`],
    [2, `XGROUP DELCONSUMER ${at} ${consumer(draw)}`],
  ]);
};

const MAKERS: readonly (readonly [number, Maker])[] = [
  [26, add],
  [18, readGroup],
  [8, (draw) => `XACK s ${group(draw)} ${ids(draw)}`],
  [9, pending],
  [9, claim],
  [9, autoClaim],
  [5, groupWords],
  [5, (draw) => `XDEL s ${ids(draw)}`],
  [2, (draw) => `XTRIM s ${trim(draw)}`],
  [3, (draw) => `XRANGE s ${ends(draw).join(" ")}${count(draw, 40)}`],
  [2, (draw) => `XREAD${count(draw, 40)} STREAMS s ${oneOf(draw, "0", "$", ">", id(draw))}`],
  [2, () => "XLEN s"],
  [2, () => "XINFO STREAM s"],
  [4, () => "XINFO GROUPS s"],
  [2, (draw) => `XINFO CONSUMERS s ${group(draw)}`],
];
