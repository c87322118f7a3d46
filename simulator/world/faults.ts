/**
 * The reader's faults, carried out in the world at their instant and taken back at their end.
 *
 * A fault placed at `event:N` acts just after event N, before the next wait is armed: that is how a
 * node is crashed between two writes. Each one is a pair begin/end; what it meant to the system is
 * told by the events that follow (`node-crashed`, `message-lost`…), all caused by `fault-started`.
 */
import { assert } from "../base/assert.ts";
import type { DurationUs } from "../base/time.ts";
import { formatFault } from "../vocabulary/fault-text.ts";
import type { FaultKind, Intervention } from "../vocabulary/interventions.ts";
import type { LinkTrouble } from "./network.ts";
import { crashNode, type Node } from "./node.ts";
import { askedRequest, askForReader } from "./reader-requests.ts";
import { bootNode } from "./start-process.ts";
import type { World } from "./world.ts";

interface FaultAction {
  readonly begin: (world: World, fault: Intervention) => void;
  readonly end: (world: World, fault: Intervention) => void;
}

const targetNode = (world: World, fault: Intervention): Node => {
  assert(fault.target.kind === "node", `« ${fault.kind} » aims at a node`);
  return world.node(fault.target.node);
};

/** Other faults of this kind that act on the same node: the last one to end gives it back. */
function othersOn(world: World, fault: Intervention): readonly Intervention[] {
  const { id } = targetNode(world, fault);
  return [...world.activeFaults].filter(
    ({ kind, target }) => kind === fault.kind && target.kind === "node" && target.node === id,
  );
}

function* directions(fault: Intervention): Generator<readonly [string, string]> {
  assert(fault.target.kind === "link", `« ${fault.kind} » aims at a link`);
  const { from, to, isBothWays } = fault.target;
  for (const a of from) {
    for (const b of to) {
      yield [a, b];
      if (isBothWays) yield [b, a];
    }
  }
}

const messageId = (fault: Intervention): string => {
  assert(fault.target.kind === "message", `« ${fault.kind} » aims at a message`);
  return fault.target.message;
};

const CRASH: FaultAction = {
  begin: (world, fault) => crashNode(world, targetNode(world, fault)),
  end(world, fault) {
    const node = targetNode(world, fault);
    if (node.isUp || othersOn(world, fault).length > 0) return;
    node.isUp = true;
    world.record("node-restarted", node.id, {}, null);
    bootNode(world, node);
  },
};

const PAUSE: FaultAction = {
  begin(world, fault) {
    const node = targetNode(world, fault);
    if (!node.isUp || node.isPaused) return;
    node.isPaused = true;
    world.record("node-paused", node.id, {}, null);
  },
  end(world, fault) {
    const node = targetNode(world, fault);
    if (!node.isPaused || othersOn(world, fault).length > 0) return;
    node.isPaused = false;
    world.record("node-resumed", node.id, {}, null);
    // What came during the pause is handled now, in the order in which it came.
    while (!node.isPaused) {
      const resume = node.deferred.shift();
      if (resume === undefined) return;
      resume();
      if (world.kernel.interrupt !== null) world.kernel.interrupt();
    }
  },
};

const SLOW: FaultAction = {
  begin(world, fault) {
    const node = targetNode(world, fault);
    node.slowPercent = fault.amount ?? 500;
    world.record("node-slowed", node.id, { factorPercent: node.slowPercent }, null);
  },
  end(world, fault) {
    const node = targetNode(world, fault);
    node.slowPercent = Math.max(100, ...othersOn(world, fault).map(({ amount }) => amount ?? 500));
    world.record("node-slowed", node.id, { factorPercent: node.slowPercent }, null);
  },
};

const SKEW: FaultAction = {
  begin(world, fault) {
    const node = targetNode(world, fault);
    node.clockOffsetUs += fault.amount ?? 0;
    world.record("clock-shifted", node.id, { offsetUs: node.clockOffsetUs }, null);
  },
  end(world, fault) {
    const node = targetNode(world, fault);
    node.clockOffsetUs -= fault.amount ?? 0;
    world.record("clock-shifted", node.id, { offsetUs: node.clockOffsetUs }, null);
  },
};

function changeDrift(world: World, node: Node, partsPerMillion: number): void {
  const elapsedUs = world.kernel.nowUs - node.driftSinceUs;
  node.clockOffsetUs += Math.round((elapsedUs * node.driftPpm) / 1_000_000);
  node.driftSinceUs = world.kernel.nowUs;
  node.driftPpm = partsPerMillion;
  world.record("clock-drifted", node.id, { partsPerMillion }, null);
}

const DRIFT: FaultAction = {
  begin: (world, fault) => changeDrift(world, targetNode(world, fault), fault.amount ?? 0),
  end: (world, fault) =>
    changeDrift(world, targetNode(world, fault), othersOn(world, fault).at(-1)?.amount ?? 0),
};

