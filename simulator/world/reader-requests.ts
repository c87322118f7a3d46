/**
 * The reader's requests, carried out in the world: a process of one node asks, and waits for its reply.
 *
 * Asking is living in the system like anybody else: it takes a worker, it waits in queues, its messages
 * can be lost. Only its luck is its own (see `processName`): what is asked changes nobody's draws.
 */
import { assert } from "../base/assert.ts";
import type { DurationUs } from "../base/time.ts";
import type { Process } from "../kernel/process.ts";
import type { RequestCard } from "../vocabulary/card.ts";
import type { Intervention } from "../vocabulary/interventions.ts";
import { READER_HANDLER, readerCommand } from "../vocabulary/requests.ts";
import type { Value } from "../vocabulary/values.ts";
import { operation } from "./calls.ts";
import type { Context } from "./context.ts";
import type { World } from "./world.ts";

/** The card of the request that an intervention asks for. @throws InvariantBroken when there is none. */
export function askedRequest(world: World, { target }: Intervention): RequestCard {
  assert(target.kind === "request", "a request aims at a request of the card");
  const request = world.requests.find(({ id }) => id === target.request);
  assert(request !== undefined, "the card has this request", target.request);
  return request;
}

/** Sends the request from its node, or says at once that nobody there can. */
export function askForReader(world: World, fault: Intervention): void {
  const request = askedRequest(world, fault);
  const subject = fault.target.kind === "request" ? fault.target.subject : null;
  const command = readerCommand({ fault: fault.id, request: request.id });
  const body = filled(request.body ?? { subject: SUBJECT }, subject);
  const node = world.node(request.from);
  const problem = whyNot(world, request);
  if (problem === null) {
    const run = (ctx: Context): Process<void> => ask(ctx, { request, command, body });
    world.start(node, { handler: READER_HANDLER, subject, asker: fault.id, run });
    return;
  }
  const { operation: asked } = request;
  world.record("command-issued", node.id, { command, operation: asked, body }, subject);
  const refusal = { command, outcome: "refused", detail: problem } as const;
  world.record("command-ended", node.id, refusal, subject);
}

/** Stands in the body of a request's card for the key that the reader gives. */
const SUBJECT = "{subject}";

function filled(template: Value, subject: string | null): Value {
  if (template === SUBJECT) return subject;
  if (Array.isArray(template)) return template.map((item: Value) => filled(item, subject));
  if (typeof template !== "object" || template === null) return template;
  const fields = Object.entries(template).map(([field, value]) => [field, filled(value, subject)]);
  return Object.fromEntries(fields);
}

/** In French, why nothing can be sent; null when it can. */
function whyNot(world: World, { from, to, operation: asked }: RequestCard): string | null {
  if (!world.node(from).isUp) return "personne pour l’envoyer, ce nœud est arrêté";
  return world.node(to).handlers.has(asked) ? null : "cette conception ne répond pas à cela";
}

interface Asked {
  readonly request: RequestCard;
  readonly command: string;
  readonly body: Value;
}

/** The body of a reply stays in the log where it travelled: it is read there. */
function* ask(ctx: Context, { request, command, body }: Asked): Process<void> {
  ctx.log.commandIssued(command, request.operation, body);
  const asked = operation<Value, Value>(request.to, request.operation);
  const outcome = yield* ctx.call(asked, body, { timeoutUs: request.timeoutUs as DurationUs });
  switch (outcome.kind) {
    case "replied":
      ctx.log.commandEnded(command, "ok", "");
      return;
    case "refused":
      ctx.log.commandEnded(command, "refused", outcome.reason);
      return;
    case "timed-out":
      ctx.log.commandEnded(command, "timed-out", "");
  }
}
