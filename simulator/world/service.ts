/**
 * Serving requests: bounded workers, a bounded queue, one process a request.
 *
 * A request is rejected before any work, queued, or started; its handler's value is the reply, a
 * `Refusal` or an error that escapes is a refused reply. A crash forgets all of it: the caller of a
 * dead service learns nothing but its own deadline.
 */
import { assert } from "../base/assert.ts";
import type { Ending, Process } from "../kernel/process.ts";
import type { ReplyStatus } from "../vocabulary/events.ts";
import type { Value } from "../vocabulary/values.ts";
import { type Context, createContext } from "./context.ts";
import type { Message } from "./network.ts";
import { type Node, Refusal } from "./node.ts";
import { type Outcome, type RefusalKind, refused, replied } from "./outcome.ts";
import { processName, type World } from "./world.ts";

/** Brings a delivered message to whoever waits for it on the node. A paused node reads it later. */
export function deliver(world: World, message: Message): void {
  const node = world.node(message.to);
  if (node.isPaused) world.kernel.whenAwake(node, () => receive(world, node, message));
  else receive(world, node, message);
}

function receive(world: World, node: Node, message: Message): void {
  if (message.role === "reply") receiveReply(world, node, message);
  else admit(world, node, message);
}

function receiveReply(world: World, node: Node, message: Message): void {
  const replyTo = message.replyTo as string;
  const call = node.calls.get(replyTo);
  if (call === undefined) {
    world.record("reply-ignored", node.id, { message: message.id, replyTo }, message.subject);
    return;
  }
  node.calls.delete(replyTo);
  const outcome: Outcome<Value> =
    message.status === "ok" ? replied(message.body) : refusalOf(message.body);
  call.wake(outcome);
}

function refusalOf(body: Value): Outcome<never> {
  const { reason, how } = body as { readonly reason: string; readonly how: RefusalKind };
  return refused(reason, how);
}

function admit(world: World, node: Node, message: Message): void {
  if (node.isRefusing) reject(world, node, message, "le service refuse toute demande");
  else if (node.busyWorkers < node.workerCount) start(world, node, message);
  else if (node.queue.length >= node.queueLimit) reject(world, node, message, "file pleine");
  else {
    node.queue.push(message);
    if (node.queue.length > world.budgets.queueMax) {
      world.exceeded = `${world.budgets.queueMax} demandes en file`;
    }
    world.record(
      "request-queued",
      node.id,
      { message: message.id, queueDepth: node.queue.length, busyWorkers: node.busyWorkers },
      message.subject,
    );
  }
}

function reject(world: World, node: Node, message: Message, reason: string): void {
  world.record("request-rejected", node.id, { message: message.id, reason }, message.subject);
  reply(world, node, message, "refused", { reason, how: "rejected" });
}

function start(world: World, node: Node, message: Message): void {
  const handler = node.handlers.get(message.operation);
  assert(handler !== undefined, "the receiver serves this operation", message.id);
  node.busyWorkers++;
  const { subject, asker } = message;
  const luck = processName(world, node, { handler: handler.name, subject, asker });
  function* serve(ctx: Context): Process<unknown> {
    world.record("request-started", (node as Node).id, {
      message: message.id,
      handler: (handler as { name: string }).name,
      queueDepth: (node as Node).queue.length,
      busyWorkers: (node as Node).busyWorkers,
    });
    if (world.network.isPoisoned(message.id)) return new Refusal("message illisible", "rejected");
    return yield* (handler as { run: (c: Context, b: never) => Process<unknown> }).run(
      ctx,
      message.body as never,
    );
  }
  world.kernel.spawn((own) => serve(createContext(world, node, own, { luck, asker })), {
    host: node,
    handler: handler.name,
    request: message.id,
    subject,
    onSpawn: (task) => node.tasks.add(task),
    onEnd(ending, task) {
      node.tasks.delete(task);
      finish(world, node, message, ending);
    },
  });
}

function finish(world: World, node: Node, message: Message, ending: Ending): void {
  const [status, body] = answerOf(ending);
  node.busyWorkers--;
  world.record(
    "request-finished",
    node.id,
    { message: message.id, status, queueDepth: node.queue.length, busyWorkers: node.busyWorkers },
    message.subject,
  );
  const cause = world.kernel.cause;
  if (message.role === "request") reply(world, node, message, status, body);
  const next = node.queue.shift();
  if (next !== undefined && node.isUp) {
    world.kernel.cause = cause;
    start(world, node, next);
  }
}

function answerOf(ending: Ending): readonly [ReplyStatus, Value] {
  switch (ending.kind) {
    case "done":
      if (ending.value instanceof Refusal) return said(ending.value.reason, ending.value.how);
      return ["ok", (ending.value ?? null) as Value];
    case "failed":
      return said(ending.error.message, "failed");
    case "cancelled":
      return said("annulé", "failed");
  }
}

const said = (reason: string, how: RefusalKind): readonly [ReplyStatus, Value] => [
  "refused",
  { reason, how },
];

function reply(world: World, node: Node, request: Message, status: ReplyStatus, body: Value): void {
  if (request.role !== "request") return;
  // A request delivered twice is answered twice; both answers go to the one who asked.
  const tilde = request.id.indexOf("~");
  const original = tilde < 0 ? request.id : request.id.slice(0, tilde);
  const ordinal = world.network.isDoubled(original) ? world.ordinal(`reply/${original}`) : 1;
  world.network.send({
    id: ordinal === 1 ? `${original}/reply` : `${original}/reply.${ordinal}`,
    from: node.id,
    to: request.from,
    operation: request.operation,
    role: "reply",
    replyTo: original,
    status,
    subject: request.subject,
    asker: request.asker,
    body,
  });
}
