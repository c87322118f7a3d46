/** Do the schedules notice? Errors planted one by one in the models, each against the rule that it breaks. */
import { test } from "vitest";
import { type PlantedError, plantedErrors } from "../../../testing/planted-errors.ts";
import { visible } from "./consumer-state.ts";
import { Controller } from "./election.ts";
import { brokenGroups, type GroupModule } from "./fixtures/group-schedule.ts";
import { differencesInALife, type LogModules } from "./fixtures/log-schedule.ts";
import { lossesOver } from "./fixtures/replication-schedule.ts";
import { brokenTransactions, type TransactionModule } from "./fixtures/transaction-schedule.ts";
import { PartitionLog } from "./partition.ts";
import { Replica } from "./replication.ts";

const at = (file: string) => import.meta.resolve(file);

function noDifference(modules: LogModules): boolean {
  for (let seed = 0; seed < 60; seed++) if (differencesInALife(modules, seed) > 0) return false;
  return true;
}

const plantInLog = (file: string, errors: readonly PlantedError[]) =>
  plantedErrors<Pick<LogModules, "PartitionLog">>({
    ...{ file: at(file), through: at("./partition.ts"), errors },
    survives: (module) => noDifference({ PartitionLog: module.PartitionLog, visible }),
  });

test("what a leader remembers of producers: every planted error is noticed", () =>
  plantInLog("./producer-state.ts", [
    {
      name: "KAF-6: a batch that comes again is judged like a new one",
      find: "if (seen !== undefined) {",
      replace: "if (seen === null) {",
    },
    {
      name: "KAF-6: four batches remembered, not five",
      find: "REMEMBERED_BATCHES = 5",
      replace: "REMEMBERED_BATCHES = 4",
    },
    {
      name: "KAF-6: a gap is accepted",
      find: "if (producer.sequence !== entry.lastSequence + 1) {",
      replace: "if (producer.sequence < entry.lastSequence + 1) {",
    },
    {
      name: "KAF-6: a former session writes on",
      find: 'if (producer.epoch < entry.epoch) return refusal("INVALID_PRODUCER_EPOCH");',
      replace: "",
    },
    {
      name: "KAF-7: a marker above the high watermark already decides",
      find: "if (markerOffset === null || markerOffset >= highWatermark) {",
      replace: "if (markerOffset === null) {",
    },
    {
      name: "KAF-7: an open transaction hides nothing",
      find: "this.#unstable.set(first.offset, { producerId: id, markerOffset: null });",
      replace: "",
    },
  ]));

test("a log that is cut: the planted error is noticed", () =>
  plantInLog("./partition.ts", [
    {
      name: "KAF-6: what was cut off is still recognised",
      find: "this.#producers = last.producersAtStart.snapshot();",
      replace: "",
    },
  ]));

test("what a reader of committed records is shown: every planted error is noticed", () =>
  plantedErrors<Pick<LogModules, "visible">>({
    file: at("./consumer-state.ts"),
    survives: (module) => noDifference({ PartitionLog, visible: module.visible }),
    errors: [
      {
        name: "KAF-7: after one undone transaction its producer is never seen again",
        find: 'if (marker === "abort" && producer !== null) undone.delete(producer.id);',
        replace: "",
      },
      {
        name: "KAF-7: what was undone is shown",
        find: "return !(isTransactional && producer !== null && undone.has(producer.id));",
        replace: "return true;",
      },
    ],
  }));

test("a group and its members: every planted error is noticed", () =>
  plantedErrors<GroupModule>({
    file: at("./group.ts"),
    survives: (module) => brokenGroups(module, 200) === 0,
    errors: [
      {
        name: "KAF-2: whoever did not come back keeps its place",
        find: "for (const { id } of absent) this.#members.delete(id);",
        replace: "",
      },
      {
        name: "KAF-9: a former generation commits",
        find: 'return generation === this.#generation ? null : "ILLEGAL_GENERATION";',
        replace: "return null;",
      },
      {
        name: "KAF-9: silence lasts one instant too long",
        find: "m.expiresAtUs <= nowUs",
        replace: "m.expiresAtUs < nowUs",
      },
      {
        name: "KAF-9: a commit between joining and sharing",
        find: 'if (this.#state === "CompletingRebalance") return "REBALANCE_IN_PROGRESS";',
        replace: "",
      },
      {
        name: "KAF-9: a beat does not tell of a rebalance",
        find: 'return this.#state === "PreparingRebalance" ? "REBALANCE_IN_PROGRESS" : null;',
        replace: "return null;",
      },
    ],
  }));

const clean = { acks: "all", minInsyncReplicas: 2, allowsUnclean: false } as const;

function losesNothing(modules: Parameters<typeof lossesOver>[0]): boolean {
  const { lost, unseen, differing } = lossesOver(modules, 200, clean);
  return lost + unseen + differing === 0;
}

test("replicas: every planted error is noticed", () =>
  plantedErrors<Pick<typeof import("./replication.ts"), "Replica">>({
    file: at("./replication.ts"),
    survives: (module) => losesNothing({ Replica: module.Replica, Controller }),
    errors: [
      {
        name: "KAF-5: acks=all is answered before the copies have it",
        find: "if (id !== this.id) lowest =",
        replace: 'if (id === "") lowest =',
      },
      {
        name: "KAF-5: a replica that was proposed to leave is no longer waited for",
        find: "[...this.#leadership.isr, ...(this.#proposed ?? [])]",
        replace: "this.#proposed ?? this.#leadership.isr",
      },
      {
        name: "KAF-5: a replica joins that does not have everything",
        find: "isRecent && follower.endOffset >= needed && !this.#isLate(id, nowUs)",
        replace: "isRecent",
      },
      {
        name: "KAF-5: another history is not cut",
        find: "this.#cut(Math.min(fetched.endOffset, own.endOffset));",
        replace: "void own;",
      },
    ],
  }));

test("elections: every planted error is noticed", () =>
  plantedErrors<Pick<typeof import("./election.ts"), "Controller">>({
    file: at("./election.ts"),
    survives: (module) => losesNothing({ Replica, Controller: module.Controller }),
    errors: [
      {
        name: "KAF-5: anybody is elected, allowed or not",
        find: "if (allowsUnclean && unclean !== undefined)",
        replace: "if (unclean !== undefined)",
      },
      {
        name: "KAF-5: the first replica that lives is elected, in sync or not",
        find: "live.find((id) => isr.includes(id))",
        replace: "live.find(() => true)",
      },
    ],
  }));

test("transactions: every planted error is noticed", () =>
  plantedErrors<TransactionModule>({
    file: at("./transactions.ts"),
    survives: (module) => brokenTransactions(module, 100) === 0,
    errors: [
      {
        name: "KAF-7: a former session is not fenced",
        find: 'if (known.epoch !== epoch) return "PRODUCER_FENCED";',
        replace: "",
      },
      {
        name: "KAF-7: a newcomer does not undo what was left open",
        find: 'if (known.state === "Ongoing")\n',
        replace: 'if (known.state === "Empty")\n',
      },
      {
        name: "KAF-7: markers only where it wrote last",
        find: "const all = [...before, ...news];",
        replace: "const all = news;",
      },
      {
        name: "KAF-7: what is decided is decided again",
        find: 'if (known.state !== "Ongoing") return refusal("INVALID_TXN_STATE");',
        replace: "",
      },
      {
        name: "KAF-7: a transaction may last twice its time",
        find: "nowUs - startedAtUs >= timeoutUs",
        replace: "nowUs - startedAtUs >= 2 * timeoutUs",
      },
    ],
  }));
