/**
 * Two runs compared away from the page: their alignment, where they part, what each one counts.
 * Holds nothing between two questions.
 */
import { diffLogs } from "@/simulator/observation/diff.ts";
import { countRun } from "@/simulator/observation/run-counters.ts";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { translation } from "@/simulator/vocabulary/pair.ts";
import type { CompareAnswer, ComparedSide, CompareRequest, Comparison } from "./pair-protocol.ts";

const post = (answer: CompareAnswer): void => postMessage(answer);

function logOf({ batch }: ComparedSide): EventLog {
  const log = new EventLog();
  log.appendBatch(batch);
  return log;
}

function compare({ sides, names: pair }: CompareRequest): Comparison {
  const [left, right] = sides;
  const a = logOf(left);
  const b = logOf(right);
  const names = translation({ ...pair, nodes: [left.nodes, right.nodes] }, 1);
  const startMs = performance.now();
  const diff = diffLogs(a, b, { ...names, isOtherDesign: pair.isOtherDesign });
  const diffMs = performance.now() - startMs;
  return { diff, diffMs, counters: [countRun(a, left), countRun(b, right)] };
}

addEventListener("message", (event: MessageEvent<CompareRequest>) => {
  const { number } = event.data;
  try {
    post({ number, comparison: compare(event.data) });
  } catch (error) {
    console.error(error);
    post({ number, comparison: null });
  }
});
