/**
 * The miniature before its engine: the same boxes and tracks, drawn by the server, with nothing in them.
 */
import Link from "next/link";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { placeLabels, verdictLabels } from "../_texte/labels.ts";
import { Button } from "../_ui/Button.tsx";
import { cx } from "../_ui/cx.ts";
import { Sign } from "../_ui/Sign.tsx";
import styles from "./Miniature.module.css";
import {
  boxStyle,
  boxTitle,
  narrowLayout,
  shownClaims,
  svgPath,
  wideLayout,
} from "./miniature-layout.ts";

export function MiniatureDrawing() {
  return (
    <>
      <div className={styles.gestures}>
        <Button variant="solid" size="large" sign="play" disabled>
          Faire avancer
        </Button>
        <Link href={`/etudes/${card.id}/`} className={styles.link} prefetch={false}>
          Lire l’étude
        </Link>
      </div>
      <section className={styles.world} aria-label="Le système, en miniature">
        <ul className={styles.promises}>
          {shownClaims.map((id) => (
            <li key={id}>
              <Sign name={verdictLabels.none.sign} className="tone-mute" />
              <span>{card.claims.find((claim) => claim.id === id)?.title}</span>
            </li>
          ))}
        </ul>
        <div className={styles.stage}>
          {[wideLayout, narrowLayout].map((layout) => (
            <svg
              key={layout.width}
              className={layout === wideLayout ? styles.wide : styles.narrow}
              viewBox={`0 0 ${layout.width} ${layout.height}`}
              width={layout.width}
              height={layout.height}
              aria-hidden="true"
            >
              {Object.entries(layout.tracks).map(([id, points]) => (
                <path key={id} d={svgPath(points)} className={styles.track} />
              ))}
            </svg>
          ))}
          {card.nodes.map((node) => (
            <div
              key={node.id}
              className={cx(styles.box, node.place === "external" && styles.external)}
              style={boxStyle(node.id)}
            >
              <p className={styles.name}>
                <Sign name={placeLabels[node.place].sign} />
                <span>{boxTitle(node)}</span>
              </p>
              <p className={styles.reading}>
                <span>…</span>
              </p>
            </div>
          ))}
        </div>
        <p className={styles.says}>Le monde se prépare : quatre bases, six nœuds.</p>
        <noscript>
          <p className={styles.says}>
            La miniature a besoin de JavaScript ; les études se lisent sans lui.
          </p>
        </noscript>
        <div className={styles.axis} aria-hidden="true" />
      </section>
    </>
  );
}
