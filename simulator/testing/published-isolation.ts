/**
 * PostgreSQL's own isolation results, as facts: which step waits, which rows it then gives, which error.
 *
 * Owns the notation of `transcripts/postgresql/isolation.jsonl`: a permutation is the order in which things
 * become known. `s1a` a step that ends at once, `s1a=foo` with the rows named « foo » (`none`: no row),
 * `s1a…` waits, the same step named again has ended, `s1a!55P03` fails. What an INSERT, an UPDATE or a
 * DELETE counts is not published, so it is not compared. Plays on anything that answers like a transcript.
 */
import { readFileSync } from "node:fs";
import { assert } from "../base/assert.ts";
import type { TranscriptEvent } from "../world/database/transcript-player.ts";
import type { SqlValue } from "../world/database/values.ts";

type Rows = readonly (readonly SqlValue[])[];

export interface PublishedSpec {
  /** Name of the file in PostgreSQL's `src/test/isolation`. */
  readonly spec: string;
  readonly title: string;
  /** What had to be written otherwise, or was left out. */
  readonly adapted?: string;
  readonly setup: readonly string[];
  readonly sessions: Readonly<
    Record<string, { readonly begins: boolean; readonly steps: Readonly<Record<string, string>> }>
  >;
  readonly results: Readonly<Record<string, Rows>>;
  readonly permutations: readonly string[];
}

/** What became known once a statement was answered or blocked. */
export type Told = readonly (readonly [client: string, event: TranscriptEvent])[];

/** Executes one statement of one client: the model, or a real server. */
export type Performer = (client: string, sql: string) => Told | Promise<Told>;

export function readPublished(): readonly PublishedSpec[] {
  const file = new URL("./transcripts/postgresql/isolation.jsonl", import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as PublishedSpec);
}

/** Plays a permutation and tells what happened, in the notation of the permutation itself. */
export async function perform(
  spec: PublishedSpec,
  permutation: string,
  performer: Performer,
): Promise<string> {
  for (const [client, { begins }] of Object.entries(spec.sessions)) {
    if (begins) await performer(client, "begin");
  }
  const waiting = new Map<string, string>();
  const told: string[] = [];
  for (const name of stepsOf(permutation)) {
    const client = clientOf(spec, name);
    // What was published supposes that it had ended: the comparison will tell.
    if (waiting.has(client)) break;
    const events = await performer(client, sqlOf(spec, name));
    // The step itself first, then those that it freed.
    for (const [who, event] of events.toSorted((left) => (left[0] === client ? -1 : 1))) {
      const step = who === client ? name : (waiting.get(who) ?? name);
      told.push(`${step}${spell(spec, sqlOf(spec, step), event)}`);
      if ("wait" in event) waiting.set(who, step);
      else waiting.delete(who);
    }
  }
  return told.join(" ");
}

/** The steps that are asked: a name that waits and comes again has ended, it is not asked twice. */
function stepsOf(permutation: string): readonly string[] {
  const waiting = new Set<string>();
  return permutation.split(" ").flatMap((token) => {
    const name = token.replace(/[…!=].*$/, "");
    if (waiting.delete(name)) return [];
    if (token.endsWith("…")) waiting.add(name);
    return [name];
  });
}

function clientOf({ spec, sessions }: PublishedSpec, name: string): string {
  const found = Object.entries(sessions).find(([, { steps }]) => name in steps);
  assert(found !== undefined, `${spec}: a step of some session`, name);
  return found[0];
}

function sqlOf(spec: PublishedSpec, name: string): string {
  return spec.sessions[clientOf(spec, name)]?.steps[name] ?? "";
}

function spell({ results }: PublishedSpec, sql: string, event: TranscriptEvent): string {
  if ("wait" in event) return "…";
  if ("err" in event) return `!${event.err}`;
  if ("ok" in event || !/^select|returning/.test(sql)) return "";
  const rows = JSON.stringify(event.rows ?? []);
  if (rows === "[]") return "=none";
  const named = Object.entries(results).find(([, published]) => JSON.stringify(published) === rows);
  return `=${named?.[0] ?? rows}`;
}
