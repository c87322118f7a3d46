/** The door to the comparisons, under the catalogue: two systems under one clock. */
import Link from "next/link";
import styles from "./Workshop.module.css";

export interface ComparisonEntry {
  readonly id: string;
  readonly title: string;
}

export function Comparisons({ pairs }: { readonly pairs: readonly ComparisonEntry[] }) {
  return (
    <section className={styles.workshop} aria-labelledby="comparer-titre">
      <h2 id="comparer-titre">Comparer</h2>
      <p>
        Deux systèmes, les mêmes clients, la même chance, les mêmes pannes, une seule horloge : où
        leurs histoires se séparent, et ce que chacun coûte.
      </p>
      {pairs.map(({ id, title }) => (
        <Link key={id} href={`/comparer/${id}/`} prefetch={false}>
          {title}
        </Link>
      ))}
      <Link href="/comparer/" prefetch={false}>
        Choisir deux parcours
      </Link>
    </section>
  );
}
