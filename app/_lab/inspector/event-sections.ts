/** An event: where and when, what made it happen, what it changed, what it made happen. */
import { processesOf } from "@/app/_lab/code/processes.ts";
import type { SlotChange } from "@/app/_lab/folds.ts";
import { labelEvent } from "@/app/_texte/labels.ts";
import { handlerTitle, nodeTitle } from "@/app/_texte/names.ts";
import { narrateShort } from "@/app/_texte/narration-short.ts";
import { formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import { fact, type InspectRow, type InspectSection, type Reading } from "./reading.ts";
import { isMachinery, slotWords } from "./slot-words.ts";

const CHANGES_MAX = 40;
const EFFECTS_MAX = 12;
/** How far an effect is looked for. */
const EFFECTS_REACH = 20_000;

/** « réception, réservé ← Inventaire », with its step. */
function eventRow(reading: Reading, index: number): InspectRow {
  const { card, log } = reading;
  const event = log.event(index);
  const label = labelEvent(event, card);
  return {
    id: `event/${index}`,
    label: `${label.word}, ${nodeTitle(card, event.node)}`,
    sign: { name: label.sign, tone: label.tone, word: "" },
    values: [fact(narrateShort(event, card, log)), fact(formatStep(index))],
    select: { kind: "event", index },
    step: index,
  };
}

function itself(reading: Reading, index: number): InspectSection {
  const { card, log } = reading;
  const event = log.event(index);
  const rows: InspectRow[] = [
    { id: "step", label: "pas", values: [fact(String(index + 1))], step: index },
    { id: "at", label: "instant", values: [fact(formatInstant(event.atUs))] },
    {
      id: "node",
      label: "nœud",
      values: [fact(nodeTitle(card, event.node))],
      select: { kind: "node", node: event.node },
    },
  ];
  if (event.subject !== null) {
    rows.push({
      id: "subject",
      label: card.subjectTitle.toLocaleLowerCase("fr"),
      values: [fact(event.subject)],
      select: { kind: "subject", subject: event.subject },
    });
  }
  if ("message" in event) {
    rows.push({
      id: "message",
      label: "message",
      values: [fact(event.message)],
      select: { kind: "message", message: event.message },
    });
  }
  const handler = processesOf(log).of(event.process)?.handler;
  if (handler !== undefined) {
    const title = handlerTitle(card, handler);
    const line = event.line > 0 ? `, ligne ${event.line}` : "";
    rows.push({ id: "handler", label: "traitement", values: [fact(`${title}${line}`)] });
  }
  if (event.kind === "statement-started") {
    rows.push({ id: "sql", label: "SQL", values: [fact(event.sql.replaceAll(/\s+/g, " "))] });
    if (event.params.length > 0) {
      const params = event.params.map((value) => value ?? "NULL").join(", ");
      rows.push({ id: "params", label: "valeurs", values: [fact(params)] });
    }
  }
  return { id: "event", title: "L’événement", rows };
}

export function changeRow(reading: Reading, change: SlotChange): InspectRow | null {
  const words = slotWords(reading.card, change.path, change.after ?? change.before);
  const text = words.format(change.after);
  const former = words.format(change.before);
  // A queue that was never said and one that is empty read the same: nothing changed for a reader.
  if (text === former) return null;
  return {
    id: change.path,
    label: words.label,
    values: [{ text, raw: text, before: former === "–" ? "" : former }],
  };
}

export function changeSection(reading: Reading, index: number): InspectSection {
  const rows = reading.timeline
    .changesAt(index)
    .filter((change) => !isMachinery(change.path))
    .slice(0, CHANGES_MAX)
    .map((change) => changeRow(reading, change))
    .filter((row): row is InspectRow => row !== null);
  return {
    id: "changes",
    title: "Ce qu’il change",
    rows,
    empty: "Rien de ce qui est montré.",
  };
}

function effects(reading: Reading, index: number): InspectSection {
  const { log } = reading;
  const found: InspectRow[] = [];
  const last = Math.min(log.length, index + EFFECTS_REACH);
  for (let i = index + 1; i < last && found.length < EFFECTS_MAX; i++) {
    if (log.cause(i) === index) found.push(eventRow(reading, i));
  }
  return { id: "effects", title: "Ce qu’il entraîne", rows: found };
}

export function eventSections(reading: Reading, index: number): readonly InspectSection[] {
  const cause = reading.log.cause(index);
  const known: InspectSection[] = [itself(reading, index)];
  if (cause >= 0) known.push({ id: "cause", title: "Sa cause", rows: [eventRow(reading, cause)] });
  known.push(changeSection(reading, index));
  const following = effects(reading, index);
  if (following.rows.length > 0) known.push(following);
  return known;
}
