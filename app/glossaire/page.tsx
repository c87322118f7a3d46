/** The glossary: every term with its anchor; the list is complete without JavaScript. */
import type { Metadata } from "next";
import { glossary } from "../../content/glossaire.ts";
import { SiteHeader } from "../_site/SiteHeader.tsx";
import { typeset } from "../_texte/typography.ts";
import { GlossaryList } from "./GlossaryList.tsx";
import styles from "./glossaire.module.css";

export const metadata: Metadata = {
  title: "Glossaire",
  description: "Les mots des systèmes distribués en français, avec leur anglais et où les voir.",
};

const byTerm = new Intl.Collator("fr");

export default function GlossaryPage() {
  const entries = [...glossary]
    .sort((a, b) => byTerm.compare(a.term, b.term))
    .map((entry) => ({
      ...entry,
      term: typeset(entry.term),
      definition: typeset(entry.definition),
      also: entry.also.map(typeset),
    }));
  return (
    <>
      <SiteHeader here="glossaire" />
      <main id="contenu" className={styles.page}>
        <h1 className={styles.title}>Glossaire</h1>
        <p className={styles.lead}>
          Le français d’abord, l’anglais entre parenthèses. Un mot par chose, le même partout : dans
          les études, dans le laboratoire et sous les signes.
        </p>
        <GlossaryList entries={entries} />
      </main>
    </>
  );
}
