/** An order (or any business key): what its client was told, its rows in every base, its messages. */
import { rowCells, tableOfRow, tableSpecs } from "@/app/_lab/databases/catalogue.ts";
import { cellText } from "@/app/_lab/databases/cells.ts";
import { outcomeLabels } from "@/app/_texte/labels.ts";
import { nodeTitle, operationOf } from "@/app/_texte/names.ts";
import { formatDuration, formatStep } from "@/app/_texte/numbers.ts";
import { isReaderCommand } from "@/simulator/vocabulary/requests.ts";
import { sameValue, type Value } from "@/simulator/vocabulary/values.ts";
import { flightRow } from "./node-sections.ts";
import {
  before,
  fact,
  fieldsOf,
  type InspectRow,
  type InspectSection,
  type InspectValue,
  type Reading,
} from "./reading.ts";
import { missingLines, tableRows } from "./row-sections.ts";

function commands(reading: Reading, subject: string): InspectSection {
  const rows = reading.timeline
    .entries("command/")
    .filter(
      ([path, value]) =>
        fieldsOf(value).subject === subject && !isReaderCommand(path.slice("command/".length)),
    )
    .map(([path, value]): InspectRow => {
      const command = fieldsOf(value);
      const outcome = command.outcome as keyof typeof outcomeLabels | null;
      const label = outcome === null ? null : outcomeLabels[outcome];
      const was = fieldsOf(before(reading, path)).outcome;
      const isNew = outcome !== null && was === null;
      const shown: InspectValue =
        label === null
          ? fact(
              `attend depuis ${formatDuration(reading.nowUs - Number(command.issuedAtUs))}`,
              "wait",
            )
          : { ...fact(label.word, label.tone), before: isNew ? "attend" : null };
      return {
        id: path,
        label: operationOf(reading.card, String(command.operation)).request,
        values: [shown],
      };
    });
  return { id: "commands", title: "Le client", note: "ce qu’il sait", rows };
}

/** Rows of every base about a subject, one section an owner. */
function bases(reading: Reading, subject: string): readonly InspectSection[] {
  const specs = tableSpecs(reading.card).filter((spec) => spec.subjectAt >= 0);
  const missing = missingLines(reading, specs, subject);
  return reading.card.nodes
    .map((node): InspectSection | null => {
      const own = specs.filter((spec) => spec.node === node.id);
      if (own.length === 0) return null;
      const rows = own.flatMap((spec) => tableRows(reading, { spec, subject }));
      const expected = missing.filter((row) =>
        own.some((spec) => row.id.startsWith(`missing/${spec.id}/`)),
      );
      return {
        id: `base/${node.id}`,
        title: nodeTitle(reading.card, node.id),
        note: "sa base survit",
        rows: [...rows, ...expected],
        empty: "Aucune ligne.",
      };
    })
    .filter((section): section is InspectSection => section !== null);
}

function flights(reading: Reading, subject: string): InspectSection {
  const rows = reading.timeline
    .entries("message/")
    .filter(([, value]) => fieldsOf(value).subject === subject)
    .map(([, value]) => flightRow(reading, value));
  return { id: "flights", title: "En vol", rows };
}

export function subjectSections(reading: Reading, subject: string): readonly InspectSection[] {
  return [commands(reading, subject), ...bases(reading, subject), flights(reading, subject)].filter(
    (section) => section.rows.length > 0 || section.empty !== undefined,
  );
}

interface RowSelection {
  readonly database: string;
  readonly table: string;
  readonly key: string;
}

/** One row: every column, then its whole life. */
export function rowSections(reading: Reading, row: RowSelection): readonly InspectSection[] {
  const spec = tableOfRow(reading.card, row);
  if (spec === null) return [];
  const path = `${spec.prefix}${row.key}`;
  const now = rowCells(spec, path, reading.timeline.value(path));
  const was = rowCells(spec, path, before(reading, path));
  const cell = (cells: readonly Value[] | null, i: number): string =>
    cells === null ? "–" : cellText(spec.columns[i]?.type ?? "text", cells[i]);
  const columns: InspectRow[] = spec.columns.map((column, i) => ({
    id: column.name,
    label: column.name,
    values: [
      {
        text: cell(now, i),
        raw: String(now?.[i] ?? ""),
        before:
          reading.playhead >= 0 && !sameValue(now?.[i] ?? null, was?.[i] ?? null)
            ? cell(was, i)
            : null,
      },
    ],
  }));
  let last: readonly Value[] | null = null;
  const life = reading.timeline.history(path).map((moment): InspectRow => {
    const cells = rowCells(spec, path, moment.value);
    const former = last;
    last = cells;
    const changes =
      cells === null
        ? "effacée"
        : former === null
          ? "écrite"
          : spec.columns
              .flatMap((column, i) =>
                sameValue(cells[i] ?? null, former[i] ?? null)
                  ? []
                  : [`${column.name} ${cell(cells, i)}`],
              )
              .join(", ");
    return {
      id: `life/${moment.index}`,
      label: formatStep(moment.index),
      values: [fact(changes)],
      step: moment.index,
    };
  });
  return [
    {
      id: "columns",
      title: "La ligne",
      note: "survit à l’arrêt",
      rows: columns,
    },
    { id: "life", title: "Sa vie", note: "dans tout le parcours", rows: life },
  ];
}
