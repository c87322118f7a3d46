/** The thumbnails of the catalogue: every case's film shows its promise breaking, as its run says. */
import { describe, expect, test } from "vitest";
import { filmedIncidents } from "../../content/catalogue.ts";
import { cards } from "../../scenarios/cards.ts";
import { play } from "../../simulator/testing/play.ts";
import { formatFault } from "../../simulator/vocabulary/fault-text.ts";
import { thumbnailStage } from "../_atelier/thumbnail-stage.ts";
import { type ThumbnailCard, thumbnailCard } from "./thumbnail.ts";
import { filmOf, pictureAt } from "./thumbnail-film.ts";

const of = (id: string): ThumbnailCard => {
  const card = cards.find((known) => known.id === id);
  const made = card && thumbnailCard(card, filmedIncidents[id], thumbnailStage(card));
  if (!made) throw new Error(`${id} has a thumbnail`);
  return made;
};

function filmed(id: string) {
  const card = of(id);
  const { request } = card;
  const run = play(id, {
    variant: request.variant,
    seed: request.seed,
    parameters: request.parameters,
    faults: request.interventions.map(formatFault),
  });
  const film = filmOf(run.log, run.summary(), card.claim.id);
  run.close();
  return { card, film };
}

describe("les vignettes du catalogue", () => {
  test.each(cards.map(({ id }) => id))("%s : une panne préparée, une promesse nommée", (id) => {
    const card = of(id);
    const incident = cards
      .find((known) => known.id === id)
      ?.incidents.find((known) => known.id === filmedIncidents[id]);
    expect(incident?.breaks[0]).toBe(card.claim.id);
    expect(card.request.interventions).toHaveLength(incident?.faults.length ?? -1);
    const { width, height, boxes, tracks } = card.stage;
    for (const box of boxes) {
      expect(box.x).toBeGreaterThan(0);
      expect(box.x + box.width).toBeLessThan(width);
      expect(box.y + box.height).toBeLessThan(height);
    }
    for (const [x, y] of tracks.flatMap(({ points }) => points)) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(height);
    }
  });

  test("la promesse tient avant sa rupture, est rompue à la fin, et l’arrêt se voit", () => {
    const { card, film } = filmed("saga-fintech");
    const brokenAt = film.claim?.brokenAt ?? -1;
    expect(film.from).toBeLessThan(brokenAt);
    const at = (step: number) => pictureAt(film, { before: step - 1, at: step }, []);
    expect(at(brokenAt - 1).verdict).not.toBe("broken");
    expect(at(brokenAt).verdict).toBe("broken");
    expect(at(film.until).verdict).toBe("broken");
    const crash = film.statuses.find(({ status }) => status === "down");
    expect(crash?.at).toBeGreaterThan(film.from);
    expect(at(crash?.at ?? 0).statuses.get(crash?.node ?? "")).toBe("down");
    const keys = card.stage.tracks.map(({ key }) => key);
    for (const { track } of film.flights) expect(keys).toContain(track);
  });

  test("tout message du passage est vu une fois au moins, quel que soit le nombre d’images", () => {
    const { film } = filmed("saga-fintech");
    const seen = new Set<string>();
    const [from, until] = [film.from, film.until + 1];
    for (let before = from - 1; before < until; before += 7) {
      const picture = pictureAt(film, { before, at: Math.min(until, before + 7) }, []);
      for (const { key, share } of picture.tokens) {
        seen.add(key);
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThan(1);
      }
    }
    expect(seen.size).toBe(film.flights.length);
  });
});
