/**
 * Prints the list of digests as one JSON document: what Node answers, for the browsers to compare with.
 * Argument: how many runs (all of them unless said).
 */
import initSqlJs from "sql.js";
import { openSqlJs, type SqlJsModule } from "../world/database/sql-engine.ts";
import { digestList, REQUEST_COUNT } from "./digests.ts";

const sql = openSqlJs((await initSqlJs()) as unknown as SqlJsModule);
const count = Number(process.argv[2] ?? REQUEST_COUNT);
process.stdout.write(`${JSON.stringify(await digestList(sql, count))}\n`);
