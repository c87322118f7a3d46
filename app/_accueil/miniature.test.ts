import { describe, expect, test } from "vitest";
import { card } from "../../scenarios/saga-fintech/card.ts";
import { play } from "../../simulator/testing/play.ts";
import { formatFault } from "../../simulator/vocabulary/fault-text.ts";
import { firstDifference } from "../../simulator/vocabulary/log-difference.ts";
import type { RunRequest } from "../../simulator/vocabulary/run.ts";
import type { EngineClient } from "../_worker/client.ts";
import { narrowLayout, pointAt, wideLayout } from "./miniature-layout.ts";
import { readBox, standingAt } from "./miniature-reading.ts";
import { createMiniature, type MiniatureRun } from "./miniature-store.ts";

/** The engine itself, without a worker. */
function directClient(): EngineClient & { readonly asked: RunRequest[] } {
  const asked: RunRequest[] = [];
  return {
    asked,
    run(request, listener) {
      asked.push(request);
      const run = play(request.scenario, {
        variant: request.variant,
        seed: request.seed,
        parameters: request.parameters,
        faults: request.interventions.map(formatFault),
      });
      listener.onBatch(run.log.batchSince({ events: 0, cells: 0, strings: 0 }));
      listener.onDone(run.summary());
      run.close();
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
}

function started() {
  const client = directClient();
  const miniature = createMiniature(card, client);
  miniature.start();
  return { client, miniature, run: () => miniature.store.getState().run as MiniatureRun };
}

describe("la miniature de l’accueil", () => {
  test("s’ouvre sur la réponse du débit, en vol, sans panne", () => {
    const { miniature, run } = started();
    const state = miniature.store.getState();
    expect(state).toMatchObject({ status: "ready", isLost: false, playhead: run().sentIndex });
    expect(run().timeline.value(`message/${run().message}`)).toBeDefined();
    expect(readBox(card, run(), "prestataire").value).toMatch(/\d,\d\d/);
  });

  test("le geste perd cette réponse et rien d’autre : le passé est le même", () => {
    const { client, miniature, run } = started();
    const before = run().log;
    miniature.lose();
    const state = miniature.store.getState();
    expect(client.asked.at(-1)?.interventions).toHaveLength(1);
    expect(state).toMatchObject({ isLost: true, isPlaying: true, playhead: run().sentIndex });
    expect(firstDifference(before, run().log)).toBeGreaterThan(run().sentIndex);
  });

  test("en avançant, on arrive à la promesse rompue : débitée, ni expédiée ni remboursée", () => {
    const { miniature, run } = started();
    miniature.lose();
    while (miniature.step());
    const { playhead } = miniature.store.getState();
    expect(playhead).toBe(run().endIndex);
    const standing = standingAt(run(), "paye-donc-expedie-ou-rembourse", playhead);
    expect(standing?.verdict).toBe("broken");
    expect(readBox(card, run(), "livraison").label).toBe("aucun colis");
    miniature.rewind();
    expect(miniature.store.getState()).toMatchObject({ isLost: false, isPlaying: false });
  });

  test("sans la panne, la même commande va jusqu’au colis", () => {
    const { miniature, run } = started();
    while (miniature.step());
    expect(readBox(card, run(), "livraison").value).toBe("colis");
    expect(readBox(card, run(), "clients").value).toBe("servie");
  });

  test.each([
    ["large", wideLayout],
    ["étroite", narrowLayout],
  ] as const)(
    "disposition %s : chaque lien de la carte a ses deux voies, d’un bord à l’autre",
    (_name, layout) => {
      for (const { a, b } of card.links) {
        for (const [from, to] of [
          [a, b],
          [b, a],
        ]) {
          const points = layout.tracks[`${from}>${to}`] ?? [];
          expect(points.length, `${from}>${to}`).toBeGreaterThan(1);
          for (const [node, share] of [
            [from, 0],
            [to, 1],
          ] as const) {
            const box = layout.boxes[node as string];
            const { x } = pointAt(points, share);
            expect(x).toBeGreaterThanOrEqual((box?.x ?? 0) - 1);
            expect(x).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0) + 1);
          }
        }
      }
    },
  );
});
