/**
 * One random program on the real server and on the model.
 *
 * Owns the verdict. Where PostgreSQL itself varies (who is woken first), a program counts as different only
 * if none of several real runs is what the model does with the same steps.
 */
import { sqlite } from "../../simulator/testing/small-world.ts";
import {
  expected,
  replay,
  type Transcript,
} from "../../simulator/world/database/transcript-player.ts";
import { type Report, same } from "../shared/report.ts";
import type { Program } from "./families.ts";
import { CRASH, SLEEP, type Stage, type Told } from "./stage.ts";

/** Real runs of a program that differed, before it counts. */
const OTHER_RUNS = 11;
/** Runs during which the machine was too slow, before the program is left aside. */
const LATE_RUNS_MAX = 20;

export type Played = Pick<Transcript, "name" | "setup" | "steps" | "out" | "final" | "finalSql">;

export type Verdict =
  | { readonly kind: "same"; readonly transcript: Transcript }
  /** The model does what another run of PostgreSQL did. */
  | { readonly kind: "varies"; readonly transcript: Transcript }
  | { readonly kind: "differs" }
  /** Never played calmly enough to tell who had to die. */
  | { readonly kind: "too-slow" };

export async function compare(stage: Stage, program: Program, report: Report): Promise<Verdict> {
  const first = await playCalmly(stage, program);
  if (first === null) return { kind: "too-slow" };
  report.compared(first.steps.length);
  if (isSame(first)) return { kind: "same", transcript: first };
  const runs = [first];
  for (let run = 0; run < OTHER_RUNS; run += 1) {
    const played = await playCalmly(stage, program);
    if (played !== null) runs.push(played);
  }
  const alternatives = distinct(runs).slice(1);
  if (runs.some(isSame)) {
    return { kind: "varies", transcript: { ...first, racy: true, alternatives } };
  }
  tell(first, report);
  return { kind: "differs" };
}

/** A run during which the machine was quick enough for the victim of each deadlock to be certain. */
async function playCalmly(stage: Stage, program: Program): Promise<Played | null> {
  for (let run = 0; run < LATE_RUNS_MAX; run += 1) {
    const played = await playReal(stage, program);
    if (!stage.isLate) return played;
  }
  return null;
}

/** What the server answered, in the form of the golden transcripts. */
export async function playReal(stage: Stage, program: Program): Promise<Played> {
  const { setup, finalSql } = program.family;
  await stage.reset(setup);
  const steps: [string, string][] = [];
  const out: Told[] = [];
  const play = async (client: string, sql: string): Promise<void> => {
    steps.push([client, sql]);
    out.push(await stage.step(client, sql));
  };
  for (const [client, sql] of program.asked) {
    if (await stage.mustSleep()) await play(client, SLEEP);
    if (!stage.isWaiting(client) || sql === CRASH) await play(client, sql);
  }
  // Whoever still waits is cut off first: nobody is woken by the end itself.
  for (const client of stage.waiting()) await play(client, CRASH);
  await stage.end();
  const final = [];
  for (const sql of finalSql) final.push(await stage.read(sql));
  return { name: program.name, setup: { postgresql: setup }, steps, out, final, finalSql };
}

export function isSame(played: Played): boolean {
  const { out, final } = replay(sqlite, played);
  return JSON.stringify({ out, final }) === JSON.stringify(expected(played));
}

/** Names the first step, or the final rows, that are not the same. */
function tell(played: Played, report: Report): void {
  const model = replay(sqlite, played);
  const server = expected(played);
  const schedule = played.name;
  for (const [step, [client, sql]] of played.steps.entries()) {
    const sides = { server: server.out[step], model: model.out[step] };
    if (!same(report, { schedule, step, command: `${client} | ${sql}`, ...sides })) return;
  }
  const step = played.steps.length;
  same(report, { schedule, step, command: "à la fin", server: server.final, model: model.final });
}

function distinct(runs: readonly Played[]): readonly Played[] {
  const seen = new Map(runs.map((run) => [JSON.stringify([run.steps, expected(run)]), run]));
  return [...seen.values()].map((run) => run);
}
