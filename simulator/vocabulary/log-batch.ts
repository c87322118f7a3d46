/** What travels of a log: a stretch of it in arrays that are transferred, and where the next one begins. */

/** A stretch of the log, made of transferable arrays. Batches are appended in order. */
export interface LogBatch {
  readonly fromIndex: number;
  readonly atUs: Float64Array<ArrayBuffer>;
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly nodes: Int32Array<ArrayBuffer>;
  readonly processes: Int32Array<ArrayBuffer>;
  readonly lines: Uint16Array<ArrayBuffer>;
  readonly causes: Int32Array<ArrayBuffer>;
  readonly subjects: Int32Array<ArrayBuffer>;
  readonly firstCells: Uint32Array<ArrayBuffer>;
  readonly fromCell: number;
  readonly cellNumbers: Float64Array<ArrayBuffer>;
  readonly cellTags: Uint8Array<ArrayBuffer>;
  readonly fromString: number;
  readonly strings: readonly string[];
}

/** The buffers of a batch, for a transfer list. */
export const transferList = (batch: LogBatch): ArrayBuffer[] => [
  batch.atUs.buffer,
  batch.kinds.buffer,
  batch.nodes.buffer,
  batch.processes.buffer,
  batch.lines.buffer,
  batch.causes.buffer,
  batch.subjects.buffer,
  batch.firstCells.buffer,
  batch.cellNumbers.buffer,
  batch.cellTags.buffer,
];

/** Where a log stood when a batch was cut: what `batchSince` starts from. */
export interface LogCursor {
  readonly events: number;
  readonly cells: number;
  readonly strings: number;
}

export const LOG_START: LogCursor = { events: 0, cells: 0, strings: 0 };
