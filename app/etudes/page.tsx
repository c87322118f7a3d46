/** Every study, with what stands beside it: laboratory, model, teacher's sheet. */
import type { Metadata } from "next";
import Link from "next/link";
import { cards } from "@/scenarios/cards.ts";
import { SiteHeader } from "../_site/SiteHeader.tsx";
import { typeset } from "../_texte/typography.ts";
import styles from "./etudes.module.css";
import { loadStudy, studySlugs } from "./studies.ts";

export const metadata: Metadata = {
  title: "Études",
  description:
    "Des systèmes publiés, cassés, expliqués et réparés, chacun avec son laboratoire vivant.",
};

async function entries() {
  const studies = await Promise.all(
    studySlugs().map(async (slug) => ({ slug, study: await loadStudy(slug) })),
  );
  return studies.flatMap(({ slug, study }) => {
    if (study === null) return [];
    const { title, summary, scenario, also = [] } = study.frontmatter;
    const worlds = [scenario, ...also].flatMap((id) => cards.filter((card) => card.id === id));
    return [{ slug, title: typeset(title), summary: typeset(summary), worlds }];
  });
}

export default async function StudiesPage() {
  return (
    <>
      <SiteHeader here="etudes" />
      <main id="contenu" className={styles.page}>
        <h1 className={styles.title}>Études</h1>
        <p className={styles.lead}>
          Un incident, votre pari, l’expérience, ce qu’elle montre et ce que coûte le correctif. Le
          laboratoire reste ouvert à côté du texte.
        </p>
        {(await entries()).map(({ slug, title, summary, worlds }) => (
          <article key={slug} className={styles.study}>
            <h2>
              <Link href={`/etudes/${slug}/`}>{title}</Link>
            </h2>
            <p className={styles.summary}>{summary}</p>
            <ul className={styles.doors}>
              {worlds.flatMap((card) => [
                <li key={`labo-${card.id}`}>
                  Laboratoire{" "}
                  <Link href={`/labo/${card.id}/`} prefetch={false}>
                    {typeset(card.title)}
                  </Link>
                </li>,
                <li key={`modele-${card.id}`}>
                  Modèle et limites{" "}
                  <Link href={`/modele/${card.id}/`} prefetch={false}>
                    {typeset(card.title)}
                  </Link>
                </li>,
              ])}
              <li>
                Pour enseigner{" "}
                <Link href={`/etudes/${slug}/#fiche-enseignant`} prefetch={false}>
                  Fiche enseignant
                </Link>
              </li>
            </ul>
          </article>
        ))}
      </main>
    </>
  );
}
