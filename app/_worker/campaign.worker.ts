/**
 * One worker of a campaign: plays a run, folds it, answers with its figures. Keeps SQLite between runs.
 *
 * Owns nothing of the campaign: which seeds, in which order, is the pool's affair. A cancellation is
 * heard between two slices.
 */
import initSqlJs from "sql.js";
import { scenarios } from "@/scenarios/catalogue.ts";
import { BadConfiguration } from "@/simulator/base/configuration.ts";
import { createFoldedRun } from "@/simulator/campaign.ts";
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import { openSqlJs, type SqlEngine } from "@/simulator/world/database/sql-engine.ts";
import type { CampaignAnswer, CampaignOrder } from "./campaign-protocol.ts";
import { badSettings, brokenRun, NO_WEBASSEMBLY } from "./protocol.ts";

/** Long enough that pauses cost nothing, short enough that a cancellation is heard at once. */
const SLICE_MS = 40;
const EVENTS_PER_TURN = 512;
const ALIVE_MS = 1_000;

const wasmUrl = new URL("sql.js/dist/sql-wasm-browser.wasm", import.meta.url).href;
const loading: Promise<SqlEngine | null> = initSqlJs({ locateFile: () => wasmUrl }).then(
  (module) => openSqlJs(module as never),
  () => null,
);
let current = 0;

const post = (answer: CampaignAnswer): void => postMessage(answer);

/** A macrotask: orders of the page are heard, unlike between two promises. */
const turn = new MessageChannel();
const pause = (): Promise<void> =>
  new Promise((resolve) => {
    turn.port1.onmessage = () => resolve();
    turn.port2.postMessage(null);
  });

/** The figures, or null when the run was let go on the way. */
async function folded(
  number: number,
  request: RunRequest,
  sql: SqlEngine,
): Promise<RunFigures | null> {
  const scenario = scenarios.get(request.scenario);
  if (scenario === undefined) throw new Error(`no scenario ${request.scenario}`);
  const run = createFoldedRun(scenario, request, { sql });
  let aliveMs = performance.now();
  try {
    for (;;) {
      const sliceMs = performance.now();
      let isMore = true;
      while (isMore && performance.now() - sliceMs < SLICE_MS) {
        isMore = run.advance(EVENTS_PER_TURN);
      }
      if (!isMore) return current === number ? run.figures() : null;
      await pause();
      if (current !== number) return null;
      if (performance.now() - aliveMs < ALIVE_MS) continue;
      aliveMs = performance.now();
      post({ kind: "alive", number });
    }
  } finally {
    run.close();
  }
}

async function fold(number: number, request: RunRequest): Promise<void> {
  current = number;
  const sql = await loading;
  if (current !== number) return;
  if (sql === null) return post({ kind: "failed", number, message: NO_WEBASSEMBLY });
  try {
    const figures = await folded(number, request, sql);
    if (figures !== null) post({ kind: "folded", number, figures });
  } catch (error) {
    if (current !== number) return;
    if (error instanceof BadConfiguration)
      return post({ kind: "failed", number, message: badSettings(error) });
    console.error(error);
    post({ kind: "failed", number, message: brokenRun(request.seed) });
  }
}

addEventListener("message", ({ data: order }: MessageEvent<CampaignOrder>) => {
  if (order.kind === "fold") return void fold(order.number, order.request);
  current = 0;
  post({ kind: "cancelled" });
});
