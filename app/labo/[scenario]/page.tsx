/** The laboratory of one scenario, full screen: one page a card, built without running anything. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Laboratory } from "@/app/_lab/Laboratory.tsx";
import { cards } from "@/scenarios/cards.ts";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { withPlaces } from "../../_atelier/piece-places.ts";

interface PageProps {
  readonly params: Promise<{ readonly scenario: string }>;
}

export const dynamicParams = false;
/** Cases, and the pieces of the workshop: read here, on the server, so that no page carries them all. */
const known = [...cards, ...pieceCards.map(withPlaces)];
export const generateStaticParams = () => known.map((card) => ({ scenario: card.id }));

const cardOf = async ({ params }: PageProps) => {
  const { scenario } = await params;
  return known.find((card) => card.id === scenario);
};

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const card = await cardOf(props);
  return card === undefined ? {} : { title: card.title, description: card.summary };
}

export default async function LaboratoryPage(props: PageProps) {
  const card = await cardOf(props);
  if (card === undefined) notFound();
  return <Laboratory card={card} />;
}
