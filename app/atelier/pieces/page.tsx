/** The gallery of pieces: each part alive in its smallest scenario, with its card and its faults. */
import type { Metadata } from "next";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { Gallery } from "../../_atelier/Gallery.tsx";
import { galleryPiece } from "../../_atelier/gallery-piece.ts";
import { SiteHeader } from "../../_site/SiteHeader.tsx";
import styles from "./page.module.css";

export const metadata: Metadata = {
  title: "Les pièces",
  description:
    "Courtiers, bases, disjoncteurs, verrous : chaque pièce vivante dans son plus petit scénario, avec ses pannes et ce qu’elle doit à l’original.",
};

export default function PiecesPage() {
  return (
    <>
      <SiteHeader here="atelier" />
      <main id="contenu" className={styles.page}>
        <header className={styles.lead}>
          <h1>Les pièces</h1>
          <p>
            De quoi les systèmes distribués sont faits, une pièce à la fois. Chacune vit ici dans
            son plus petit scénario, tenue contre l’original : injectez une panne, et voyez quelle
            promesse se rompt.
          </p>
        </header>
        <Gallery pieces={pieceCards.map(galleryPiece)} />
      </main>
    </>
  );
}
