/** Any two runs, chosen by the form or named by the link; and the comparisons that are prepared. */
import type { Metadata } from "next";
import Link from "next/link";
import type { RunChoice } from "@/app/_comparer/ChooseRuns.tsx";
import styles from "@/app/_comparer/choose.module.css";
import { FreeCompare } from "@/app/_comparer/FreeCompare.tsx";
import { SiteHeader } from "@/app/_site/SiteHeader.tsx";
import { typeset } from "@/app/_texte/typography.ts";
import { cards } from "@/scenarios/cards.ts";
import { comparisons } from "@/scenarios/comparisons.ts";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

export const metadata: Metadata = {
  title: "Comparer",
  description:
    "Deux parcours sous une seule horloge : les mêmes clients, la même chance, les mêmes pannes, et l’endroit où les récits se séparent.",
};

const choiceOf =
  (group: (card: ScenarioCard) => string) =>
  (card: ScenarioCard): RunChoice => ({
    ...{ id: card.id, title: card.title, group: group(card) },
    ...{ defaultVariant: card.defaultVariant, defaultSeed: card.defaultSeed },
    variants: card.variants.map(({ id, title }) => ({ id, title })),
  });

const choices = [
  ...cards.map(choiceOf(({ group }) => group)),
  ...pieceCards.map(choiceOf(() => "Atelier")),
];

export default function ComparePage() {
  return (
    <FreeCompare
      header={<SiteHeader here="comparer" />}
      choices={choices}
      prepared={
        <section aria-labelledby="preparees-titre">
          <h2 id="preparees-titre">Comparaisons préparées</h2>
          <ul className={styles.prepared}>
            {comparisons.map(({ id, title, summary }) => (
              <li key={id}>
                <Link href={`/comparer/${id}/`} prefetch={false}>
                  {typeset(title)}
                </Link>
                <p>{typeset(summary)}</p>
              </li>
            ))}
          </ul>
        </section>
      }
    />
  );
}
