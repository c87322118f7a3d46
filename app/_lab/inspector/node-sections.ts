/**
 * A node, grouped by what survives: the node itself, its memory, its base, and what is on its way to
 * it without its knowing.
 */
import { limitShown } from "@/app/_lab/stage/limit-shown.ts";
import { linkStateLabels, nodeStatusLabels, roleLabels } from "@/app/_texte/labels.ts";
import { formatValue, messageWord, nodeTitle, operationOf } from "@/app/_texte/names.ts";
import { formatDecimal, formatDuration, formatInstant } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import type { LinkState, MessageRole } from "@/simulator/vocabulary/events.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { partSection, slotsOfParts } from "./part-sections.ts";
import {
  before,
  countedValue,
  entriesBefore,
  fact,
  fieldsOf,
  type InspectRow,
  type InspectSection,
  type InspectValue,
  type Reading,
  slotValue,
} from "./reading.ts";
import { missingLines, specsOfNode, tableRows } from "./row-sections.ts";

const statusText = (value: Value | undefined): string =>
  nodeStatusLabels[(value ?? "up") as keyof typeof nodeStatusLabels]?.word ?? String(value);

const countWhere = (
  entries: readonly (readonly [string, Value])[],
  field: string,
  wanted: string,
): number => entries.filter(([, value]) => fieldsOf(value)[field] === wanted).length;

function countRow(
  reading: Reading,
  row: { readonly label: string; readonly prefix: string; readonly field: string },
  node: string,
): InspectRow {
  const now = countWhere(reading.timeline.entries(row.prefix), row.field, node);
  const was = countWhere(entriesBefore(reading, row.prefix), row.field, node);
  return { id: `${row.prefix}${node}`, label: row.label, values: [countedValue(now, was)] };
}

/** « 1/16 »: a reading and its limit. */
const outOf =
  (limit: number | null) =>
  (value: Value | undefined): string =>
    limit === null ? String(value ?? 0) : `${value ?? 0}/${limit}`;

function itself(reading: Reading, id: string): InspectSection {
  const node = reading.card.nodes.find((known) => known.id === id);
  const path = (name: string): string => `node/${id}/${name}`;
  const status = reading.timeline.value(path("status"));
  const tone = nodeStatusLabels[(status ?? "up") as keyof typeof nodeStatusLabels]?.tone;
  const rows: InspectRow[] = [
    {
      id: path("status"),
      label: "état",
      values: [
        {
          ...slotValue(reading, path("status"), statusText),
          ...(status === undefined || status === "up" || tone === undefined ? {} : { tone }),
        },
      ],
    },
  ];
  const optional = (
    name: string,
    label: string,
    format: (value: Value | undefined) => string,
  ): void => {
    const isSaid =
      reading.timeline.value(path(name)) !== undefined || before(reading, path(name)) !== undefined;
    if (isSaid) {
      rows.push({ id: path(name), label, values: [slotValue(reading, path(name), format)] });
    }
  };
  optional("factor", "rythme", (value) =>
    typeset(
      value === undefined ? "normal" : `${formatDecimal(Number(value) / 100)} fois plus lent`,
    ),
  );
  optional("refuse", "requêtes", (value) => (value === true ? "toutes refusées" : "acceptées"));
  optional("disk-full", "disque", (value) => (value === true ? "plein" : "libre"));
  if (node?.workerCount != null) {
    rows.push(
      {
        id: path("queue"),
        label: "file",
        values: [slotValue(reading, path("queue"), outOf(limitShown(node.queueLimit)))],
      },
      {
        id: path("busy"),
        label: "ouvriers",
        values: [slotValue(reading, path("busy"), outOf(limitShown(node.workerCount)))],
      },
    );
  }
  rows.push(
    countRow(reading, { label: "traitements", prefix: "process/", field: "node" }, id),
    countRow(reading, { label: "appels en attente", prefix: "call/", field: "from" }, id),
  );
  return { id: "node", title: "Le nœud", rows };
}

/** The step of the crash that the node is still down from, or −1. */
function downSince(reading: Reading, id: string): number {
  if (reading.timeline.value(`node/${id}/status`) !== "down") return -1;
  const history = reading.timeline.history(`node/${id}/status`);
  return history.findLast((m) => m.index <= reading.playhead && m.value === "down")?.index ?? -1;
}

function memory(reading: Reading, id: string): InspectSection | null {
  const prefix = `memory/${id}/`;
  const crash = downSince(reading, id);
  const rows: InspectRow[] = [];
  const told = slotsOfParts(reading, id);
  const paths = reading.timeline.paths(prefix).filter((path) => !told.has(path));
  for (const path of paths) {
    const value = slotValue(reading, path);
    const lost = crash >= 0 ? reading.timeline.valueAt(path, crash - 1) : undefined;
    const isGone = reading.timeline.value(path) === undefined;
    if (isGone && value.before === null && lost === undefined) continue;
    const shown: InspectValue =
      isGone && value.before === null
        ? { ...value, before: formatValue(lost, reading.card) }
        : value;
    rows.push({ id: path, label: path.slice(prefix.length), values: [shown] });
  }
  if (rows.length === 0 && paths.length === 0) return null;
  return {
    id: "memory",
    title: "Sa mémoire",
    note: "ne survit pas à l’arrêt",
    rows,
    empty: "Vide à cet instant.",
  };
}

