/** A slot's path in words: « état de Paiement », « saga_steps 1042 ». For lists of what a step changed. */
import { rowCells, rowName, tableSpecs } from "@/app/_lab/databases/catalogue.ts";
import { faultTitle } from "@/app/_texte/faults.ts";
import { linkStateLabels, nodeStatusLabels } from "@/app/_texte/labels.ts";
import { formatValue, messageWord, nodeTitle, readMessageId } from "@/app/_texte/names.ts";
import { type PartReadingCard, partText, readingOf } from "@/app/_texte/part-words.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { LinkState } from "@/simulator/vocabulary/events.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import { isReaderCommand, READER_HANDLER } from "@/simulator/vocabulary/requests.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { type Fields, fieldsOf } from "./reading.ts";

export interface SlotWords {
  readonly label: string;
  readonly format: (value: Value | undefined) => string;
}

const presence = (yes: string) => (value: Value | undefined) => (value === undefined ? "–" : yes);
const plainIn =
  (card: ScenarioCard) =>
  (value: Value | undefined): string =>
    value === undefined ? "–" : formatValue(value, card);

function nodeSlot(card: ScenarioCard, id: string, name: string): SlotWords {
  const plain = plainIn(card);
  const title = nodeTitle(card, id);
  switch (name) {
    case "status":
      return {
        label: title,
        format: (value) =>
          nodeStatusLabels[(value ?? "up") as keyof typeof nodeStatusLabels]?.word ?? plain(value),
      };
    case "queue":
      return { label: `file de ${title}`, format: (value) => String(value ?? 0) };
    case "busy":
      return { label: `ouvriers de ${title}`, format: (value) => String(value ?? 0) };
    case "factor":
      return { label: `rythme de ${title}`, format: (value) => `${value ?? 100} %` };
    default:
      return { label: `${title}, ${name}`, format: plain };
  }
}

const partSlot = (part: PartReadingCard): SlotWords => ({
  label: part.title,
  format: (value) => partText(part, value),
});

function messageSlot(card: ScenarioCard, id: string, words: SlotWords["format"]): SlotWords {
  const { subject } = readMessageId(id);
  return { label: `${subject} ${messageWord(card, id)}`.trim(), format: words };
}

const REQUEST_STATE: Readonly<Record<string, string>> = { queued: "en file", running: "en cours" };

/** Slots that only repeat what another slot of the same step already says. */
export const isMachinery = (path: string): boolean =>
  path.startsWith("line/") || path.startsWith("statement/");

export function slotWords(card: ScenarioCard, path: string, value: Value | undefined): SlotWords {
  const plain = plainIn(card);
  const [head = "", ...rest] = path.split("/");
  const tail = rest.join("/");
  switch (head) {
    case "node":
      return nodeSlot(card, rest[0] ?? "", rest[1] ?? "");
    case "link": {
      const [from = "", to = ""] = tail.split(">");
      return {
        label: `${nodeTitle(card, from)} → ${nodeTitle(card, to)}`,
        format: (state) => linkStateLabels[(state ?? "open") as LinkState] ?? plain(state),
      };
    }
    case "memory": {
      const key = rest.slice(1).join("/");
      const part = readingOf(card, { node: rest[0] ?? "", store: null, key });
      if (part !== null) return partSlot(part);
      return { label: `${rest.slice(1).join("/")}, en mémoire`, format: plain };
    }
    case "row":
    case "record": {
      const part = readingOf(card, {
        node: "",
        store: rest[0] ?? "",
        key: rest.slice(1).join("/"),
      });
      if (part !== null) return partSlot(part);
      const spec = tableSpecs(card).find((known) => path.startsWith(known.prefix));
      if (spec === undefined) return { label: tail, format: plain };
      const cells = rowCells(spec, path, value);
      const name = cells === null ? "" : rowName(spec, path, cells);
      return {
        label: `${spec.name} ${name}`.trim(),
        format: (row) => {
          const shown = rowCells(spec, path, row);
          if (shown === null) return "–";
          return shown
            .filter((cell, i) => {
              const type = spec.columns[i]?.type;
              return (
                cell !== null &&
                i !== spec.subjectAt &&
                !spec.key.includes(i) &&
                type !== "json" &&
                type !== "instant"
              );
            })
            .map(String)
            .join(" ");
        },
      };
    }
    case "message":
      return messageSlot(card, tail, presence("en vol"));
    case "request":
      return messageSlot(card, tail, (state) =>
        state === undefined ? "–" : (REQUEST_STATE[String(fieldsOf(state).state)] ?? "–"),
      );
    case "call":
      return messageSlot(card, tail, presence("attend une réponse"));
    case "process":
      return {
        label: processLabel(card, fieldsOf(value)),
        format: presence("en cours"),
      };
    case "transaction":
      return { label: `transaction, ${rest[0] ?? ""}`, format: presence("ouverte") };
    case "command": {
      const { subject } = fieldsOf(value);
      const isReader = isReaderCommand(tail);
      const outcomes = isReader ? { ...COMMAND_OUTCOME, ok: "répondue" } : COMMAND_OUTCOME;
      return {
        label: isReader ? `votre demande ${subject ?? ""}`.trim() : `demande ${subject ?? tail}`,
        format: (command) =>
          command === undefined
            ? "–"
            : (outcomes[String(fieldsOf(command).outcome) as keyof typeof outcomes] ??
              "en attente"),
      };
    }
    case "fault":
      return {
        label: "votre panne",
        format: (text) => (typeof text === "string" ? faultWords(card, text) : "–"),
      };
    default:
      return { label: path, format: plain };
  }
}

function faultWords(card: ScenarioCard, text: string): string {
  const fault = parseFault(text, "f0");
  return fault.kind === "ok" ? faultTitle(fault.value, card) : text;
}

const COMMAND_OUTCOME = {
  ok: "acceptée",
  refused: "refusée",
  "timed-out": "délai dépassé",
};

const processLabel = (card: ScenarioCard, process: Fields): string => {
  if (process.handler === READER_HANDLER) return "votre demande";
  const title = card.handlers.find((known) => known.name === process.handler)?.title;
  return title ?? `traitement de ${nodeTitle(card, String(process.node ?? ""))}`;
};
