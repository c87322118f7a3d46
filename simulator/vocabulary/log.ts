/**
 * The event log in columns: written by the recorder, read by every fold.
 *
 * Owns the columns (instant, kind, node, process, line, cause, subject, first cell) and their
 * transfer in batches; decodes one event at a time on demand. Refuses to know what events mean.
 */
import { assert } from "../base/assert.ts";
import { createDigest, type Digest } from "../base/hash.ts";
import { CellArena, CellReader, grownCapacity, rankOf, StringArena, stemOf, TAG } from "./cells.ts";
import {
  EVENT_KINDS,
  type EventFields,
  type EventKind,
  type EventOf,
  FIELD_ORDER,
  type SimEvent,
} from "./events.ts";
import type { LogBatch, LogCursor } from "./log-batch.ts";
import type { Value } from "./values.ts";
import { type IsWatched, nameField, nameOf, type Watch, watching } from "./watch.ts";

/** What the writer gives beside the fields of the kind. `subject` null: no business key. */
export interface RecordHead {
  readonly atUs: number;
  readonly node: string;
  readonly process: number;
  readonly line: number;
  readonly cause: number;
  readonly subject: string | null;
}

const KIND_NUMBER = new Map<EventKind, number>(EVENT_KINDS.map((kind, i) => [kind, i]));
const FIRST_CAPACITY = 1024;

function grown<T extends Float64Array | Uint8Array | Int32Array | Uint16Array | Uint32Array>(
  old: T,
  capacity: number,
): T {
  const next = new (old.constructor as new (length: number) => T)(capacity);
  next.set(old as never);
  return next;
}

export class EventLog {
  readonly strings = new StringArena();
  /** Events whose fields are written; null: all of them. */
  readonly #keeps: readonly Watch[] | null;
  readonly #isKept: IsWatched;
  readonly #cells = new CellArena(this.strings);
  readonly #reader = new CellReader(this.#cells);
  #atUs = new Float64Array(FIRST_CAPACITY);
  #kinds = new Uint8Array(FIRST_CAPACITY);
  #nodes = new Int32Array(FIRST_CAPACITY);
  #processes = new Int32Array(FIRST_CAPACITY);
  #lines = new Uint16Array(FIRST_CAPACITY);
  #causes = new Int32Array(FIRST_CAPACITY);
  #subjects = new Int32Array(FIRST_CAPACITY);
  #firstCells = new Uint32Array(FIRST_CAPACITY);
  #length = 0;
  /** First event that is still held: before it, all was released. */
  #from = 0;
  #fromCell = 0;
  #firstNode = -1;
  readonly #running = startDigest();

  /**
   * `keeps`: events whose fields are written, all of them unless said. Of the others a log knows when,
   * where and about what; asking it for more is refused. For runs that are folded and let go.
   */
  constructor(keeps?: readonly Watch[]) {
    this.#keeps = keeps ?? null;
    this.#isKept = watching(keeps ?? []);
  }