function base(reading: Reading, id: string, subject: string | null): InspectSection | null {
  const specs = specsOfNode(reading, id);
  if (specs.length === 0) return null;
  const rows = specs.flatMap((spec) => tableRows(reading, { spec, subject }));
  const kind = specs.every((spec) => spec.kind === "store") ? "Son relevé" : "Sa base";
  return {
    id: "base",
    title: kind,
    note: subject === null ? "survit" : `survit, pour ${subject}`,
    rows: [...rows, ...missingLines(reading, specs, subject)],
    empty: subject === null ? "Aucune ligne à cet instant." : `Aucune ligne pour ${subject}.`,
  };
}

/** One message in flight, as a line: its word, and when it would arrive. */
export function flightRow(reading: Reading, value: Value): InspectRow {
  const message = fieldsOf(value);
  const id = String(message.id);
  const role = roleLabels[(message.role ?? "request") as MessageRole];
  const word = messageWord(reading.card, id, message.status === "refused");
  return {
    id: `message/${id}`,
    label: `${message.subject ?? ""} ${word}`.trim(),
    sign: { name: role.sign, tone: role.tone, word: role.word },
    values: [fact(formatInstant(Number(message.arrivesAtUs)))],
    select: { kind: "message", message: id },
  };
}

function coming(reading: Reading, id: string): InspectSection {
  const flying = reading.timeline
    .entries("message/")
    .map(([, value]) => value)
    .filter((value) => fieldsOf(value).to === id)
    .sort((a, b) => Number(fieldsOf(a).arrivesAtUs) - Number(fieldsOf(b).arrivesAtUs));
  return {
    id: "coming",
    title: "En route vers lui",
    note: "à son insu",
    rows: flying.map((value) => flightRow(reading, value)),
  };
}

function requests(reading: Reading, id: string): InspectSection {
  const rows = reading.timeline
    .entries("request/")
    .filter(([, value]) => fieldsOf(value).node === id)
    .map(([path, value]): InspectRow => {
      const request = fieldsOf(value);
      const isQueued = request.state === "queued";
      return {
        id: path,
        label:
          `${request.subject ?? ""} ${operationOf(reading.card, String(request.operation)).request}`.trim(),
        values: [
          fact(
            `${isQueued ? "en file" : "en cours"} depuis ${formatDuration(reading.nowUs - Number(request.sinceUs))}`,
            isQueued ? "wait" : undefined,
          ),
        ],
        select: { kind: "message", message: path.slice("request/".length) },
      };
    });
  return { id: "requests", title: "Requêtes reçues", rows };
}

function calls(reading: Reading, id: string): InspectSection {
  const rows = reading.timeline
    .entries("call/")
    .filter(([, value]) => fieldsOf(value).from === id)
    .map(([path, value]): InspectRow => {
      const call = fieldsOf(value);
      return {
        id: path,
        label:
          `${call.subject ?? ""} ${operationOf(reading.card, String(call.operation)).request}`.trim(),
        values: [
          fact(
            `${nodeTitle(reading.card, String(call.to))}, depuis ${formatDuration(reading.nowUs - Number(call.sinceUs))}`,
          ),
        ],
        select: { kind: "message", message: path.slice("call/".length) },
      };
    });
  return { id: "calls", title: "Il attend une réponse", rows };
}

function links(reading: Reading, id: string): InspectSection {
  const rows = reading.timeline
    .entries("link/")
    .map(([path, value]) => ({ ends: path.slice("link/".length).split(">"), value }))
    .filter(({ ends }) => ends.includes(id))
    .map(
      ({ ends: [from = "", to = ""], value }): InspectRow => ({
        id: `link/${from}>${to}`,
        label: `${nodeTitle(reading.card, from)} → ${nodeTitle(reading.card, to)}`,
        values: [fact(linkStateLabels[value as LinkState] ?? String(value), "fail")],
        select: { kind: "link", from, to },
      }),
    );
  return { id: "links", title: "Ses liens", rows };
}

/** `subject`: the order looked at, whose rows are shown; null: every row. */
export function nodeSections(
  reading: Reading,
  id: string,
  subject: string | null,
): readonly InspectSection[] {
  return [
    itself(reading, id),
    partSection(reading, id),
    memory(reading, id),
    base(reading, id, subject),
    requests(reading, id),
    calls(reading, id),
    coming(reading, id),
    links(reading, id),
  ].filter(
    (section): section is InspectSection =>
      section !== null && (section.rows.length > 0 || section.empty !== undefined),
  );
}
