/**
 * Calls and one-way messages, as waits: what a handler delegates with `yield* ctx.call(…)`.
 *
 * A call that times out stops waiting and nothing more: its request may arrive, its work go on, its
 * reply come back to nobody. Message ids are stable across runs: `from>to:operation:subject#n`; those sent
 * in the name of the reader's request f3 are counted apart, `…#f3.n`, so that no other id moves.
 */
import type { DurationUs } from "../base/time.ts";
import { NO_TIMER, type TimerHandle } from "../kernel/event-queue.ts";
import { PENDING, Wait, type WaitKind } from "../kernel/process.ts";
import type { MessageRole } from "../vocabulary/events.ts";
import type { Value } from "../vocabulary/values.ts";
import type { Message } from "./network.ts";
import type { Node } from "./node.ts";
import { type Outcome, TIMED_OUT } from "./outcome.ts";
import type { World } from "./world.ts";

/** One thing a node can be asked. Types bind the caller to the handler; nothing exists at run time but the ids. */
export interface Operation<Request extends Value, Reply extends Value> {
  readonly id: string;
  readonly node: string;
  readonly __types?: (request: Request) => Reply;
}

export const operation = <Request extends Value, Reply extends Value>(
  node: string,
  id: string,
): Operation<Request, Reply> => ({ id, node });

export interface CallOptions {
  /** How long the caller waits. The callee is not told when it gives up. */
  readonly timeoutUs: DurationUs;
}

/** What a message is about, and the reader's request in whose name it is sent. */
export interface MessageSubject {
  readonly subject: string | null;
  readonly asker: string | null;
}

interface CallState extends MessageSubject {
  readonly world: World;
  readonly node: Node;
  readonly operation: Operation<Value, Value>;
  readonly body: Value;
  readonly timeoutUs: DurationUs;
  message: string;
  timer: TimerHandle;
}

function newMessage(state: CallState, role: MessageRole): Message {
  const { node, operation, subject, asker } = state;
  const about = `${node.id}>${operation.node}:${operation.id}:${subject ?? "-"}`;
  const series = asker === null ? `${about}#` : `${about}#${asker}.`;
  return {
    id: `${series}${state.world.ordinal(series)}`,
    from: node.id,
    to: operation.node,
    operation: operation.id,
    role,
    replyTo: null,
    status: "ok",
    subject,
    asker,
    body: state.body,
  };
}

const CALL: WaitKind<CallState, Outcome<Value>> = {
  arm(state, waiter) {
    const { world, node } = state;
    const message = newMessage(state, "request");
    state.message = message.id;
    world.network.send(message);
    node.calls.set(message.id, {
      wake(outcome) {
        world.kernel.cancelTimer(state.timer);
        waiter.wake(outcome);
      },
    });
    const giveUp = (): void => {
      if (!node.calls.delete(message.id)) return;
      world.record(
        "call-timed-out",
        node.id,
        {
          message: message.id,
          to: message.to,
          operation: message.operation,
          timeoutUs: state.timeoutUs,
        },
        message.subject,
      );
      waiter.wake(TIMED_OUT);
    };
    // A paused process notices after its pause that its time is over.
    const overdue = (): void => world.kernel.whenAwake(node, giveUp);
    state.timer = world.kernel.schedule(state.timeoutUs, overdue);
    return PENDING;
  },
  disarm(state) {
    state.world.kernel.cancelTimer(state.timer);
    state.node.calls.delete(state.message);
  },
};

const SEND: WaitKind<CallState, void> = {
  arm(state) {
    state.world.network.send(newMessage(state, "event"));
    return undefined;
  },
  disarm() {},
};

export const call = <Q extends Value, R extends Value>(
  world: World,
  node: Node,
  { subject, asker }: MessageSubject,
  operation: Operation<Q, R>,
  body: Q,
  { timeoutUs }: CallOptions,
): Wait<Outcome<R>> =>
  new Wait(CALL as unknown as WaitKind<never, Outcome<R>>, {
    world,
    node,
    subject,
    asker,
    operation,
    body,
    timeoutUs,
    message: "",
    timer: NO_TIMER,
  });

export const send = <Q extends Value, R extends Value>(
  world: World,
  node: Node,
  { subject, asker }: MessageSubject,
  operation: Operation<Q, R>,
  body: Q,
): Wait<void> =>
  new Wait(SEND as unknown as WaitKind<never, void>, {
    world,
    node,
    subject,
    asker,
    operation,
    body,
    timeoutUs: 0,
    message: "",
    timer: NO_TIMER,
  });
