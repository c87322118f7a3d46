/**
 * Named cases: one rule each, in the order in which a reader would try them by hand.
 */

export interface Case {
  readonly name: string;
  readonly commands: readonly string[];
}

const MANY = 120;

const added = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `XADD s ${i + 1} n ${i + 1}`);

const group = "XGROUP CREATE s g 0 MKSTREAM";
const readAll = "XREADGROUP GROUP g a STREAMS s >";
const far = 100_000;

export const classicCases: readonly Case[] = [
  {
    name: "RED-1: « > » gives what was never delivered, another id the consumer's own history",
    commands: [
      group,
      ...added(3),
      "XREADGROUP GROUP g a COUNT 2 STREAMS s >",
      "XREADGROUP GROUP g b STREAMS s >",
      "XREADGROUP GROUP g a STREAMS s 0",
      "XREADGROUP GROUP g a STREAMS s 1",
      "XREADGROUP GROUP g b STREAMS s 0",
      "XREADGROUP GROUP g c STREAMS s 0",
      "XREADGROUP GROUP g a STREAMS s >",
      "XPENDING s g",
      "XPENDING s g - + 10",
    ],
  },
  {
    name: "RED-1: with NOACK nothing becomes pending, and the group goes on all the same",
    commands: [
      group,
      ...added(2),
      "XREADGROUP GROUP g a NOACK STREAMS s >",
      "XPENDING s g",
      "XREADGROUP GROUP g a STREAMS s 0",
      readAll,
    ],
  },
  {
    name: "RED-1: a group set back delivers again, to whoever asks",
    commands: [
      group,
      ...added(2),
      readAll,
      "XGROUP SETID s g 0",
      "XREADGROUP GROUP g b STREAMS s >",
      "XPENDING s g - + 10",
      "XREADGROUP GROUP g a STREAMS s 0",
    ],
  },
  {
    name: "RED-2: acknowledging twice counts once, and the entry stays in the stream",
    commands: [
      group,
      ...added(2),
      readAll,
      "XACK s g 1",
      "XACK s g 1",
      "XACK s g 1 2 9",
      "XACK s nobody 1",
      "XLEN s",
      "XRANGE s - +",
    ],
  },
  {
    name: "RED-3: what a consumer holds is given to nobody else, however long it stays away",
    commands: [
      group,
      ...added(2),
      readAll,
      `XCLAIM s g a 0 1 2 IDLE ${far} JUSTID`,
      "XREADGROUP GROUP g b STREAMS s >",
      "XREADGROUP GROUP g b STREAMS s 0",
      "XPENDING s g",
    ],
  },
  {
    name: "RED-3: deleting a consumer forgets what it held",
    commands: [
      group,
      ...added(2),
      readAll,
      "XGROUP DELCONSUMER s g a",
      "XPENDING s g",
      "XREADGROUP GROUP g b STREAMS s >",
      "XAUTOCLAIM s g b 0 0",
      "XLEN s",
    ],
  },
  {
    name: "RED-4: claiming takes what is old enough and counts one more delivery",
    commands: [
      group,
      ...added(3),
      readAll,
      "XCLAIM s g a 0 1 IDLE 5100000 JUSTID",
      "XAUTOCLAIM s g b 4000000 0",
      "XPENDING s g - + 10",
      "XAUTOCLAIM s g c 4000000 0",
      "XAUTOCLAIM s g c 0 0 JUSTID",
      "XPENDING s g - + 10",
    ],
  },
  {
    name: "RED-4: of two who claim the same entry one wins",
    commands: [
      group,
      ...added(1),
      readAll,
      "XCLAIM s g a 0 1 IDLE 5100000 JUSTID",
      "XCLAIM s g b 4000000 1",
      "XCLAIM s g c 4000000 1",
      "XPENDING s g - + 10",
    ],
  },
  {
    name: "RED-4: COUNT is 100 unless said, and the cursor tells where the scan stopped",
    commands: [group, ...added(MANY), readAll, "XAUTOCLAIM s g b 0 0", "XAUTOCLAIM s g b 0 101"],
  },
  {
    name: "RED-4: ten times COUNT entries are looked at, and cursor 0-0 says the scan is over",
    commands: [
      group,
      ...added(25),
      readAll,
      "XCLAIM s g a 0 25 IDLE 5100000 JUSTID",
      "XAUTOCLAIM s g b 4000000 0 COUNT 1",
      "XAUTOCLAIM s g b 4000000 11 COUNT 1",
      "XAUTOCLAIM s g b 4000000 21 COUNT 1",
      "XPENDING s g",
    ],
  },
  {
    name: "RED-5: a deleted entry stays pending, its history has no fields",
    commands: [
      group,
      ...added(4),
      readAll,
      "XDEL s 2",
      "XTRIM s MAXLEN 2",
      "XPENDING s g",
      "XREADGROUP GROUP g a STREAMS s 0",
      "XPENDING s g - + 10",
    ],
  },
  {
    name: "RED-5: XAUTOCLAIM drops deleted entries and lists them, however young; XCLAIM drops them silently",
    commands: [
      group,
      ...added(4),
      readAll,
      "XDEL s 2 3",
      "XCLAIM s g b 4000000 2",
      "XPENDING s g - + 10",
      "XAUTOCLAIM s g b 4000000 0",
      "XPENDING s g",
      "XDEL s 1",
      "XAUTOCLAIM s g b 4000000 0 COUNT 1",
    ],
  },
  {
    name: "« about N entries » removes whole packs of 100 and nothing else",
    commands: [
      ...added(250),
      "XTRIM s MAXLEN ~ 120",
      "XLEN s",
      "XTRIM s MAXLEN ~ 120",
      "XTRIM s MAXLEN 120",
      "XLEN s",
      "XTRIM s MINID ~ 201",
      "XLEN s",
      "XRANGE s - + COUNT 1",
    ],
  },
  {
    name: "an id never goes back, even when the clock did",
    commands: [
      "XADD s 9000000000000-5 n 1",
      "XADD s * n 2",
      "XADD s 9000000000000-* n 3",
      "XADD s 9000000000000-7 n 4",
      "XADD s 1 n 5",
      "XDEL s 9000000000000-7",
      "XADD s 9000000000000-7 n 6",
      "XRANGE s - +",
      "XINFO STREAM s",
    ],
  },
  {
    name: "lag is unknown once a deletion lies ahead of the group",
    commands: [
      group,
      ...added(4),
      "XREADGROUP GROUP g a COUNT 1 STREAMS s >",
      "XINFO GROUPS s",
      "XDEL s 3",
      "XINFO GROUPS s",
      readAll,
      "XINFO GROUPS s",
    ],
  },
];
