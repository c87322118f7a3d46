/**
 * One engine for the whole gallery: pieces ask, the one that was asked last is served first.
 *
 * A piece has one request at most; a newer one takes its place. A piece that leaves is forgotten: what
 * it had asked is neither run nor heard.
 */

import { EventLog } from "@/simulator/vocabulary/log.ts";
import type { RunRequest, RunSummary } from "@/simulator/vocabulary/run.ts";
import type { EngineClient } from "../_worker/client.ts";

export interface RoomListener {
  readonly onDone: (log: EventLog, summary: RunSummary) => void;
  /** A French sentence for the reader. */
  readonly onFailed: (message: string) => void;
}

export interface EngineRoom {
  readonly ask: (owner: string, request: RunRequest, listener: RoomListener) => void;
  readonly forget: (owner: string) => void;
}

interface Order {
  readonly owner: string;
  readonly request: RunRequest;
  readonly listener: RoomListener;
}

export function createEngineRoom(client: EngineClient): EngineRoom {
  let waiting: readonly Order[] = [];
  let current: Order | null = null;

  const serve = (): void => {
    const order = waiting.at(-1);
    if (current !== null || order === undefined) return;
    waiting = waiting.slice(0, -1);
    current = order;
    let log = new EventLog();
    const end = (tell: () => void): void => {
      if (current !== order) return;
      current = null;
      tell();
      serve();
    };
    client.run(order.request, {
      onBatch: (batch) => log.appendBatch(batch),
      onRestart: () => {
        log = new EventLog();
      },
      onDone: (summary) => end(() => order.listener.onDone(log, summary)),
      onFailed: (message) => end(() => order.listener.onFailed(message)),
    });
  };

  const forget = (owner: string): void => {
    waiting = waiting.filter((order) => order.owner !== owner);
    if (current?.owner !== owner) return;
    current = null;
    client.cancel();
  };

  return {
    ask(owner, request, listener) {
      forget(owner);
      waiting = [...waiting, { owner, request, listener }];
      serve();
    },
    forget(owner) {
      forget(owner);
      serve();
    },
  };
}
