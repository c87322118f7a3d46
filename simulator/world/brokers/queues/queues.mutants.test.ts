import { readFileSync } from "node:fs";
import { test } from "vitest";
import { plantedErrors } from "../../../testing/planted-errors.ts";
import type { Transcript } from "./transcript-player.ts";

type Module = typeof import("./transcript-player.ts");

const folder = new URL("../../../testing/transcripts/rabbitmq/", import.meta.url);
const transcripts = ["deaths.jsonl", "returns.jsonl", "crash.jsonl", "random.jsonl"].flatMap(
  (file) =>
    readFileSync(new URL(file, folder), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Transcript),
);

const asRecorded = (module: Module): boolean =>
  transcripts.every((transcript) => module.differencesWith(transcript) === 0);

const plant = (file: string, errors: Parameters<typeof plantedErrors>[0]["errors"]) =>
  plantedErrors<Module>({
    file: import.meta.resolve(file),
    through: import.meta.resolve("./transcript-player.ts"),
    survives: asRecorded,
    errors,
  });

test("chaque faute plantée dans la file est vue par les transcriptions de RabbitMQ", () =>
  plant("./queue.ts", [
    {
      name: "RMQ-2: prefetch one too many",
      find: "if (consumer.credit > 0) return consumer;",
      replace: "if (consumer.credit >= 0) return consumer;",
    },
    {
      name: "RMQ-4: what returns is not marked redelivered",
      find: "entry.isRedelivered = true;\n    if (this.#isQuorum)",
      replace: "if (this.#isQuorum)",
    },
    {
      name: "RMQ-6: the length limit counts one less",
      find: "while (this.#ready.length > lengthMax)",
      replace: "while (this.#ready.length >= lengthMax)",
    },
    {
      name: "RMQ-6: a rejected message is forgotten",
      find: 'if (how === "reject") this.#die(entry, "rejected");',
      replace: "",
    },
    {
      name: "RMQ-7: the delivery limit is reached one return early",
      find: "entry.returnCount > deliveryLimit",
      replace: "entry.returnCount >= deliveryLimit",
    },
    {
      name: "RMQ-7: with a limit, what returns goes to the end as without one",
      find: "else if (isAtEnd) this.#ready.append(entry);",
      replace: "else if (this.#isQuorum) this.#ready.append(entry);",
    },
    {
      name: "RMQ-6: expiry never happens",
      find: "first.expiresAtUs > nowUs) return;",
      replace: "first.expiresAtUs <= nowUs) return;",
    },
    {
      name: "RMQ-5: transient messages survive a power cut",
      find: "this.isDurable && (message.isPersistent || this.#isQuorum);",
      replace: "this.isDurable;",
    },
  ]));

test("chaque faute plantée dans les lettres mortes, le canal et les motifs est vue", async () => {
  await plant("./messages.ts", [
    {
      name: "RMQ-6: x-death in the order of the guide",
      find: "message.deaths.toReversed().filter",
      replace: "message.deaths.filter",
    },
    {
      name: "RMQ-6: x-death newest last",
      find: "[death, ...message.deaths.toReversed().filter((other) => !isSame(other))]",
      replace: "[...message.deaths.toReversed().filter((other) => !isSame(other)), death]",
    },
    {
      name: "RMQ-6: x-death counts by queue alone",
      find: "death.queue === queue && death.reason === reason;",
      replace: "death.queue === queue;",
    },
    {
      name: "RMQ-6: a dead letter keeps its own TTL",
      find: "ttlUs: null,\n    deaths",
      replace: "deaths",
    },
  ]);
  await plant("./ready-line.ts", [
    {
      name: "RMQ-3: a returned message goes behind those returned before it",
      find: "if (this.#age(parent) < this.#age(at)) return;",
      replace: "if (this.#age(parent) > this.#age(at)) return;",
    },
    {
      name: "RMQ-7: a quorum queue sorts what returns by age",
      find: 'order === "original-place" ? new ByAge() : new Fifo<Entry>()',
      replace: "new ByAge()",
    },
  ]);
  await plant("./channel.ts", [
    { name: "RMQ-1: multiple leaves the tag itself", find: "own > tag", replace: "own >= tag" },
  ]);
  await plant("./topic.ts", [
    { name: "topic: # wants a word", find: "let from = at;", replace: "let from = at + 1;" },
  ]);
  await plant("./broker.ts", [
    {
      name: "RMQ-5: an unroutable message is not confirmed",
      find: "this.#confirm(channel, number, this.#spread(message, names));",
      replace:
        "if (names.length > 0) this.#confirm(channel, number, this.#spread(message, names));",
    },
  ]);
});
