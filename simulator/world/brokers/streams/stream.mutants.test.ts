import { readFileSync } from "node:fs";
import { test } from "vitest";
import { type PlantedError, plantedErrors } from "../../../testing/planted-errors.ts";
import { mismatchOf, type Transcript, type Words } from "./transcript-player.ts";

const folder = new URL("../../../testing/transcripts/redis/", import.meta.url);
const transcripts = ["classic.jsonl", "random-1.jsonl", "random-2.jsonl"].flatMap((file) =>
  readFileSync(new URL(file, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Transcript),
);

const agrees = (words: Words): boolean =>
  transcripts.every((transcript) => mismatchOf(transcript, words) === null);

const plantIn = (file: string, errors: readonly PlantedError[]) =>
  plantedErrors<Words>({
    file: import.meta.resolve(file),
    through: import.meta.resolve("./words.ts"),
    survives: agrees,
    errors,
  });

test("les réponses de redis-server dénoncent toute erreur plantée dans le groupe", () =>
  plantIn("./group.ts", [
    {
      name: "RED-1: history gives the deliveries of everybody",
      find: "consumer.pending.visitFrom(nextId(after)",
      replace: "this.pending.visitFrom(nextId(after)",
    },
    {
      name: "RED-1: « > » without a pending entry",
      find: "if (!isWithoutAck) this.#deliver",
      replace: "if (isWithoutAck) this.#deliver",
    },
    {
      name: "RED-2: the consumer keeps what was acknowledged",
      find: "pending?.consumer.pending.delete(id);",
      replace: "",
    },
    {
      name: "RED-4: claimed although not idle long enough",
      find: "} else if (nowMs - pending.deliveredAtMs >= minIdleMs) {",
      replace: "} else {",
    },
    {
      name: "RED-4: JUSTID counts a delivery",
      find: "else if (!isJustId) pending.deliveryCount++;",
      replace: "else pending.deliveryCount++;",
    },
    {
      name: "RED-4: idleness does not start again",
      find: "pending.deliveredAtMs = isPast ? deliveredAtMs : nowMs;",
      replace: "if (isPast) pending.deliveredAtMs = deliveredAtMs;",
    },
    {
      name: "RED-4: COUNT is 10, as the old page said",
      find: "export const AUTOCLAIM_COUNT = 100;",
      replace: "export const AUTOCLAIM_COUNT = 10;",
    },
    {
      name: "RED-4: the scan looks at everything",
      find: "const LOOKED_AT_PER_CLAIM = 10;",
      replace: "const LOOKED_AT_PER_CLAIM = 1_000;",
    },
    {
      name: "RED-5: deleted entries are dropped in silence",
      find: "deleted.push(pending.id);",
      replace: "",
    },
    {
      name: "RED-5: XCLAIM leaves deleted entries pending",
      find: "        this.acknowledge(id);\n        continue;",
      replace: "        continue;",
    },
  ]));

test("les réponses de redis-server dénoncent toute erreur plantée dans le flux", () =>
  plantIn("./stream.ts", [
    {
      name: "an id equal to the last one is accepted",
      find: "if (compareIds(id, this.#lastId) <= 0) return null;",
      replace: "if (compareIds(id, this.#lastId) < 0) return null;",
    },
    {
      name: "a clock that went back takes the id back",
      find: "return nowMs > last.ms ? { ms: nowMs, seq: 0 } : nextId(last);",
      replace: "return { ms: nowMs, seq: 0 };",
    },
    {
      name: "about N entries means exactly N",
      find: "if (!isApproximate) {",
      replace: "if (isApproximate || !isApproximate) {",
    },
    {
      name: "the limit of an approximate trimming is forgotten",
      find: "if (most > 0 && removed + pack.alive > most) break;",
      replace: "",
    },
    {
      name: "trimming by id takes the threshold with it",
      find: "if (count === most || compareIds(id, keep.id) >= 0) return false;",
      replace: "if (count === most || compareIds(id, keep.id) > 0) return false;",
    },
    {
      name: "a deletion leaves no trace",
      find: "if (compareIds(id, this.#maxDeletedId) > 0) this.#maxDeletedId = id;",
      replace: "",
    },
  ]));

test("les réponses de redis-server dénoncent toute erreur plantée dans les paquets et le retard", async () => {
  await plantIn("./nodes.ts", [
    {
      name: "a pack is full by what is left in it",
      find: "last.received >= this.#entriesMax",
      replace: "last.alive >= this.#entriesMax",
    },
  ]);
  await plantIn("./lag.ts", [
    {
      name: "a hole ahead does not hide the lag",
      find: "if (!isWhole) return null;",
      replace: "",
    },
  ]);
});
