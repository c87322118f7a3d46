/**
 * The reader's SQL, away from the page: one query at a time on databases made for it.
 * It may never answer; the client kills it then. Holds nothing worth keeping.
 */
import initSqlJs from "sql.js";
import type { SqlMessage, SqlRequest } from "./sql-protocol.ts";
import { runSql } from "./sql-run.ts";

/** Counting rows stops here, well before the client kills the worker. */
const COUNT_MS = 1_200;

const wasmUrl = new URL("sql.js/dist/sql-wasm-browser.wasm", import.meta.url).href;
const post = (message: SqlMessage): void => postMessage(message);

const loaded = initSqlJs({ locateFile: () => wasmUrl });
loaded.then(
  () => post({ kind: "ready" }),
  () => post({ kind: "unsupported" }),
);

addEventListener("message", (event: MessageEvent<SqlRequest>) => {
  void loaded.then((sqlJs) => {
    const { number, sql, tables } = event.data;
    const startMs = performance.now();
    const answer = runSql(sqlJs, tables, sql, () => performance.now() - startMs > COUNT_MS);
    post({ kind: "answer", number, answer, tookMs: performance.now() - startMs });
  });
});
