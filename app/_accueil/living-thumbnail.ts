/**
 * The films of the thumbnails: one engine for all of them, one run at a time, the log thrown away as soon
 * as its film is read. Fetched when the first thumbnail is seen.
 */
import { EventLog } from "@/simulator/vocabulary/log.ts";
import type { EngineClient } from "../_worker/client.ts";
import { createEngineClient } from "../_worker/engine-client.ts";
import { spawnEngine } from "../_worker/spawn-engine.ts";
import type { ThumbnailCard } from "./thumbnail.ts";
import { type Film, filmOf, type Picture, pictureAt } from "./thumbnail-film.ts";

const films = new Map<ThumbnailCard, Film>();
let client: EngineClient | null = null;
let queue: Promise<unknown> = Promise.resolve();
let waitingCount = 0;

function film(card: ThumbnailCard): Promise<Film | null> {
  client ??= createEngineClient(spawnEngine);
  const engine = client;
  return new Promise((resolve) => {
    let log = new EventLog();
    engine.run(card.request, {
      onBatch: (batch) => log.appendBatch(batch),
      onRestart: () => {
        log = new EventLog();
      },
      onDone: (summary) => resolve(filmOf(log, summary, card.claim.id)),
      // A thumbnail that cannot live stays at rest: the laboratory says what is wrong.
      onFailed: () => resolve(null),
    });
  });
}

/** Nobody waits any longer: the engine goes, its memory with it. */
function rest(): void {
  waitingCount--;
  if (waitingCount > 0) return;
  client?.dispose();
  client = null;
}

/** null when nobody waits for it any longer, or when it cannot be made. */
export function askFilm(card: ThumbnailCard, signal: AbortSignal): Promise<Film | null> {
  const known = films.get(card);
  if (known !== undefined) return Promise.resolve(known);
  waitingCount++;
  const made = queue.then(() => (signal.aborted ? null : film(card)));
  queue = made.finally(rest);
  return made.then((found) => {
    if (found !== null) films.set(card, found);
    return found;
  });
}

/** The pictures of a showing by their number: 0 is where the film begins, `last` where it rests. */
export function numbered(last: number, compensations: readonly string[]) {
  const stepOf = ({ from, until }: Film, number: number): number =>
    Math.round(from + ((until - from) * number) / last);
  return (shown: Film, number: number): Picture =>
    pictureAt(
      shown,
      { before: stepOf(shown, number - 1), at: stepOf(shown, number) },
      compensations,
    );
}
