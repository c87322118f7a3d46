/**
 * Golden transcripts: what a real server answered, kept so that the ordinary tests need no server.
 *
 * One JSON value a line, the files small enough to be read in a review. Refuses to write a transcript
 * while model and server disagree: a golden file is a fact, not a wish.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** More than a reader scrolls through, less than git minds. */
export const BYTES_MAX = 300_000;

const root = new URL("../../simulator/testing/transcripts/", import.meta.url).pathname;

/** `transcriptPath("redis", "random.jsonl")`: where the ordinary tests read it. */
export const transcriptPath = (family: string, file: string): string => join(root, family, file);

/**
 * Writes as many lines as fit into `BYTES_MAX`, in the order given, and says how many.
 * @throws when fewer than `atLeast` fit: the schedules are too long to be kept.
 */
export function writeTranscripts(
  path: string,
  lines: readonly unknown[],
  { atLeast }: { readonly atLeast: number },
): number {
  let text = "";
  let count = 0;
  for (const line of lines) {
    const next = `${JSON.stringify(line)}\n`;
    if (Buffer.byteLength(text) + Buffer.byteLength(next) > BYTES_MAX) break;
    text += next;
    count++;
  }
  if (count < atLeast) throw new Error(`${path} : ${count} programmes tiennent, ${atLeast} voulus`);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return count;
}

/** The lines of a golden file, parsed. */
export const readTranscripts = (path: string): readonly unknown[] =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
