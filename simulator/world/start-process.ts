/**
 * Background processes of a node: started at boot, or by a handler. They die with the node.
 */
import type { DurationUs } from "../base/time.ts";
import type { Process, Task } from "../kernel/process.ts";
import { type Context, createContext } from "./context.ts";
import type { Node } from "./node.ts";
import { type ProcessStart, processName, type World } from "./world.ts";

const AT_ONCE = 0 as DurationUs;

export function startProcess(
  world: World,
  node: Node,
  { handler, subject, asker, run }: ProcessStart,
): Task {
  const luck = processName(world, node, { handler, subject, asker });
  function* body(ctx: Context): Process<void> {
    // Others of the same instant go first: the one who started it is not interrupted.
    yield* ctx.sleep(AT_ONCE);
    world.record("process-started", node.id, { handler, request: null });
    yield* run(ctx);
  }
  return world.kernel.spawn((own) => body(createContext(world, node, own, { luck, asker })), {
    host: node,
    handler,
    request: null,
    subject,
    onSpawn: (task) => node.tasks.add(task),
    onEnd(ending, task) {
      node.tasks.delete(task);
      const detail = ending.kind === "failed" ? ending.error.message : "";
      world.record(
        "process-ended",
        node.id,
        { handler, outcome: ending.kind, detail },
        task.subject,
      );
    },
  });
}

/** Starts what the node runs by itself, at the beginning of the run and after each restart. */
export function bootNode(world: World, node: Node): void {
  const cause = world.kernel.cause;
  for (const { name, run } of node.boot) {
    // A fault placed on the first steps may crash it before all is started.
    if (!node.isUp) return;
    world.kernel.cause = cause;
    startProcess(world, node, { handler: name, subject: null, asker: null, run });
  }
}
