import { describe, expect, test } from "vitest";
import { decodeLink } from "@/app/_lab/link.ts";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { play } from "@/simulator/testing/play.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import type { EngineClient, RunListener } from "../_worker/client.ts";
import { createEngineRoom } from "./engine-room.ts";
import { type GalleryIncident, type GalleryPiece, galleryPiece } from "./gallery-piece.ts";
import { chooseAlive } from "./in-view.ts";
import { labHref } from "./lab-href.ts";
import { readRun, requestOf } from "./living-run.ts";

const pieces = pieceCards.map(galleryPiece);
const first = pieces[0] as GalleryPiece;
const breaking = pieces
  .flatMap((piece) => piece.incidents.map((incident) => ({ piece, incident })))
  .find(({ incident }) => incident.breaks.length > 0 && incident.faults.length > 0) as {
  piece: GalleryPiece;
  incident: GalleryIncident;
};

/** An engine that ends a run only when told to. */
function heldEngine() {
  const asked: { request: RunRequest; listener: RunListener }[] = [];
  let cancelled = 0;
  const client: EngineClient = {
    run: (request, listener) => asked.push({ request, listener }),
    cancel: () => {
      cancelled++;
    },
    dispose: () => undefined,
  };
  const end = (i: number): void => {
    const { request, listener } = asked[i] as (typeof asked)[number];
    const run = play(request.scenario);
    listener.onBatch(run.log.batchSince({ events: 0, cells: 0, strings: 0 }));
    listener.onDone(run.summary());
  };
  return { client, asked, end, cancelled: () => cancelled };
}

describe("le moteur de la galerie", () => {
  const order = (id: string) => requestOf({ ...first, id: first.id, title: id }, null);

  test("sert une pièce à la fois, la dernière demandée d’abord", () => {
    const { client, asked, end } = heldEngine();
    const room = createEngineRoom(client);
    const heard: string[] = [];
    for (const owner of ["a", "b", "c"]) {
      room.ask(
        owner,
        { ...order(owner), seed: owner.charCodeAt(0) },
        {
          onDone: () => heard.push(owner),
          onFailed: () => heard.push(`${owner} !`),
        },
      );
    }
    expect(asked.map(({ request }) => request.seed)).toEqual([97]);
    end(0);
    end(1);
    end(2);
    expect(heard).toEqual(["a", "c", "b"]);
  });

  test("une pièce partie n’est ni servie ni entendue, et la suivante passe", () => {
    const { client, asked, end, cancelled } = heldEngine();
    const room = createEngineRoom(client);
    const heard: string[] = [];
    const listen = (owner: string) => ({
      onDone: () => heard.push(owner),
      onFailed: () => undefined,
    });
    room.ask("a", order("a"), listen("a"));
    room.ask("b", order("b"), listen("b"));
    room.forget("a");
    expect(cancelled()).toBe(1);
    expect(asked).toHaveLength(2);
    end(0);
    expect(heard).toEqual([]);
    end(1);
    expect(heard).toEqual(["b"]);
  });
});

describe("qui vit", () => {
  const seen = (id: string, distance: number, touched = 0, share = 1) => ({
    ...{ id, distance, touched, share },
  });

  test("les plus proches du milieu de l’écran ; hors de vue, personne", () => {
    const candidates = [
      seen("loin", 300),
      seen("près", 10),
      seen("caché", 5, 0, 0.1),
      seen("là", 90),
    ];
    expect(chooseAlive(candidates, 2)).toEqual(["près", "là"]);
  });

  test("celle que l’on touche passe devant", () => {
    expect(chooseAlive([seen("près", 10), seen("touchée", 400, 3)], 1)).toEqual(["touchée"]);
  });
});

describe("une pièce qui rejoue avec sa panne", () => {
  const { piece, incident } = breaking;
  const request = requestOf(piece, incident);
  const run = play(piece.id, { ...incident, parameters: request.parameters });
  const living = readRun(piece, run.log, run.summary());

  test("montre ce que les juges ont vu, non ce que la carte annonce", () => {
    const judged = run.summary().claims.filter(({ brokenAt }) => brokenAt >= 0);
    expect(living.breaches.map(({ claim }) => claim).sort()).toEqual(
      judged.map(({ id }) => id).sort(),
    );
    expect(living.breaches.every(({ text }) => text !== "")).toBe(true);
  });

  test("commence avant la panne et finit après la dernière rupture", () => {
    const last = living.breaches.at(-1);
    expect(living.fromUs).toBeLessThanOrEqual(living.faultsAtUs[0] ?? 0);
    expect(living.untilUs).toBeGreaterThanOrEqual(run.log.atUs(last?.index ?? 0));
    expect(living.untilUs).toBeLessThanOrEqual(living.endUs);
  });
});

test.each(
  pieceCards.flatMap((card) => card.incidents.map((incident) => [card, incident] as const)),
)("le lien vers le laboratoire garde tout de la panne : $id, $1.id", (card, { id }) => {
  const piece = galleryPiece(card);
  const incident = piece.incidents.find((known) => known.id === id) as GalleryIncident;
  const href = labHref(piece, incident, { incident: id, breaches: [{ index: 41 }] });
  const reading = decodeLink(card, href.split("#")[1] ?? "");
  expect(reading).toMatchObject({
    kind: "read",
    problems: [],
    content: {
      setup: {
        ...{ variant: incident.variant, seed: incident.seed },
        parameters: incident.parameters,
      },
      view: { playhead: 41 },
    },
  });
  expect(reading.kind === "read" && reading.content.setup.faults).toHaveLength(
    incident.faults.length,
  );
});
