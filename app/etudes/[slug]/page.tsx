/** A study: prose of `content/etudes`, the words of its scenario, the laboratory beside it. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cards } from "@/scenarios/cards.ts";
import { setupFragment } from "../../_etude/setup.ts";
import { StudyFrame } from "../../_mdx/StudyFrame.tsx";
import { SiteHeader } from "../../_site/SiteHeader.tsx";
import { typeset } from "../../_texte/typography.ts";
import { setupOf, studyWords } from "../StudyWords.tsx";
import { loadStudy, studySlugs } from "../studies.ts";
import styles from "./etude.module.css";

interface StudyPageProps {
  readonly params: Promise<{ readonly slug: string }>;
}

export const dynamicParams = false;
export const generateStaticParams = () => studySlugs().map((slug) => ({ slug }));

export async function generateMetadata({ params }: StudyPageProps): Promise<Metadata> {
  const study = await loadStudy((await params).slug);
  return study === null
    ? {}
    : { title: typeset(study.frontmatter.title), description: typeset(study.frontmatter.summary) };
}

export default async function StudyPage({ params }: StudyPageProps) {
  const { slug } = await params;
  const study = await loadStudy(slug);
  const card = cards.find((known) => known.id === study?.frontmatter.scenario);
  if (study === null || card === undefined) notFound();
  const { Content, frontmatter } = study;
  const opening = setupOf(card, { defaut: frontmatter.defect, sansPanne: true });
  return (
    <>
      <div className={styles.bar}>
        <SiteHeader here="etudes">
          <span>Étude ›</span>
          <b>{typeset(frontmatter.title)}</b>
        </SiteHeader>
      </div>
      <StudyFrame
        slug={slug}
        scenario={card.id}
        checkpoints={frontmatter.checkpoints}
        opening={setupFragment(opening, null)}
      >
        <header className={styles.head}>
          <h1>{typeset(frontmatter.title)}</h1>
          <p className={styles.summary}>{typeset(frontmatter.summary)}</p>
        </header>
        <Content components={studyWords(card)} />
      </StudyFrame>
    </>
  );
}
