/** Starts one worker of a campaign in this browser, and says how many this machine is worth. */
import type { CampaignAnswer, SpawnCampaign } from "./campaign-protocol.ts";

export const spawnCampaign: SpawnCampaign = (listener) => {
  const worker = new Worker(new URL("./campaign.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = (event: MessageEvent<CampaignAnswer>) => listener.onMessage(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    listener.onDeath();
  };
  worker.onmessageerror = () => listener.onDeath();
  return {
    post: (order) => worker.postMessage(order),
    terminate: () => worker.terminate(),
  };
};

const WORKERS_MAX = 8;

/** One worker a core, from 1 to 8: beyond, memory costs more than time gains. */
export const workersHere = (): number =>
  Math.max(1, Math.min(WORKERS_MAX, navigator.hardwareConcurrency || 1));
