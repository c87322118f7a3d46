/**
 * Reads the words of a command one by one, and refuses them in the words of Redis.
 *
 * Owns numbers, ids, intervals and trimming options, which several commands share; refuses to know what
 * any command does.
 */
import type { NewId, Threshold, Trim } from "./stream.ts";
import { parseBound, parseId, type StreamId } from "./stream-id.ts";

/** What Redis answers: RESP2 as plain values. An error is an answer too. */
export type Reply = null | number | string | readonly Reply[] | ErrorReply;

export type ErrorReply = {
  /** With its code: « NOGROUP No such key… ». */
  readonly error: string;
};

/** The command is refused with this text; caught where commands are executed. */
export class RefusedWords extends Error {
  override readonly name = "RefusedWords";
}

const NOT_AN_INTEGER = "ERR value is not an integer or out of range";
const BAD_ID = "ERR Invalid stream ID specified as stream command argument";

export const SYNTAX = "ERR syntax error";

export class Reader {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  get left(): number {
    return this.#words.length - this.#at;
  }

  peek(): string {
    return this.#words[this.#at] ?? "";
  }

  /** @throws RefusedWords at the end of the command. */
  word(refusal = SYNTAX): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new RefusedWords(refusal);
    return word;
  }

  rest(): readonly string[] {
    const rest = this.#words.slice(this.#at);
    this.#at = this.#words.length;
    return rest;
  }

  /** True, and past it, when the next word is this option (in any case) and more follows if it needs. */
  option(name: string, needs = 0): boolean {
    if (this.left <= needs || this.peek().toUpperCase() !== name) return false;
    this.#at++;
    return true;
  }

  integer(refusal = NOT_AN_INTEGER): number {
    const text = this.word();
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) throw new RefusedWords(refusal);
    return value;
  }

  id(missingSeq = 0): StreamId {
    return idOf(this.word(), missingSeq);
  }

  /** All the words left are ids; all are read before anything is done. */
  ids(): readonly StreamId[] {
    return this.rest().map((word) => idOf(word));
  }

  bound(end: "start" | "end"): StreamId {
    const id = parseBound(this.word(), end);
    if (id === null) throw new RefusedWords(BAD_ID);
    if (id === "empty") throw new RefusedWords(`ERR invalid ${end} ID for the interval`);
    return id;
  }
}

export function idOf(word: string, missingSeq = 0): StreamId {
  const id = parseId(word, missingSeq);
  if (id === null) throw new RefusedWords(BAD_ID);
  return id;
}

/** `*`, `5-*`, or an id. */
export function newIdOf(word: string): NewId {
  if (word === "*") return { kind: "auto" };
  if (word.endsWith("-*")) {
    return { kind: "auto-sequence", ms: idOf(word.slice(0, -2)).ms };
  }
  return { kind: "explicit", id: idOf(word) };
}

/** Trimming as it was asked for, before anybody checked that it makes sense. */
export interface TrimWords {
  keep: Threshold | null;
  isApproximate: boolean;
  limit: number | null;
  /** NOMKSTREAM: only on a stream that exists. */
  isExistingOnly: boolean;
}

/** `[NOMKSTREAM] [MAXLEN|MINID [=|~] threshold] [LIMIT n]`, in any order, up to the first other word. */
export function trimWords(reader: Reader): TrimWords {
  const words: TrimWords = {
    ...{ keep: null, isApproximate: false },
    ...{ limit: null, isExistingOnly: false },
  };
  for (;;) {
    if (reader.option("NOMKSTREAM")) {
      words.isExistingOnly = true;
    } else if (reader.option("MAXLEN", 1)) {
      if (words.keep?.kind === "min-id") throw new RefusedWords(BOTH);
      words.isApproximate = approximation(reader);
      const length = reader.integer();
      if (length < 0) throw new RefusedWords("ERR The MAXLEN argument must be >= 0.");
      words.keep = { kind: "max-length", length };
    } else if (reader.option("MINID", 1)) {
      if (words.keep?.kind === "max-length") throw new RefusedWords(BOTH);
      words.isApproximate = approximation(reader);
      words.keep = { kind: "min-id", id: reader.id() };
    } else if (reader.option("LIMIT", 1)) {
      words.limit = reader.integer();
      if (words.limit < 0) throw new RefusedWords("ERR The LIMIT argument must be >= 0.");
    } else return words;
  }
}

/** Checked once the whole command was read, as Redis does; null: nothing to trim. */
export function trimOf({ keep, isApproximate, limit }: TrimWords): Trim | null {
  if (limit !== null && keep === null) throw new RefusedWords(LIMIT_ALONE);
  if (limit !== null && !isApproximate) throw new RefusedWords(LIMIT_EXACT);
  return keep === null ? null : { keep, isApproximate, limit };
}

const BOTH = "ERR syntax error, MAXLEN and MINID options at the same time are not compatible";
const LIMIT_ALONE = "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy";
const LIMIT_EXACT = "ERR syntax error, LIMIT cannot be used without the special ~ option";

function approximation(reader: Reader): boolean {
  if (reader.option("~", 1)) return true;
  reader.option("=", 1);
  return false;
}
