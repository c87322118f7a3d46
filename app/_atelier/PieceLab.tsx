/**
 * The page of one piece, its living half: the faults at hand, what they broke, the whole laboratory.
 *
 * Nothing is said here that the run shown in the laboratory does not say.
 */
"use client";
import { useEffect, useState } from "react";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { shownBranch } from "../_lab/document.ts";
import { LabContext, useActions, useLab } from "../_lab/hooks.ts";
import { openLab } from "../_lab/open-lab.ts";
import { LabShell } from "../_lab/shell/LabShell.tsx";
import { Stage } from "../_lab/shell/Views.tsx";
import type { Lab } from "../_lab/store.ts";
import { typeset } from "../_texte/typography.ts";
import { Button } from "../_ui/Button.tsx";
import styles from "./PieceLab.module.css";
import { TrialLabel } from "./TrialLabel.tsx";
import { Verdict } from "./Verdict.tsx";

type Incident = ScenarioCard["incidents"][number];

/** The breaches of the run shown, once it is over. */
function useBreaches() {
  const claims = useLab((s) => (s.run.summary === null ? null : s.run.claims));
  const titles = useLab((s) => s.card.claims);
  if (claims === null) return null;
  return claims
    .filter((track) => track.brokenAt >= 0)
    .map((track) => ({
      claim: track.id,
      title: typeset(titles.find((known) => known.id === track.id)?.title ?? track.id),
      index: track.brokenAt,
      text: track.changes.find((change) => change.index === track.brokenAt)?.text ?? "",
    }))
    .sort((a, b) => a.index - b.index);
}

function Outcome({ incident }: { readonly incident: Incident }) {
  const { goTo } = useActions();
  const breaches = useBreaches();
  const isOver = useLab((s) => s.engine.kind === "done" && s.run.branch === s.document.shown);
  const isDecided = useLab((s) => s.run.summary?.endReason !== "budget");
  const isHere = isOver && breaches !== null;
  return (
    <div className={styles.outcome} role="status" data-outcome={isHere ? incident.id : undefined}>
      <p className={styles.done}>{typeset(incident.text)}</p>
      {isHere ? (
        <Verdict
          breaches={breaches}
          isDecided={isDecided}
          gesture={({ index }) => (
            <Button
              variant="link"
              onClick={() => {
                goTo(index);
                document.getElementById("laboratoire")?.scrollIntoView();
              }}
            >
              Y aller
            </Button>
          )}
        />
      ) : (
        <p>La pièce rejoue…</p>
      )}
    </div>
  );
}

/** The prepared faults of the card: a press injects one, another press takes it away. */
function Faults({ incidents }: { readonly incidents: readonly Incident[] }) {
  const actions = useActions();
  const change = useLab((s) => shownBranch(s.document).change);
  const main = useLab((s) => s.document.branches[0]?.id ?? "");
  const chosen = incidents.find(({ id }) => change === `incident:${id}`);
  return (
    <section className={styles.faults} aria-labelledby="pannes-titre">
      <h2 id="pannes-titre">Mettre à l’épreuve</h2>
      <ul>
        {incidents.map((incident) => (
          <li key={incident.id}>
            <button
              type="button"
              aria-pressed={incident === chosen}
              data-incident={incident.id}
              data-breaks={incident.breaks.join(" ")}
              onClick={() =>
                incident === chosen ? actions.showBranch(main) : actions.applyIncident(incident.id)
              }
            >
              <TrialLabel
                title={typeset(incident.title)}
                faultCount={incident.faults.length}
                isChosen={incident === chosen}
              />
            </button>
          </li>
        ))}
      </ul>
      {chosen !== undefined && <Outcome incident={chosen} />}
    </section>
  );
}

export function PieceLab({ card }: { readonly card: ScenarioCard }) {
  const [lab, setLab] = useState<Lab | null>(null);
  useEffect(() => {
    const opened = openLab({ card, isEmbedded: true });
    let isOpen = true;
    const show = (): void => {
      if (isOpen) setLab(opened.lab);
    };
    Stage.fetch().then(show, show);
    return () => {
      isOpen = false;
      setLab(null);
      opened.close();
    };
  }, [card]);
  if (lab === null) {
    return (
      <section className={styles.waiting} aria-label="Laboratoire" aria-busy="true">
        <p>{typeset(`Le monde se prépare : graine ${card.defaultSeed}.`)}</p>
        <noscript>
          <p>Le laboratoire a besoin de JavaScript ; la fiche se lit sans lui.</p>
        </noscript>
      </section>
    );
  }
  return (
    <LabContext value={lab}>
      {card.incidents.length > 0 && <Faults incidents={card.incidents} />}
      <div id="laboratoire" className={styles.lab}>
        <LabShell isEmbedded />
      </div>
    </LabContext>
  );
}
