/**
 * The page's end of the engine: one worker, one run at a time, and what to do when it dies.
 *
 * A worker that stops or stays silent is replaced once and its run asked for again; the second time
 * the reader is told in words. The reader's document is never here, so it cannot be lost here.
 */
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import type { EngineClient, RunListener } from "./client.ts";
import {
  ENGINE_DIED,
  type EngineMessage,
  type EnginePort,
  type EnginePortListener,
} from "./protocol.ts";

/** Silence after which a worker is given up: it loads SQLite first, then answers every frame. */
const SILENCE_MS_MAX = 15_000;
const CHECK_MS = 1_000;
/** Beyond this, a worker is not kept for the next run: the memory of WebAssembly never shrinks. */
const KEPT_WORKER_EVENTS_MAX = 200_000;

export type SpawnEngine = (listener: EnginePortListener) => EnginePort;

interface Pending {
  readonly number: number;
  readonly request: RunRequest;
  readonly listener: RunListener;
  restartCount: number;
  silentMs: number;
}

export function createEngineClient(spawn: SpawnEngine): EngineClient {
  let port: EnginePort | null = null;
  let pending: Pending | null = null;
  let number = 0;
  let timer: ReturnType<typeof setInterval> | null = null;

  const watch = (isOn: boolean): void => {
    if (isOn === (timer !== null)) return;
    if (timer !== null) clearInterval(timer);
    // Whole seconds are counted, not the clock: a sleeping computer is not a silent worker.
    timer = isOn
      ? setInterval(() => {
          if (pending === null) return;
          pending.silentMs += CHECK_MS;
          if (pending.silentMs >= SILENCE_MS_MAX) onDeath();
        }, CHECK_MS)
      : null;
  };

  const settle = (): void => {
    pending = null;
    watch(false);
  };

  const onMessage = (message: EngineMessage): void => {
    if (pending === null || message.number !== pending.number) return;
    const { listener } = pending;
    pending.silentMs = 0;
    switch (message.kind) {
      case "batch":
        return listener.onBatch(message.batch);
      case "done":
        settle();
        if (message.summary.events > KEPT_WORKER_EVENTS_MAX) letGo();
        return listener.onDone(message.summary);
      case "failed":
        settle();
        // What failed to load is remembered by its worker: the next attempt has a new one.
        letGo();
        return listener.onFailed(message.message);
    }
  };

  function open(): EnginePort {
    // A message from a worker that was let go is not heard.
    const mine: { port: EnginePort | null } = { port: null };
    mine.port = spawn({
      onMessage: (message) => {
        if (port === mine.port) onMessage(message);
      },
      onDeath: () => {
        if (port === mine.port) onDeath();
      },
    });
    return mine.port;
  }

  function letGo(): void {
    port?.terminate();
    port = null;
  }

  function onDeath(): void {
    letGo();
    if (pending === null) return;
    if (pending.restartCount > 0) {
      const { listener } = pending;
      settle();
      listener.onFailed(ENGINE_DIED);
      return;
    }
    number++;
    pending = { ...pending, number, restartCount: 1, silentMs: 0 };
    pending.listener.onRestart();
    port = open();
    port.run(number, pending.request);
  }

  return {
    run(request, listener) {
      number++;
      pending = { number, request, listener, restartCount: 0, silentMs: 0 };
      watch(true);
      port ??= open();
      port.run(number, request);
    },
    cancel() {
      if (pending === null) return;
      settle();
      port?.cancel();
    },
    dispose() {
      settle();
      letGo();
    },
  };
}
