/** One piece: the whole laboratory, its faults at hand, and under it what its model says and leaves out. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { Fidelity } from "../../../_atelier/Fidelity.tsx";
import { families, slugOfPiece } from "../../../_atelier/families.ts";
import { PieceLab } from "../../../_atelier/PieceLab.tsx";
import { withPlaces } from "../../../_atelier/piece-places.ts";
import { SiteHeader } from "../../../_site/SiteHeader.tsx";
import { typeset } from "../../../_texte/typography.ts";
import styles from "./piece.module.css";

interface PageProps {
  readonly params: Promise<{ readonly piece: string }>;
}

export const dynamicParams = false;
export const generateStaticParams = () =>
  pieceCards.map((card) => ({ piece: slugOfPiece(card.id) }));

const cardOf = async ({ params }: PageProps) => {
  const { piece } = await params;
  return pieceCards.find((card) => slugOfPiece(card.id) === piece);
};

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const card = await cardOf(props);
  return card === undefined
    ? {}
    : { title: typeset(`Pièce : ${card.title}`), description: typeset(card.summary) };
}

export default async function PiecePage(props: PageProps) {
  const card = await cardOf(props);
  if (card === undefined) notFound();
  return (
    <>
      <SiteHeader here="atelier">
        <span>{families[card.family].title} ›</span>
        <b>{typeset(card.title)}</b>
      </SiteHeader>
      <main id="contenu">
        <header className={styles.lead}>
          <h1>{typeset(card.title)}</h1>
          <p>{typeset(card.summary)}</p>
        </header>
        <PieceLab card={withPlaces(card)} />
        <div className={styles.card}>
          <Fidelity fidelity={card.fidelity} />
        </div>
      </main>
    </>
  );
}