  /** Node of the first event: where a run begins. */
  get firstNode(): string {
    return this.strings.text(this.#firstNode);
  }

  /** Number of events; the next one gets this index. */
  get length(): number {
    return this.#length;
  }

  #ensure(count: number): void {
    if (count <= this.#kinds.length) return;
    const capacity = grownCapacity(this.#kinds.length, count);
    this.#atUs = grown(this.#atUs, capacity);
    this.#kinds = grown(this.#kinds, capacity);
    this.#nodes = grown(this.#nodes, capacity);
    this.#processes = grown(this.#processes, capacity);
    this.#lines = grown(this.#lines, capacity);
    this.#causes = grown(this.#causes, capacity);
    this.#subjects = grown(this.#subjects, capacity);
    this.#firstCells = grown(this.#firstCells, capacity);
  }

  /** Appends one event and returns its index. */
  append<K extends EventKind>(kind: K, head: RecordHead, fields: EventFields[K]): number {
    const index = this.#length;
    assert(head.cause < index, "an event is caused by an earlier one", head.cause);
    this.#ensure(index + 1 - this.#from);
    const row = index - this.#from;
    const node = this.strings.intern(head.node);
    if (index === 0) this.#firstNode = node;
    this.#atUs[row] = head.atUs;
    this.#kinds[row] = KIND_NUMBER.get(kind) as number;
    this.#nodes[row] = node;
    this.#processes[row] = head.process;
    this.#lines[row] = head.line;
    this.#causes[row] = head.cause;
    this.#subjects[row] = head.subject === null ? -1 : this.strings.intern(head.subject);
    this.#firstCells[row] = this.#cells.length;
    this.#length = index + 1;
    if (this.#keeps !== null && !this.#isKept(kind, nameOf(kind, fields))) return index;
    const order = FIELD_ORDER[kind] as readonly (keyof EventFields[K])[];
    for (let i = 0; i < order.length; i++) {
      this.#cells.write(fields[order[i] as keyof EventFields[K]] as Value);
    }
    return index;
  }

  atUs(index: number): number {
    return this.#atUs[index - this.#from] as number;
  }

  kind(index: number): EventKind {
    return EVENT_KINDS[this.#kinds[index - this.#from] as number] as EventKind;
  }

  node(index: number): string {
    return this.strings.text(this.#nodes[index - this.#from] as number);
  }

  /** The node as a string number: equal numbers, equal nodes. */
  nodeNumber(index: number): number {
    return this.#nodes[index - this.#from] as number;
  }

  process(index: number): number {
    return this.#processes[index - this.#from] as number;
  }

  line(index: number): number {
    return this.#lines[index - this.#from] as number;
  }

  cause(index: number): number {
    return this.#causes[index - this.#from] as number;
  }

  subject(index: number): string | null {
    const number = this.#subjects[index - this.#from] as number;
    return number < 0 ? null : this.strings.text(number);
  }

  subjectNumber(index: number): number {
    return this.#subjects[index - this.#from] as number;
  }

  /** Decodes one event. @throws when `index` is outside the log. */
  event(index: number): SimEvent {
    assert(index >= this.#from && index < this.#length, "the event is in the log", index);
    const kind = this.kind(index);
    const order = FIELD_ORDER[kind] as readonly string[];
    assert(
      order.length === 0 || this.#isWritten(index),
      "the fields of this kind were written",
      kind,
    );
    const event: Record<string, unknown> = {
      index,
      kind,
      atUs: this.atUs(index),
      node: this.node(index),
      cause: this.cause(index),
      process: this.process(index),
      line: this.line(index),
      subject: this.subject(index),
    };
    this.#reader.position = this.#firstCell(index);
    for (let i = 0; i < order.length; i++) event[order[i] as string] = this.#reader.read();
    return event as unknown as SimEvent;
  }

  /** What an event can be watched by (`watch.ts`); empty without a name, or when it was not written. */
  name(index: number): string {
    const kind = this.kind(index);
    const field = nameField(kind);
    if (field === undefined || !this.#isWritten(index)) return "";
    // What stands before it is a cell each.
    const at = this.#firstCell(index) + (FIELD_ORDER[kind] as readonly string[]).indexOf(field);
    return this.#cells.textAt(at);
  }

  /** The events so watched, decoded in order. @throws when this log does not write them all. */
  *watched(watches: readonly Watch[]): Generator<SimEvent> {
    for (const watch of this.#keeps === null ? [] : watches) {
      const [kind = ""] = watch.split("/");
      const isKept = this.#keeps?.some((kept) => kept === watch || kept === kind) ?? true;
      assert(isKept, "the fields of what is watched are written", watch);
    }
    const isWatched = watching(watches);
    for (let index = 0; index < this.#length; index++) {
      if (isWatched(this.kind(index), this.name(index))) yield this.event(index);
    }
  }

  /** Decodes one event, known to be of this kind. @throws when it is of another. */
  eventOf<K extends EventKind>(kind: K, index: number): EventOf<K> {
    assert(this.kind(index) === kind, "the event is of this kind", kind);
    return this.event(index) as EventOf<K>;
  }

  #isWritten(index: number): boolean {
    return this.#keeps === null || this.#cellsEnd(index) > this.#firstCell(index);
  }

  #firstCell(index: number): number {
    return this.#firstCells[index - this.#from] as number;
  }

  /** First cell after those of an event. */
  #cellsEnd(index: number): number {
    return index + 1 < this.#length ? this.#firstCell(index + 1) : this.#cells.length;
  }

  /** True when both logs tell event `index` alike, source line aside; reads no object. */
  tellsTheSame(
    other: EventLog,
    index: number,
    sameText: (own: number, others: number) => boolean,
  ): boolean {
    if (
      this.kind(index) !== other.kind(index) ||
      this.atUs(index) !== other.atUs(index) ||
      this.process(index) !== other.process(index) ||
      this.cause(index) !== other.cause(index) ||
      !sameText(this.nodeNumber(index), other.nodeNumber(index)) ||
      !sameText(this.subjectNumber(index), other.subjectNumber(index))
    )
      return false;
    assert(this.#from === 0 && other.#from === 0, "both logs still hold their events");
    const from = this.#firstCell(index);
    const shift = other.#firstCell(index) - from;
    const end = this.#cellsEnd(index);
    if (other.#cellsEnd(index) !== end + shift) return false;
    for (let cell = from; cell < end; cell++) {
      const tag = this.#cells.tags[cell];
      if (tag !== other.#cells.tags[cell + shift]) return false;
      const own = this.#cells.numbers[cell] as number;
      const others = other.#cells.numbers[cell + shift] as number;
      if (tag === TAG.numbered) {
        if (rankOf(own) !== rankOf(others)) return false;
        if (!sameText(stemOf(own), stemOf(others))) return false;
      } else if (tag === TAG.string ? !sameText(own, others) : own !== others) return false;
    }
    return true;
  }

  /** Index of the last event at or before this instant, −1 when none. */
  indexAt(atUs: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#atUs[middle] as number) <= atUs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  cursor(): LogCursor {
    return {
      events: this.#length,
      cells: this.#fromCell + this.#cells.length,
      strings: this.strings.size,
    };
  }

  /** Everything appended since `from`, in fresh arrays that may be transferred. */
  batchSince(from: LogCursor): LogBatch {
    assert(this.#keeps === null, "a log without all its fields stays where it is");
    assert(from.events >= this.#from, "what is asked for is still held", from.events);
    const first = from.events - this.#from;
    const end = this.#length - this.#from;
    const firstCell = from.cells - this.#fromCell;
    return {
      fromIndex: from.events,
      atUs: this.#atUs.slice(first, end),
      kinds: this.#kinds.slice(first, end),
      nodes: this.#nodes.slice(first, end),
      processes: this.#processes.slice(first, end),
      lines: this.#lines.slice(first, end),
      causes: this.#causes.slice(first, end),
      subjects: this.#subjects.slice(first, end),
      firstCells: this.#firstCells.slice(first, end).map((cell) => cell + this.#fromCell),
      fromCell: from.cells,
      cellNumbers: this.#cells.numbers.slice(firstCell, this.#cells.length),
      cellTags: this.#cells.tags.slice(firstCell, this.#cells.length),
      fromString: from.strings,
      strings: this.strings.since(from.strings),
    };
  }

  /**
   * Lets go of every event so far, for a log whose batches live elsewhere: its length, its digest and its
   * strings stay, its events can no longer be read.
   */
  release(): void {
    this.#fold(this.#running, this.#length);
    this.#from = this.#length;
    this.#fromCell += this.#cells.length;
    this.#cells.length = 0;
  }

  /** Appends a batch cut from another log at exactly this point. */
  appendBatch(batch: LogBatch): void {
    assert(batch.fromIndex === this.#length, "the batch follows the last event", batch.fromIndex);
    assert(batch.fromCell === this.#cells.length, "the batch follows the last cell");
    assert(this.#from === 0, "batches are appended to a log that holds its events");
    assert(batch.fromString === this.strings.size, "the batch follows the last string");
    const count = batch.kinds.length;
    if (batch.fromIndex === 0 && count > 0) this.#firstNode = batch.nodes[0] as number;
    this.#ensure(this.#length + count);
    this.#atUs.set(batch.atUs, this.#length);
    this.#kinds.set(batch.kinds, this.#length);
    this.#nodes.set(batch.nodes, this.#length);
    this.#processes.set(batch.processes, this.#length);
    this.#lines.set(batch.lines, this.#length);
    this.#causes.set(batch.causes, this.#length);
    this.#subjects.set(batch.subjects, this.#length);
    this.#firstCells.set(batch.firstCells, this.#length);
    this.#cells.reserve(batch.cellNumbers.length);
    this.#cells.numbers.set(batch.cellNumbers, this.#cells.length);
    this.#cells.tags.set(batch.cellTags, this.#cells.length);
    this.#cells.length += batch.cellNumbers.length;
    for (const text of batch.strings) this.strings.intern(text);
    this.#length += count;
  }

  /** Digest of the first `count` events: everything but source lines. 16 hexadecimal digits. */
  digest(count = this.#length): string {
    assert(this.#keeps === null, "a log without all its fields has no digest");
    const isWhole = count === this.#length;
    assert(isWhole || this.#from === 0, "a beginning is digested while it is held");
    const running = isWhole ? this.#running : startDigest();
    this.#fold(running, count);
    return running.digest.hex();
  }

  /** Goes on with a digest, from where it stands to event `end`. */
  #fold(running: RunningDigest, end: number): void {
    const { digest } = running;
    const see = (number: number): void => {
      // A string's text counts once, when its number first appears: interning follows the log.
      while (running.stringsSeen <= number) digest.text(this.strings.text(running.stringsSeen++));
      digest.word(number);
    };
    for (let index = running.events; index < end; index++) {
      const row = index - this.#from;
      digest.number(this.#atUs[row] as number);
      digest.word(this.#kinds[row] as number);
      see(this.#nodes[row] as number);
      digest.word(this.#processes[row] as number);
      digest.word(this.#causes[row] as number);
      see(this.#subjects[row] as number);
      const cellsEnd = this.#cellsEnd(index);
      for (let cell = this.#firstCell(index); cell < cellsEnd; cell++)
        this.#foldCell(cell, digest, see);
    }
    running.events = end;
  }

  #foldCell(cell: number, digest: Digest, see: (string: number) => void): void {
    const tag = this.#cells.tags[cell] as number;
    const number = this.#cells.numbers[cell] as number;
    digest.word(tag);
    if (tag === TAG.string) see(number);
    else if (tag === TAG.numbered) {
      see(stemOf(number));
      digest.word(rankOf(number));
    } else digest.number(number);
  }
}

/** A digest on its way through a log. */
interface RunningDigest {
  readonly digest: Digest;
  stringsSeen: number;
  events: number;
}

const startDigest = (): RunningDigest => ({ digest: createDigest(), stringsSeen: 0, events: 0 });
