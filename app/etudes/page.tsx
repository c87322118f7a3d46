/** Every study, with what stands beside it: laboratory, model, teacher's sheet. */
import type { Metadata } from "next";
import Link from "next/link";
import { filmedIncidents } from "@/content/catalogue.ts";
import { cards } from "@/scenarios/cards.ts";
import { Thumbnail } from "../_accueil/Thumbnail.tsx";
import { thumbnailCard } from "../_accueil/thumbnail.ts";
import { thumbnailStage } from "../_atelier/thumbnail-stage.ts";
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
  const rank = (scenario: string): number => cards.findIndex((card) => card.id === scenario);
  // In the order of the catalogue.
  studies.sort(
    (a, b) => rank(a.study?.frontmatter.scenario ?? "") - rank(b.study?.frontmatter.scenario ?? ""),
  );
  return studies.flatMap(({ slug, study }) => {
    if (study === null) return [];
    const { title, summary, scenario, also = [] } = study.frontmatter;
    const worlds = [scenario, ...also].flatMap((id) => cards.filter((card) => card.id === id));
    const [first] = worlds;
    const film = first && thumbnailCard(first, filmedIncidents[first.id], thumbnailStage(first));
    return [{ slug, title: typeset(title), summary: typeset(summary), worlds, film }];
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
        {(await entries()).map(({ slug, title, summary, worlds, film }) => (
          <article key={slug} className={styles.study}>
            <h2>
              <Link href={`/etudes/${slug}/`}>{title}</Link>
            </h2>
            <p className={styles.summary}>{summary}</p>
            {film && (
              <div className={styles.film}>
                <Thumbnail card={film} />
              </div>
            )}
            <ul className={styles.doors}>
              {worlds.map((card) => (
                <li key={card.id}>
                  <b className={styles.world}>{typeset(card.title)}</b>
                  <Link href={`/labo/${card.id}/`} prefetch={false}>
                    laboratoire<span className="visually-hidden"> : {typeset(card.title)}</span>
                  </Link>
                  {" · "}
                  <Link href={`/modele/${card.id}/`} prefetch={false}>
                    modèle et limites
                    <span className="visually-hidden"> : {typeset(card.title)}</span>
                  </Link>
                </li>
              ))}
              <li>
                <b className={styles.world}>Pour enseigner</b>
                <Link href={`/etudes/${slug}/#fiche-enseignant`} prefetch={false}>
                  fiche enseignant<span className="visually-hidden"> : {title}</span>
                </Link>
              </li>
            </ul>
          </article>
        ))}
      </main>
    </>
  );
}
