/**
 * Which line of which file is where: the process looked at, the others, and the crash between two
 * lines. A process runs in the file of its handler: no services file calls into another one (tested),
 * so that a line number is enough. Pure; the panel draws it.
 */
import type { Selection } from "@/app/_lab/view.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { lineAt, linesReached, type ProcessRecord, processesOf } from "./processes.ts";
import { lineText, type ScenarioSources, type SourceFile } from "./source-format.ts";

export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** A live process and where it stands. */
export interface LiveMark extends SourcePlace {
  readonly record: ProcessRecord;
}

/** The crash that forgot a process, just after a line. */
export interface CrashMark extends SourcePlace {
  readonly record: ProcessRecord;
  readonly index: number;
}

export interface SourceMarks {
  /** The process looked at, alive or ended; null when nothing with a source has run. */
  readonly focus: ProcessRecord | null;
  readonly focusPlace: SourcePlace | null;
  /** Lines of `focusPlace.file` that the process has reached. */
  readonly reached: ReadonlySet<number>;
  readonly live: readonly LiveMark[];
  readonly crash: CrashMark | null;
  /** Line of the selected event, when it has one. */
  readonly selected: SourcePlace | null;
}

/** Lines already found, by handler: a crowd has a thousand processes in a few files. */
const beginnings = new WeakMap<SourceFile, Map<string, number>>();

function lineOfHandler(file: SourceFile, handler: string): number {
  const known = beginnings.get(file) ?? new Map<string, number>();
  beginnings.set(file, known);
  const found =
    known.get(handler) ??
    file.lines.findIndex((line) => lineText(line).includes(`function* ${handler}(`)) + 1;
  known.set(handler, found);
  return found;
}

/** The line where a handler begins: where a process stands before its first wait. */
export function beginningOf(
  sources: ScenarioSources,
  file: string,
  handler: string,
): SourcePlace | null {
  const known = sources.files.find((one) => one.name === file);
  const line = known === undefined ? 0 : lineOfHandler(known, handler);
  return line === 0 ? null : { file, line };
}

const fileOf = (card: ScenarioCard, handler: string): string | null =>
  card.handlers.find((known) => known.name === handler)?.file ?? null;

interface Moment {
  readonly card: ScenarioCard;
  readonly log: EventLog;
  readonly playhead: number;
  readonly selection: Selection | null;
}

const hasStarted = (record: ProcessRecord, index: number): boolean => record.startIndex <= index;
const isAlive = (record: ProcessRecord, index: number): boolean =>
  hasStarted(record, index) && (record.endIndex < 0 || record.endIndex > index);

/** The process of the event at the playhead, or of the last one before it that has a source. */
function latest(moment: Moment, accepts: (record: ProcessRecord) => boolean): ProcessRecord | null {
  const { log, card, playhead } = moment;
  const table = processesOf(log);
  const oldest = Math.max(0, playhead - 5_000);
  for (let i = playhead; i >= oldest; i--) {
    const record = table.of(log.process(i));
    if (record === undefined || fileOf(card, record.handler) === null) continue;
    if (hasStarted(record, playhead) && accepts(record)) return record;
  }
  return null;
}

/** The process that the reader looks at: the selection's, else the playhead's. */
export function focusOf(moment: Moment): ProcessRecord | null {
  const { selection, log, card } = moment;
  const any = (): boolean => true;
  switch (selection?.kind) {
    case "event": {
      const record = processesOf(log).of(log.process(selection.index));
      const isShown = record !== undefined && fileOf(card, record.handler) !== null;
      return isShown ? record : latest(moment, any);
    }
    case "node":
      return latest(moment, (record) => record.node === selection.node) ?? latest(moment, any);
    case "subject":
      return (
        latest(moment, (record) => record.subject === selection.subject) ?? latest(moment, any)
      );
    default:
      return latest(moment, any);
  }
}

/** Where everything stands. `sources` are the scenario's. */
export function sourceMarks(moment: Moment, sources: ScenarioSources): SourceMarks {
  const { card, log, playhead, selection } = moment;
  const place = (record: ProcessRecord, line: number): SourcePlace | null => {
    const file = fileOf(card, record.handler);
    if (file === null) return null;
    return line > 0 ? { file, line } : beginningOf(sources, file, record.handler);
  };
  const live: LiveMark[] = [];
  for (const record of processesOf(log).all()) {
    if (!isAlive(record, playhead)) continue;
    const at = place(record, lineAt(log, record, playhead));
    if (at !== null) live.push({ ...at, record });
  }
  const focus = playhead < 0 ? null : focusOf(moment);
  if (focus === null) {
    return { focus, focusPlace: null, reached: new Set(), live, crash: null, selected: null };
  }
  const focusPlace = place(focus, lineAt(log, focus, playhead));
  const isLost = focus.end === "lost" && focus.endIndex <= playhead;
  const crashPlace = isLost ? place(focus, focus.endLine || lineAt(log, focus, playhead)) : null;
  const selectedLine = selection?.kind === "event" ? log.line(selection.index) : 0;
  const reached = linesReached(log, focus, playhead).filter(
    (line) => place(focus, line)?.file === focusPlace?.file,
  );
  return {
    focus,
    focusPlace: crashPlace ?? focusPlace,
    reached: new Set(reached),
    live,
    crash: crashPlace === null ? null : { ...crashPlace, record: focus, index: focus.endIndex },
    selected: selectedLine > 0 ? place(focus, selectedLine) : null,
  };
}

/** The lines after the crash that the function would still have run: to its closing brace. */
export function neverRun(file: SourceFile, line: number): readonly [number, number] {
  let last = line;
  while (last < file.lines.length && !lineText(file.lines[last] ?? []).startsWith("}")) last++;
  return [line + 1, last];
}
