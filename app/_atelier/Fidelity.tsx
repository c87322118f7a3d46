/** The fidelity card of a part, in words: what it follows, who judged it, what it leaves out. */
import type { FidelityCard } from "@/simulator/vocabulary/fidelity.ts";
import { typeset } from "../_texte/typography.ts";
import styles from "./Fidelity.module.css";

function Sentences({
  title,
  note,
  items,
}: {
  readonly title: string;
  readonly note: string;
  readonly items: readonly string[];
}) {
  return (
    <section className={styles.part}>
      <h3>
        {title} <small>{note}</small>
      </h3>
      {items.length === 0 ? (
        <p className={styles.none}>Rien à signaler.</p>
      ) : (
        <ul>
          {items.map((item) => (
            <li key={item}>{typeset(item)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function Fidelity({ fidelity }: { readonly fidelity: FidelityCard }) {
  const { follows, judgedBy, models, simplifies, leavesOut, rules } = fidelity;
  return (
    <section id="modele" className={styles.card} aria-labelledby="modele-titre">
      <h2 id="modele-titre">Modèle et limites</h2>
      <dl className={styles.facts}>
        <div>
          <dt>Suit</dt>
          <dd>{typeset(follows)}</dd>
        </div>
        <div>
          <dt>Jugé par</dt>
          <dd>{typeset(judgedBy)}</dd>
        </div>
        {rules.length > 0 && (
          <div>
            <dt>Règles</dt>
            <dd>
              <ul className={styles.rules}>
                {rules.map((rule) => (
                  <li key={rule}>
                    <code>{rule}</code>
                  </li>
                ))}
              </ul>
              <small>
                Énoncées dans docs/fidelity ; chacune ouvre le titre d’au moins un test.
              </small>
            </dd>
          </div>
        )}
      </dl>
      <div className={styles.parts}>
        <Sentences title="Modélisé" note="ce que la pièce fait comme l’original" items={models} />
        <Sentences title="Simplifié" note="plus court, même histoire" items={simplifies} />
        <Sentences title="Laissé de côté" note="n’y cherchez pas" items={leavesOut} />
      </div>
    </section>
  );
}
