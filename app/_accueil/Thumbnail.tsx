"use client";
/**
 * One system of the catalogue, alive in small: drawn at rest by the server, played once when it comes on
 * screen, for less than five seconds; it rests on what its fault has done, and plays again under a hand.
 *
 * Light: the engine's client and the film are fetched when the first thumbnail is seen. Whoever asked for
 * less motion sees the last picture at once.
 */
import { type RefObject, useEffect, useRef, useState } from "react";
import { Sign } from "../_ui/Sign.tsx";
import { promiseKinds } from "../_ui/signs.ts";
import styles from "./Thumbnail.module.css";
import { ThumbnailDrawing } from "./ThumbnailDrawing.tsx";
import type { ThumbnailCard } from "./thumbnail.ts";
import type { Film, Picture } from "./thumbnail-film.ts";

/** Pictures of one showing, and how long each stays, ms: under five seconds in all. */
const PICTURES = 30;
const PICTURE_MS = 155;
/** Of a card, on screen: enough to be looked at. */
const SEEN_SHARE = 0.6;
/** The page and its first gesture come before its ornaments, ms. */
const PATIENCE_MS = 1_200;

type PictureOf = (film: Film, number: number) => Picture;

function useSeen(ref: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        clearTimeout(timer);
        if (entries.at(-1)?.isIntersecting)
          timer = setTimeout(() => {
            setSeen(true);
            observer.disconnect();
          }, PATIENCE_MS);
      },
      { threshold: SEEN_SHARE },
    );
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [ref]);
  return isSeen;
}

interface Shown {
  readonly film: Film;
  readonly pictureOf: PictureOf;
}

/** The film of this card once it is seen; null before, and when the engine could not run. */
function useFilm(card: ThumbnailCard, isSeen: boolean): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    if (!isSeen) return;
    const leaving = new AbortController();
    void import("./living-thumbnail.ts").then(async ({ askFilm, numbered }) => {
      const film = await askFilm(card, leaving.signal);
      if (film !== null && !leaving.signal.aborted)
        setShown({ film, pictureOf: numbered(PICTURES, card.compensations) });
    });
    return () => leaving.abort();
  }, [card, isSeen]);
  return shown;
}

const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Number of the picture shown, and how to see them again. */
function usePictures(shown: Shown | null): readonly [number, () => void] {
  const [number, setNumber] = useState(0);
  useEffect(() => {
    if (isStill()) setNumber(PICTURES);
  }, []);
  const isOver = shown === null || number >= PICTURES;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNumber((n) => n + 1), PICTURE_MS);
    return () => clearInterval(timer);
  }, [isOver]);
  return [number, () => isOver && !isStill() && setNumber(0)];
}

export function Thumbnail({ card }: { readonly card: ThumbnailCard }) {
  const root = useRef<HTMLDivElement>(null);
  const shown = useFilm(card, useSeen(root));
  const [number, replay] = usePictures(shown);
  const again = useRef(replay);
  again.current = replay;
  useEffect(() => {
    // The whole card answers: its link covers it.
    const whole = root.current?.closest("li, article");
    const act = (): void => void again.current();
    whole?.addEventListener("pointerenter", act);
    whole?.addEventListener("focusin", act);
    return () => {
      whole?.removeEventListener("pointerenter", act);
      whole?.removeEventListener("focusin", act);
    };
  }, []);
  const picture = shown?.pictureOf(shown.film, Math.min(number, PICTURES)) ?? null;
  const verdict = picture?.verdict ?? "none";
  const standing = promiseKinds[verdict === "unknown" ? "undecided" : verdict];
  return (
    <div ref={root} className={styles.thumbnail} data-picture={picture === null ? "rest" : number}>
      <ThumbnailDrawing stage={card.stage} picture={picture} />
      <p className={styles.promise}>
        <Sign name={standing.sign} className={`tone-${standing.tone}`} />
        <span title={card.claim.title}>{card.claim.title}</span>
        {picture !== null && <span className={`tone-${standing.tone}`}>{standing.word}</span>}
      </p>
    </div>
  );
}
