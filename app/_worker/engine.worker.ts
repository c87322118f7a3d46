/**
 * The engine in its worker: loads SQLite once, runs one request at a time in slices.
 *
 * Owns no state of the reader. A newer request or a cancellation is heard between two slices.
 */
import { expose } from "comlink";
import initSqlJs from "sql.js";
import { scenarios } from "@/scenarios/catalogue.ts";
import { BadConfiguration } from "@/simulator/base/configuration.ts";
import { createRun } from "@/simulator/simulation.ts";
import { transferList } from "@/simulator/vocabulary/log-batch.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import { openSqlJs, type SqlEngine } from "@/simulator/world/database/sql-engine.ts";
import {
  badSettings,
  contradiction,
  type EngineApi,
  type EngineMessage,
  NO_WEBASSEMBLY,
} from "./protocol.ts";
import { runInSlices } from "./run-slices.ts";

const wasmUrl = new URL("sql.js/dist/sql-wasm-browser.wasm", import.meta.url).href;
let sql: Promise<SqlEngine> | null = null;
let output: MessagePort | null = null;
let current = 0;

const loadSql = (): Promise<SqlEngine> => {
  sql ??= initSqlJs({ locateFile: () => wasmUrl }).then((module) => openSqlJs(module as never));
  return sql;
};

const post = (message: EngineMessage, transfers: Transferable[] = []): void =>
  output?.postMessage(message, transfers);

/** A macrotask: messages of the page are heard, unlike between two promises. */
const turn = new MessageChannel();
const pause = (): Promise<void> =>
  new Promise((resolve) => {
    turn.port1.onmessage = () => resolve();
    turn.port2.postMessage(null);
  });

async function start(number: number, request: RunRequest): Promise<void> {
  current = number;
  const isCancelled = (): boolean => current !== number;
  const fail = (message: string): void => {
    if (!isCancelled()) post({ kind: "failed", number, message });
  };
  let engine: SqlEngine;
  try {
    engine = await loadSql();
  } catch {
    sql = null;
    return fail(NO_WEBASSEMBLY);
  }
  const scenario = scenarios.get(request.scenario);
  if (scenario === undefined) return fail(`Ce scénario n’existe pas\u00a0: ${request.scenario}.`);
  if (isCancelled()) return;
  let length = 0;
  try {
    const run = createRun(scenario, request, { sql: engine });
    try {
      const pace = { nowMs: () => performance.now(), pause, isCancelled };
      const summary = await runInSlices(run, pace, (batch) => {
        length = run.log.length;
        post({ kind: "batch", number, batch }, transferList(batch));
      });
      if (summary !== null) post({ kind: "done", number, summary });
    } finally {
      length = run.log.length;
      run.close();
    }
  } catch (error) {
    if (error instanceof BadConfiguration) return fail(badSettings(error));
    console.error(error);
    fail(contradiction(length));
  }
}

const api: EngineApi = {
  connect(port) {
    output = port;
  },
  run(number, request) {
    void start(number, request);
  },
  cancel() {
    current = 0;
  },
};
expose(api);
