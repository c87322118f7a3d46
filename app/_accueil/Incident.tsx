/** The incident of the home page: words on the left, the system itself on the right. */

import styles from "./Incident.module.css";
import { MiniatureDoor } from "./MiniatureDoor.tsx";
import { MiniatureDrawing } from "./MiniatureDrawing.tsx";

export function Incident() {
  return (
    <section className={styles.hero} aria-labelledby="incident-titre">
      <div className={styles.words}>
        <p className={styles.when}>mardi, 14 h 07</p>
        <h1 id="incident-titre" className={styles.title}>
          Une cliente est débitée. Sa commande n’existe nulle part.
        </h1>
        <p className={styles.text}>
          La banque a dit oui. La réponse s’est perdue entre deux services, et la boutique a cru à
          un échec : elle a rendu l’article au stock et s’est excusée. Que verra la cliente sur son
          relevé ?
        </p>
      </div>
      <MiniatureDoor>
        <MiniatureDrawing />
      </MiniatureDoor>
    </section>
  );
}
