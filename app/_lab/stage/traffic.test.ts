import { expect, test } from "vitest";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { createMessageTable } from "@/simulator/observation/messages.ts";
import { createTimeline } from "@/simulator/observation/timeline.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import { syntheticLog } from "@/simulator/testing/synthetic-log.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { trafficAt, trafficInFog } from "./traffic.ts";

function at(log: EventLog, playhead: number, timeUs = log.atUs(playhead)) {
  const messages = createMessageTable(log);
  messages.extend();
  const timeline = createTimeline(log);
  timeline.extend();
  timeline.seek(playhead);
  return { log, messages, timeline, card, playhead, timeUs };
}

/** Sent at 1 s, would arrive at 1.005 s. */
function oneRequest() {
  const b = createLogBuilder();
  b.at(1_000_000).about({ subject: "1042" });
  const id = b.send("orchestrateur>paiement", "debiter");
  return { b, id };
}

test("scène : un message est à mi-chemin à la moitié de son trajet", () => {
  const { b } = oneRequest();
  const message = b.log.eventOf("message-sent", 0);
  const half = (1_000_000 + message.arrivesAtUs) / 2;
  const [token] = trafficAt(at(b.log, 0, half)).tokens;
  expect(token).toMatchObject({
    track: "orchestrateur>paiement",
    share: 0.5,
    look: "request",
    word: "débiter",
    subject: "1042",
  });
});

test("scène : pendant le pas qui le remet, un message glisse jusqu’au bout avant de disparaître", () => {
  const { b, id } = oneRequest();
  b.at(1_005_000);
  b.deliver(id);
  expect(trafficAt(at(b.log, 1, 1_004_000)).tokens).toHaveLength(1);
  expect(trafficAt(at(b.log, 1, 1_005_000)).tokens).toEqual([]);
});

test("scène : un message perdu reste barré tant que son appelant attend, puis s’efface", () => {
  const { b, id } = oneRequest();
  b.add("paiement", "message-lost", { message: id, from: "orchestrateur", reason: "partition" });
  for (let i = 0; i < 10; i++) b.add("clients", "note", { text: "le temps passe" });
  const timeout = { message: id, to: "paiement", operation: "debiter", timeoutUs: 3_000_000 };
  b.add("orchestrateur", "call-timed-out", timeout);
  expect(trafficAt(at(b.log, 9)).tokens).toMatchObject([{ look: "lost", share: "cut" }]);
  expect(trafficAt(at(b.log, 12)).tokens).toEqual([]);
});

test("scène : dans le brouillard, un message perdu et un message lent ne se distinguent pas", () => {
  const slow = oneRequest();
  slow.b.add("clients", "note", { text: "…" });
  const lost = oneRequest();
  lost.b.add("paiement", "message-lost", {
    message: lost.id,
    from: "orchestrateur",
    reason: "loss",
  });
  const seen = [slow, lost].map(({ b }) => trafficInFog(at(b.log, 1), "orchestrateur"));
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]?.tokens).toMatchObject([{ look: "unknown", word: "débiter" }]);
  expect(trafficInFog(at(slow.b.log, 1), "paiement").tokens).toEqual([]);
});

test("scène : l’instant d’un parcours de 100 000 événements se calcule en moins d’une image", () => {
  const log = syntheticLog({ seed: 3, events: 100_000 });
  const question = at(log, 60_000);
  trafficAt(question);
  const times = Array.from({ length: 50 }, (_, i) => {
    const playhead = 60_000 + i;
    const startMs = performance.now();
    trafficAt({ ...question, playhead, timeUs: log.atUs(playhead) });
    return performance.now() - startMs;
  }).sort((a, b) => a - b);
  expect(times[25]).toBeLessThan(4);
});
