/**
 * The engine in a browser's worker, asked for the list of digests. Message in: a number of runs;
 * message out: the list, or the text of the error that stopped it.
 */
import initSqlJs from "sql.js";
import { openSqlJs, type SqlJsModule } from "../world/database/sql-engine.ts";
import { digestList } from "./digests.ts";

addEventListener("message", (event: MessageEvent<number>) => {
  answer(event.data).then(
    (digests) => postMessage(digests),
    (error: unknown) => postMessage(String(error)),
  );
});

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function answer(count: number): Promise<readonly string[]> {
  const module = await initSqlJs({
    locateFile: (name: string) => new URL(`./${name}`, location.href).href,
  });
  return digestList(openSqlJs(module as unknown as SqlJsModule), count, turn);
}
