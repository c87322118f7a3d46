import { expect, test } from "vitest";
import { card as shops } from "@/scenarios/caisses/card.ts";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { lamport } from "@/simulator/observation/causality.ts";
import { createMessageTable } from "@/simulator/observation/messages.ts";
import { createTimeline } from "@/simulator/observation/timeline.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import { play } from "@/simulator/testing/play.ts";
import { syntheticLog } from "@/simulator/testing/synthetic-log.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { causalView } from "./causal-look.ts";
import { clockWord } from "./clock-words.ts";
import { type ColumnMode, layColumns } from "./columns.ts";
import { drawnEvents } from "./drawn-events.ts";
import { placeWords } from "./labels.ts";
import { DOTS_MAX, type SceneQuestion, sceneOf } from "./scene.ts";

const nodes = new Set(card.nodes.map((node) => node.id));
const laneY = new Map(card.nodes.map((node, i) => [node.id, 60 + i * 70]));

function question(log: EventLog, mode: ColumnMode, origin: number, width: number): SceneQuestion {
  const messages = createMessageTable(log);
  messages.extend();
  const timeline = createTimeline(log);
  timeline.extend();
  const drawn = drawnEvents(log, { subject: null, extra: [], nodes });
  const columns = layColumns(log, drawn, { mode, spread: 30 });
  return {
    ...{ log, messages, timeline, card, columns, laneY },
    causal: causalView(log, origin),
    stamps: lamport(log),
    breaches: new Set<number>(),
    subject: null,
    fromPx: 0,
    toPx: width,
  };
}

function story() {
  const b = createLogBuilder();
  b.about({ subject: "1042" });
  const asked = b.send("orchestrateur>paiement", "debiter");
  b.deliver(asked);
  const answered = b.send("paiement>orchestrateur", "debiter", { replyTo: asked });
  b.add("orchestrateur", "message-lost", { message: answered, from: "paiement", reason: "loss" });
  b.add("orchestrateur", "node-crashed", { lostProcessCount: 1 }, { subject: null });
  b.at(600_000_000);
  b.add("orchestrateur", "node-restarted", {}, { subject: null });
  b.about({ subject: "1043" });
  b.deliver(b.send("orchestrateur>livraison", "expedier"));
  return b.log;
}

for (const mode of ["order", "duration"] as const) {
  test(`espace-temps, ${mode} : le temps ne recule jamais de gauche à droite`, () => {
    const { columns } = question(story(), mode, -1, 9_999);
    const xs = [...columns.xs];
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
  });

  test(`espace-temps, ${mode} : un long silence est replié entre deux bords déchirés`, () => {
    const { columns } = question(story(), mode, -1, 9_999);
    expect(columns.folds).toHaveLength(1);
    expect(columns.folds[0]?.lengthUs).toBeGreaterThan(590_000_000);
    expect(columns.width).toBeLessThan(1_200);
  });
}

test("espace-temps : un message perdu finit en l’air, un message reçu finit sur la ligne de son destinataire", () => {
  const { arrows } = sceneOf(question(story(), "order", 0, 9_999));
  const lost = arrows.find((arrow) => arrow.end === "lost");
  expect([...laneY.values()]).not.toContain(lost?.y2);
  const delivered = arrows.find((arrow) => arrow.end === "delivered");
  expect(delivered?.y2).toBe(laneY.get("paiement"));
});

test("espace-temps : la panne est hachurée de l’arrêt au redémarrage", () => {
  const { outages, dots } = sceneOf(question(story(), "order", 0, 9_999));
  const crash = dots.find((dot) => dot.kind === "node-crashed");
  const restart = dots.find((dot) => dot.kind === "node-restarted");
  expect(outages).toEqual([
    {
      key: expect.any(String),
      kind: "down",
      x1: crash?.x,
      x2: restart?.x,
      y: laneY.get("orchestrateur"),
    },
  ]);
});

test("espace-temps : l’envoi est dans le passé causal de sa réception, la réception dans le futur de l’envoi", () => {
  const log = story();
  expect(causalView(log, 1).lookOf(0)).toBe("past");
  expect(causalView(log, 0).lookOf(1)).toBe("future");
  expect(causalView(log, 0).lookOf(0)).toBe("here");
});

test("espace-temps : un filtre garde une commande et les pannes, qui ne sont à personne", () => {
  const log = story();
  const kinds = [...drawnEvents(log, { subject: "1043", extra: [], nodes })].map((i) =>
    log.kind(i),
  );
  expect(kinds).toEqual(["node-crashed", "node-restarted", "message-sent", "message-delivered"]);
});

test("espace-temps : deux mots ne se touchent jamais", () => {
  const ask = question(syntheticLog({ seed: 4, events: 600 }), "order", 300, 900);
  const words = placeWords(sceneOf(ask), { letter: 6, fromPx: 0, toPx: 900, stops: [] });
  const boxes = words.map(({ text, x, y, anchor }) => {
    const width = text.length * 6;
    const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    return { left, right: left + width, y };
  });
  for (const a of boxes) {
    for (const b of boxes) {
      if (a === b || Math.abs(a.y - b.y) >= 15) continue;
      expect(a.right <= b.left || b.right <= a.left).toBe(true);
    }
  }
});

test("espace-temps : une fenêtre sur 100 000 événements se dessine en quelques millisecondes", () => {
  const ask = question(syntheticLog({ seed: 7, events: 100_000 }), "duration", 50_000, 900);
  const middle = ask.columns.width / 2;
  sceneOf({ ...ask, fromPx: middle, toPx: middle + 900 });
  const times = Array.from({ length: 20 }, (_, i) => {
    const startMs = performance.now();
    const scene = sceneOf({ ...ask, fromPx: middle + i * 100, toPx: middle + i * 100 + 900 });
    expect(scene.dots.length).toBeLessThanOrEqual(DOTS_MAX);
    return performance.now() - startMs;
  }).sort((a, b) => a - b);
  expect(times[10]).toBeLessThan(20);
});

test("espace-temps : une ligne dit l’horloge qu’elle porte, qui fusionne quand une voisine a parlé", () => {
  const { log, close } = play("caisses", { seed: 170, untilUs: 110_000_000 });
  const said = (node: string): readonly string[] =>
    Array.from({ length: log.length }, (_, index) => index)
      .filter((index) => log.node(index) === node)
      .map((index) => clockWord(log, index, shops))
      .filter((word) => word !== "");
  const [a, b] = [said("m1-c1"), said("m1-c2")];
  expect(a.slice(0, 3)).toEqual(["[1, 0]", "[2, 0]", "[3, 0]"]);
  // B counts for itself, and knows of A what A has told it.
  expect(b[0]).toMatch(/^\[[1-9]\d*, 1\]$/);
  expect(said("siege").length).toBeGreaterThan(10);
  close();
});
