/** The gallery: every piece by family, a few alive at a time; a field to find one, a key to stop all. */
"use client";
import { useState, useSyncExternalStore } from "react";
import { countOf } from "../_texte/numbers.ts";
import { foldText } from "../_texte/search.ts";
import { Button } from "../_ui/Button.tsx";
import { Sign } from "../_ui/Sign.tsx";
import { byFamily, families } from "./families.ts";
import styles from "./Gallery.module.css";
import type { GalleryPiece } from "./gallery-piece.ts";
import { PieceTile } from "./PieceTile.tsx";

const REDUCED = "(prefers-reduced-motion: reduce)";

function onReduced(listener: () => void): () => void {
  const media = matchMedia(REDUCED);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whoever asked their machine for less motion is shown none that they did not ask for here. */
const useReducedMotion = (): boolean =>
  useSyncExternalStore(
    onReduced,
    () => matchMedia(REDUCED).matches,
    () => true,
  );

const textOf = (piece: GalleryPiece): string =>
  foldText(
    [
      ...[piece.title, piece.summary, piece.follows, families[piece.family].title],
      ...piece.patterns,
      ...piece.claims.map(({ title }) => title),
      ...piece.incidents.map(({ title }) => title),
    ].join(" "),
  );

export function Gallery({ pieces }: { readonly pieces: readonly GalleryPiece[] }) {
  const [query, setQuery] = useState("");
  const isReduced = useReducedMotion();
  const [isStopped, setStopped] = useState<boolean | null>(null);
  const isStill = isStopped ?? isReduced;
  const words = foldText(query)
    .split(" ")
    .filter((word) => word !== "");
  const found = pieces.filter((piece) => words.every((word) => textOf(piece).includes(word)));
  const shown = byFamily(found);
  return (
    <>
      <div className={styles.tools}>
        <search>
          <label className={styles.field}>
            <Sign name="search" />
            <span className="visually-hidden">Chercher une pièce</span>
            <input
              type="search"
              value={query}
              placeholder="pièce, panne, produit"
              onChange={(event) => setQuery(event.target.value)}
            />
          </label>
        </search>
        <nav className={styles.families} aria-label="Familles">
          {shown.map(({ family, pieces: own }) => (
            <a key={family} href={`#${family}`}>
              {families[family].title} <small>{own.length}</small>
            </a>
          ))}
        </nav>
        <output className={styles.count}>
          {words.length === 0 ? "" : countOf(found.length, "pièce trouvée", "pièces trouvées")}
        </output>
        <Button
          variant="quiet"
          sign={isStill ? "play" : "pause"}
          onClick={() => setStopped(!isStill)}
        >
          {isStill ? "Tout faire vivre" : "Tout suspendre"}
        </Button>
      </div>
      {shown.length === 0 && (
        <p className={styles.none}>
          Aucune pièce ne contient ces mots. Essayez le nom d’un produit.
        </p>
      )}
      {shown.map(({ family, pieces: own }) => (
        <section key={family} id={family} className={styles.family} aria-labelledby={`f-${family}`}>
          <header>
            <h2 id={`f-${family}`}>{families[family].title}</h2>
            <p>{families[family].text}</p>
          </header>
          <div className={styles.tiles}>
            {own.map((piece) => (
              <PieceTile key={piece.id} piece={piece} isStill={isStill} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
