/**
 * Every instance of a state machine at the playhead: how many stand in each state, and the diagram of
 * each with its state lit and its path in ink.
 *
 * Owns the choice of what is drawn: a run may have thousands of instances, a page reads a few dozen.
 */
"use client";
import { useState } from "react";
import { useActions, useCard, usePlayhead, useRun } from "@/app/_lab/hooks.ts";
import { machineLabels } from "@/app/_texte/labels.ts";
import { countOf, formatCount, formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { MachineInstance } from "@/simulator/observation/machines.ts";
import type { MachineCard } from "@/simulator/vocabulary/card.ts";
import { Guards } from "../guards/Guards.tsx";
import { MachineFigure } from "./Machine.tsx";
import styles from "./Machines.module.css";
import { type Census, censusAt } from "./machine-at.ts";

const FIGURES_MAX = 24;

interface CountsProps {
  readonly machine: MachineCard;
  readonly census: Census;
  readonly only: string | null;
  readonly onOnly: (state: string | null) => void;
}

/** One button a state: its count, and only its instances once pressed. */
function Counts({ machine, census, only, onOnly }: CountsProps) {
  const known = new Map(machine.states.map((state) => [state.id, state]));
  return (
    <ul className={styles.counts} aria-label={`${machine.title}, par état`}>
      {[...census.counts].map(([id, count]) => {
        const state = known.get(id);
        const label = state === undefined ? null : machineLabels[state.sign];
        return (
          <li key={id}>
            <button
              type="button"
              aria-pressed={only === id}
              className={cx(styles.count, count === 0 && styles.none)}
              onClick={() => onOnly(only === id ? null : id)}
            >
              {label !== null && (
                <span className={cx(count > 0 && `tone-${label.tone}`)}>
                  <Sign name={label.sign} />
                </span>
              )}
              {state?.title ?? id} <b>{formatCount(count)}</b>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface OneProps {
  readonly machine: MachineCard;
  readonly instance: MachineInstance;
}

function One({ machine, instance }: OneProps) {
  const card = useCard();
  const { select } = useActions();
  const { subject, key } = instance;
  const name = subject === null ? key : `${card.subjectTitle} ${subject}`;
  return (
    <li className={styles.one} data-instance={subject ?? key}>
      <h3>
        {subject === null ? (
          name
        ) : (
          <button type="button" onClick={() => select({ kind: "subject", subject })}>
            {name}
          </button>
        )}
      </h3>
      <MachineFigure machine={machine} instance={instance} />
    </li>
  );
}

function OneMachine({ machine }: { readonly machine: MachineCard }) {
  const card = useCard();
  const { log } = useRun();
  const playhead = usePlayhead();
  const [only, setOnly] = useState<string | null>(null);
  const census = censusAt(log, card, { machine, index: playhead });
  const chosen = census.standings.filter(({ state }) => only === null || state === only);
  // The latest ones when there are too many: they are the ones that move.
  const shown = chosen.slice(-FIGURES_MAX);
  const hidden = chosen.length - shown.length;
  return (
    <section aria-label={machine.title}>
      <header className={styles.head}>
        <h2>{machine.title}</h2>
        <p>
          {countOf(census.standings.length, "instance")} au {formatStep(playhead)}
          {hidden > 0 && `, les ${FIGURES_MAX} dernières dessinées`}
        </p>
        <Counts machine={machine} census={census} only={only} onOnly={setOnly} />
      </header>
      {shown.length === 0 ? (
        <p className={styles.empty}>
          {only === null
            ? "Aucune n’a commencé à cet instant."
            : "Aucune n’est dans cet état à cet instant."}
        </p>
      ) : (
        <ul className={styles.grid}>
          {shown.map(({ instance }) => (
            <One key={instance.key} machine={machine} instance={instance} />
          ))}
        </ul>
      )}
    </section>
  );
}

export function Machines() {
  const { machines, guards = [] } = useCard();
  return (
    <div className={styles.view}>
      {guards.length > 0 && <Guards guards={guards} />}
      {machines.length + guards.length === 0 && (
        <p className={styles.empty}>Ce scénario n’a pas de machine à états.</p>
      )}
      {machines.map((machine) => (
        <OneMachine key={machine.id} machine={machine} />
      ))}
    </div>
  );
}
