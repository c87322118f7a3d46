/** Starts the engine's worker in this browser: comlink for commands, one port for the log. */
import { transfer, wrap } from "comlink";
import type { EngineApi, EngineMessage, EnginePort, EnginePortListener } from "./protocol.ts";

export function spawnEngine(listener: EnginePortListener): EnginePort {
  const worker = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module" });
  const channel = new MessageChannel();
  const api = wrap<EngineApi>(worker);
  worker.onerror = (event) => {
    event.preventDefault();
    listener.onDeath();
  };
  worker.onmessageerror = () => listener.onDeath();
  channel.port1.onmessage = (event: MessageEvent<EngineMessage>) => listener.onMessage(event.data);
  // A dead worker never answers: the client's own watch hears that, so answers are not awaited.
  void api.connect(transfer(channel.port2, [channel.port2]));
  return {
    run: (number, request) => void api.run(number, request),
    cancel: () => void api.cancel(),
    terminate() {
      channel.port1.close();
      worker.terminate();
    },
  };
}
