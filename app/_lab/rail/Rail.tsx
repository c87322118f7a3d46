/** What you set: variant, prepared incidents, settings, and your faults. */
"use client";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Tooltip } from "@/app/_ui/Tooltip.tsx";
import { requestsOf } from "@/simulator/vocabulary/requests.ts";
import { shownBranch } from "../document.ts";
import { useActions, useCard, useLab, useSetup } from "../hooks.ts";
import { FaultList } from "./FaultList.tsx";
import { RequestsDoor } from "./RequestsDoor.tsx";
import styles from "./rail.module.css";
import { Settings } from "./Settings.tsx";

export function Variants() {
  const card = useCard();
  const actions = useActions();
  const { variant } = useSetup();
  return (
    <fieldset className={styles.section}>
      <legend className={styles.title}>Variante</legend>
      {card.variants.map((known) => (
        <label
          key={known.id}
          className={cx(styles.radio, known.id === variant && styles.on)}
          title={known.summary}
        >
          <input
            type="radio"
            name={`variante-${card.id}`}
            checked={known.id === variant}
            onChange={() => actions.setVariant(known.id)}
          />
          {known.title}
        </label>
      ))}
    </fieldset>
  );
}

export function Incidents() {
  const card = useCard();
  const actions = useActions();
  const change = useLab((s) => shownBranch(s.document).change);
  if (card.incidents.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>Pannes préparées</h2>
      <ul>
        {card.incidents.map((incident) => (
          <li key={incident.id}>
            <Tooltip content={typeset(incident.text)}>
              <button
                type="button"
                className={styles.incident}
                aria-pressed={change === `incident:${incident.id}`}
                onClick={() => actions.applyIncident(incident.id)}
              >
                <Sign name="fault" />
                <span>{typeset(incident.title)}</span>
              </button>
            </Tooltip>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RailProps {
  /** false: the page around has them at hand. */
  readonly withIncidents?: boolean;
  /** The reader has just asked for their requests by a key. */
  readonly isAskWanted?: boolean;
  readonly onAskShown?: () => void;
}

const doNothing = (): void => {};

export function Rail({
  withIncidents = true,
  isAskWanted = false,
  onAskShown = doNothing,
}: RailProps) {
  const card = useCard();
  return (
    <aside className={styles.rail} aria-label="Ce que vous réglez">
      <div className={styles.scroll}>
        <Variants />
        {requestsOf(card).length > 0 && (
          <RequestsDoor isWanted={isAskWanted} onShown={onAskShown} />
        )}
        {withIncidents && <Incidents />}
        <Settings />
      </div>
      <FaultList />
    </aside>
  );
}
