/** One prepared comparison, full screen: one page a pair card, built without running anything. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PreparedPair } from "@/app/_comparer/PreparedPair.tsx";
import { cards } from "@/scenarios/cards.ts";
import { comparisons } from "@/scenarios/comparisons.ts";

interface PageProps {
  readonly params: Promise<{ readonly pair: string }>;
}

export const dynamicParams = false;
export const generateStaticParams = () => comparisons.map(({ id }) => ({ pair: id }));

const pairOf = async ({ params }: PageProps) => {
  const { pair } = await params;
  return comparisons.find(({ id }) => id === pair);
};

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const pair = await pairOf(props);
  return pair === undefined ? {} : { title: pair.title, description: pair.summary };
}

export default async function ComparisonPage(props: PageProps) {
  const pair = await pairOf(props);
  const [left, right] = (pair?.sides ?? []).map(({ scenario }) =>
    cards.find(({ id }) => id === scenario),
  );
  if (pair === undefined || left === undefined || right === undefined) notFound();
  return <PreparedPair card={pair} left={left} right={right} />;
}
