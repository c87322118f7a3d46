/** The door to the workshop, under the catalogue: what systems are made of, one part at a time. */
import Link from "next/link";
import { countOf } from "../_texte/numbers.ts";
import styles from "./Workshop.module.css";

export function Workshop({ count }: { readonly count: number }) {
  return (
    <section className={styles.workshop} aria-labelledby="atelier-titre">
      <h2 id="atelier-titre">Atelier</h2>
      <p>
        {countOf(count, "pièce vivante", "pièces vivantes")}, chacune dans son plus petit scénario
        et tenue contre l’original : courtiers, bases, disjoncteurs, sagas, passerelles.
      </p>
      <Link href="/atelier/pieces/" prefetch={false}>
        Voir les pièces
      </Link>
    </section>
  );
}
