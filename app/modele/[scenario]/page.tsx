/**
 * The fidelity card of a scenario: what its model says, simplifies, leaves out. A case keeps it in its
 * folder; a piece of the workshop bears it on its own card.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cards } from "@/scenarios/cards.ts";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import type { PieceCard } from "@/simulator/vocabulary/fidelity.ts";
import { Fidelity } from "../../_atelier/Fidelity.tsx";
import { pieceHref } from "../../_atelier/families.ts";
import { SiteHeader } from "../../_site/SiteHeader.tsx";
import { typeset } from "../../_texte/typography.ts";
import { cx } from "../../_ui/cx.ts";
import { type Block, type Inline, readMarkdown } from "../markdown.ts";
import styles from "./modele.module.css";

interface ModelPageProps {
  readonly params: Promise<{ readonly scenario: string }>;
}

export const dynamicParams = false;
export const generateStaticParams = () =>
  [...cards, ...pieceCards].map((card) => ({ scenario: card.id }));

export async function generateMetadata({ params }: ModelPageProps): Promise<Metadata> {
  const { scenario } = await params;
  const card = [...cards, ...pieceCards].find((known) => known.id === scenario);
  return card === undefined ? {} : { title: typeset(`Modèle et limites : ${card.title}`) };
}

function Word({ inline }: { readonly inline: Inline }) {
  switch (inline.kind) {
    case "strong":
      return <strong>{inline.text}</strong>;
    case "em":
      return <em>{inline.text}</em>;
    case "code":
      return <code>{inline.text}</code>;
    case "text":
      return inline.text;
  }
}

function Words({ content }: { readonly content: readonly Inline[] }) {
  return keyed(content).map(([key, inline]) => <Word key={key} inline={inline} />);
}

/** A card never changes while it is shown: its order is its identity. */
const keyed = <T,>(items: readonly T[]): readonly (readonly [string, T])[] =>
  items.map((item, i) => [String(i), item]);

function Piece({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "heading":
      if (block.level === 1) return <h1 id={block.id}>{<Words content={block.content} />}</h1>;
      return block.level === 2 ? (
        <h2 id={block.id}>
          <Words content={block.content} />
        </h2>
      ) : (
        <h3 id={block.id}>
          <Words content={block.content} />
        </h3>
      );
    case "paragraph":
      return (
        <p>
          <Words content={block.content} />
        </p>
      );
    case "list":
      return (
        <ul>
          {keyed(block.items).map(([key, item]) => (
            <li key={key}>
              <Words content={item} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <table>
          <thead>
            <tr>
              {keyed(block.head).map(([key, cell]) => (
                <th key={key} scope="col">
                  <Words content={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keyed(block.rows).map(([row, cells]) => (
              <tr key={row}>
                {keyed(cells).map(([key, cell]) => (
                  <td key={key}>
                    <Words content={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function PieceModel({ card }: { readonly card: PieceCard }) {
  return (
    <>
      <SiteHeader here="atelier">
        <span>Modèle et limites ›</span>
        <b>{typeset(card.title)}</b>
      </SiteHeader>
      <main id="contenu" className={styles.page}>
        <div className="book">
          <h1>{typeset(`Modèle et limites : ${card.title}`)}</h1>
          <p>{typeset(card.summary)}</p>
        </div>
        <Fidelity fidelity={card.fidelity} />
        <p className={cx("book", styles.next)}>
          <Link href={pieceHref(card.id)} prefetch={false}>
            Voir la pièce vivante
          </Link>{" "}
          ·{" "}
          <Link href={`/labo/${card.id}/`} prefetch={false}>
            Ouvrir le laboratoire
          </Link>
        </p>
      </main>
    </>
  );
}

export default async function ModelPage({ params }: ModelPageProps) {
  const { scenario } = await params;
  const piece = pieceCards.find((known) => known.id === scenario);
  if (piece !== undefined) return <PieceModel card={piece} />;
  const card = cards.find((known) => known.id === scenario);
  if (card === undefined) notFound();
  const source = readFileSync(join(process.cwd(), "scenarios", card.id, "modele.md"), "utf8");
  const blocks = readMarkdown(source, typeset);
  return (
    <>
      <SiteHeader>
        <span>Modèle et limites ›</span>
        <b>{typeset(card.title)}</b>
      </SiteHeader>
      <main id="contenu" className={cx("book", styles.page)}>
        {keyed(blocks).map(([key, block]) => (
          <Piece key={key} block={block} />
        ))}
        <p className={styles.next}>
          <Link href={`/labo/${card.id}/`} prefetch={false}>
            Ouvrir le laboratoire
          </Link>{" "}
          ·{" "}
          <Link href={`/etudes/${card.id}/`} prefetch={false}>
            Lire l’étude
          </Link>
        </p>
      </main>
    </>
  );
}
