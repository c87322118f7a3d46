import { test } from "vitest";
import { plantedErrors } from "../../../testing/planted-errors.ts";

type Workshop = typeof import("./fixtures/workshop.ts");

/** What the adapter promises, in a few random worlds and on one network that doubles and mixes. */
function keepsItsWord(module: Workshop): boolean {
  const { blindShop, deliveries, lost, MESSAGES, mostHeld, openShop, randomFaults, said } = module;
  const isFaithful = [3, 7, 12, 21, 22, 23].every((seed) => {
    const faults = [...randomFaults(seed), "crash:courtier@2500ms+500ms"];
    const run = openShop({ seed, faults, prefetch: 2 });
    const isWhole = said(run, "confirmed").length === MESSAGES && lost(run).length === 0;
    return isWhole && mostHeld(run) <= 2 && module.wronglyMarked(run).length === 0;
  });
  const links = ["boutique|courtier=40@0s+9s", "courtier|atelier-1=40@0s+9s"];
  const faults = links.flatMap((link) => [`duplicate:${link}`, `reorder:${link}`]);
  const mixed = openShop({ shop: blindShop, faults, workshops: 1, prefetch: 0 });
  const blind = deliveries(mixed);
  const silent = openShop({ faults: ["crash:atelier-1@1s+50s"] });
  // One delivery is lost on the way, to a workshop that goes on beating.
  const dropped = ["drop-message:courtier>atelier-1:livrer:m5.1#1@0s"];
  const holed = openShop({ faults: dropped, workshops: 1 });
  const isInOrder =
    said(mixed, "done").length === 100 && blind.every(({ body }, i) => body === i + 1);
  return isFaithful && isInOrder && [silent, holed].every((run) => lost(run).length === 0);
}

const plant = (file: string, errors: Parameters<typeof plantedErrors>[0]["errors"]) =>
  plantedErrors<Workshop>({
    file: import.meta.resolve(file),
    through: import.meta.resolve("./fixtures/workshop.ts"),
    survives: keepsItsWord,
    errors,
  });

test("chaque faute plantée autour du courtier est vue dans quelques mondes", async () => {
  await plant("./machine.ts", [
    {
      name: "RMQ-4: a lost connection returns nothing",
      find: "machine.broker.closeChannel(session.channel);",
      replace: "",
    },
    {
      name: "RMQ-5: a dead letter or a publication does not wake the disk",
      find: "if (machine.broker.hasUnwritten) machine.wakeDisk.wakeAll(null);",
      replace: "",
    },
  ]);
  await plant("./broker-node.ts", [
    {
      name: "RMQ-4: silence is never noticed",
      find: "ctx.nowUs - session.seenAtUs > options.heartbeatUs",
      replace: "false",
    },
    {
      name: "lost deliveries are not noticed by the heartbeat",
      find: "heartbeat.received < session.sentAtBeat",
      replace: "false",
    },
    {
      name: "RMQ-5: the disk of a broker is as new after a crash",
      find: 'ctx.objects.durable<Disk>("queues/disk", createDisk)',
      replace: "createDisk()",
    },
  ]);
  await plant("./publisher-lines.ts", [
    {
      name: "RMQ-5: a publication is confirmed before the disk has it",
      find: "if (answer.said === null) line.waiting.set(number, answer);",
      replace: "if (answer.said === null) this.#say(answer, { isAccepted: true, isRouted: true });",
    },
  ]);
  await plant("./protocol.ts", [
    {
      name: "doubled frames are read twice",
      find: "if (frame.frame > this.#received) this.#early.set(frame.frame, frame);",
      replace:
        "if (frame.frame <= this.#received) return [frame];\n    this.#early.set(frame.frame, frame);",
    },
    {
      name: "frames are read as they come",
      find: "    return this.#readable();\n  }\n\n  #readable",
      replace:
        "    this.#early.delete(frame.frame);\n    this.#received = Math.max(this.#received, frame.frame);\n    return [frame];\n  }\n\n  #readable",
    },
  ]);
});