const degrade = (mode: "refuse" | "disk-full"): FaultAction => {
  const turn = (world: World, fault: Intervention, isOn: boolean): void => {
    const node = targetNode(world, fault);
    if (mode === "refuse") node.isRefusing = isOn;
    else node.isDiskFull = isOn;
    world.record("node-degraded", node.id, { mode, isOn }, null);
  };
  return {
    begin: (world, fault) => turn(world, fault, true),
    end(world, fault) {
      if (othersOn(world, fault).length === 0) turn(world, fault, false);
    },
  };
};

const trouble = (kind: LinkTrouble["kind"]): FaultAction => {
  /** Changes each direction; says so when the link, all faults counted, is not what it was. */
  const change = (
    world: World,
    fault: Intervention,
    act: (from: string, to: string) => void,
  ): void => {
    for (const [from, to] of directions(fault)) {
      const before = world.network.linkState(from, to);
      act(from, to);
      const state = world.network.linkState(from, to);
      if (state !== before) world.record("link-changed", from, { from, to, state }, null);
    }
  };
  return {
    begin: (world, fault) =>
      change(world, fault, (from, to) =>
        world.network.addTrouble(from, to, { fault: fault.id, kind, amount: fault.amount ?? 0 }),
      ),
    end: (world, fault) =>
      change(world, fault, (from, to) => world.network.removeTrouble(from, to, fault.id)),
  };
};

const onMessage = (
  kind: "drop-message" | "duplicate-message" | "delay-message" | "poison",
): FaultAction => ({
  begin: (world, fault) =>
    world.network.troubleMessage(messageId(fault), { kind, delayUs: fault.amount ?? 0 }),
  end() {},
});

const ACTIONS: Readonly<Record<FaultKind, FaultAction>> = {
  crash: CRASH,
  pause: PAUSE,
  slow: SLOW,
  skew: SKEW,
  drift: DRIFT,
  refuse: degrade("refuse"),
  "disk-full": degrade("disk-full"),
  partition: trouble("partition"),
  hold: trouble("hold"),
  loss: trouble("loss"),
  duplicate: trouble("duplicate"),
  delay: trouble("delay"),
  reorder: trouble("reorder"),
  "drop-message": onMessage("drop-message"),
  "duplicate-message": onMessage("duplicate-message"),
  "delay-message": onMessage("delay-message"),
  poison: onMessage("poison"),
  request: { begin: askForReader, end() {} },
};

/** The node on whose line the fault is drawn: its target, the sender's end, or where a request leaves. */
function faultNode(world: World, fault: Intervention): string {
  switch (fault.target.kind) {
    case "request":
      return askedRequest(world, fault).from;
    case "node":
      return fault.target.node;
    case "link":
      return fault.target.from[0] as string;
    case "message":
      return fault.target.message.split(">")[0] as string;
  }
}

function begin(world: World, fault: Intervention): void {
  const { kernel } = world;
  const { cause } = kernel;
  kernel.cause = -1; // The reader's hand has no cause inside the world.
  const node = faultNode(world, fault);
  const started = world.record(
    "fault-started",
    node,
    { fault: fault.id, text: formatFault(fault) },
    fault.target.kind === "request" ? fault.target.subject : null,
  );
  ACTIONS[fault.kind].begin(world, fault);
  world.activeFaults.add(fault);
  kernel.cause = started;
  if (fault.durationUs !== null) {
    kernel.schedule(fault.durationUs, () => {
      world.activeFaults.delete(fault);
      const ended = world.record("fault-ended", node, { fault: fault.id }, null);
      ACTIONS[fault.kind].end(world, fault);
      kernel.cause = ended;
    });
  }
  kernel.cause = cause;
}

/** Schedules timed faults and arms the ones placed after an event. Call before anything happens. */
export function placeFaults(world: World, faults: readonly Intervention[]): void {
  const { kernel } = world;
  const afterEvent = faults
    .filter((fault) => fault.at.kind === "event")
    .map((fault) => ({ fault, index: fault.at.kind === "event" ? fault.at.index : 0 }))
    .sort((a, b) => a.index - b.index);
  for (const fault of faults) {
    if (fault.at.kind === "time") {
      kernel.schedule(fault.at.atUs as number as DurationUs, () => begin(world, fault));
    }
  }
  if (afterEvent.length === 0) return;
  let next = 0;
  const act = (): void => {
    if (next === afterEvent.length) {
      kernel.interrupt = null;
      return;
    }
    while (next < afterEvent.length) {
      const { fault, index } = afterEvent[next] as { fault: Intervention; index: number };
      if (world.log.length <= index) return;
      next++;
      const { running } = kernel;
      kernel.running = null;
      begin(world, fault);
      kernel.running = running;
    }
  };
  kernel.interrupt = act;
}
