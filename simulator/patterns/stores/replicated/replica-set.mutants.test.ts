/** Errors planted in the state machine of a replica set: the random lives notice each of them. */
import { test } from "vitest";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import { believingOldAcknowledgements, countingOldTerms } from "./fixtures/hand-played.ts";
import { liveOnce, type SetShape } from "./fixtures/set-schedule.ts";

type Model = typeof import("./model.ts");

const SHAPES: readonly SetShape[] = [
  { members: ["a", "b", "c"], arbiters: [] },
  { members: ["a", "b"], arbiters: ["z"] },
];
const SEEDS = Array.from({ length: 120 }, (_, seed) => seed);

const keepsItsWord = (model: Model): boolean =>
  !countingOldTerms(model).isLost &&
  !believingOldAcknowledgements(model).isLost &&
  SEEDS.every((seed) => SHAPES.every((shape) => liveOnce(model, seed, shape).faults.length === 0));

const through = import.meta.resolve("./model.ts");

test("planted errors in elections are all noticed", async () => {
  await plantedErrors<Model>({
    ...{ file: import.meta.resolve("./election.ts"), through, survives: keepsItsWord },
    errors: [
      {
        name: "MGO-2: a minority elects",
        find: "campaign.granted.size < settings.voteMajority",
        replace: "campaign.granted.size < settings.voteMajority - 1",
      },
      {
        name: "one votes for somebody who knows less",
        find: "compareOpTimes(last, disk.oplog.last) < 0",
        replace: "false",
      },
      {
        name: "one votes twice in a term",
        find: "return isDry || disk.votedFor === null ||",
        replace: "return true || disk.votedFor === null ||",
      },
      {
        name: "a new primary believes the old acknowledgements",
        find: "positions.clear();",
        replace: "",
      },
    ],
  });
});

test("planted errors in replication are all noticed", async () => {
  await plantedErrors<Model>({
    ...{ file: import.meta.resolve("./replication.ts"), through, survives: keepsItsWord },
    errors: [
      {
        name: "MGO-1: one member fewer confirms",
        find: "settings.writeMajority - 1",
        replace: "Math.max(0, settings.writeMajority - 2)",
      },
      {
        name: "the primary counts what its journal does not have",
        find: "each === id ? disk.durableIndex",
        replace: "each === id ? disk.oplog.lastIndex",
      },
      {
        name: "entries of an earlier term are confirmed by counting",
        find: "if (disk.oplog.opTimeAt(index).term === disk.term) learnCommit",
        replace: "learnCommit",
      },
      {
        name: "nothing is undone",
        find: "const undone = rollBackTo(member, reply.after);",
        replace: "const undone: Entry[] = [];",
      },
      {
        name: "what was undone stays visible",
        find: "if (member.appliedIndex > index) {",
        replace: "if (false) {",
      },
    ],
  });
});
