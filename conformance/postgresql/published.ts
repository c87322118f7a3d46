/**
 * PostgreSQL's published isolation results, played on the server that is here.
 *
 * Holds our reading of them against the real thing: a permutation copied wrongly, or that this version
 * answers otherwise, is a difference. The model's side is an ordinary test.
 */
import { perform, readPublished } from "../../simulator/testing/published-isolation.ts";
import { type Report, same } from "../shared/report.ts";
import type { Stage } from "./stage.ts";

export async function playPublished(stage: Stage, report: Report): Promise<number> {
  let count = 0;
  for (const spec of readPublished()) {
    for (const [rank, published] of spec.permutations.entries()) {
      await stage.reset(spec.setup);
      const server = await perform(spec, published, (client, sql) => stage.step(client, sql));
      await stage.end();
      const schedule = `${spec.spec}-${rank + 1}`;
      same(report, { schedule, step: 0, command: spec.title, server, model: published });
      report.compared(published.split(" ").length);
      count += 1;
    }
  }
  return count;
}
