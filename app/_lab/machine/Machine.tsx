/**
 * The state machine of one instance: every state, the path taken, where it stands at the playhead.
 * A state visited goes to the step at which it was entered.
 */
"use client";
import { useActions, useCard, usePlayhead, useRun } from "@/app/_lab/hooks.ts";
import { machineLabels } from "@/app/_texte/labels.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { MachineInstance } from "@/simulator/observation/machines.ts";
import type { MachineCard } from "@/simulator/vocabulary/card.ts";
import { layMachine } from "./layout.ts";
import styles from "./Machine.module.css";
import { machineOf, standsAt, type Visit, visitsOf } from "./machine-at.ts";

interface MachineProps {
  readonly machine: MachineCard;
  readonly subject: string;
}

const DRAWING = { width: 312, boxHeight: 44, gap: 22 };

const isTaken = (visits: readonly Visit[], from: string, to: string): boolean =>
  visits.some((visit, i) => i > 0 && visit.state === to && visits[i - 1]?.state === from);

/** The machine of a business key: its latest instance. */
export function Machine({ machine, subject }: MachineProps) {
  const card = useCard();
  const { log } = useRun();
  return <MachineFigure machine={machine} instance={machineOf(log, card, machine, subject)} />;
}

interface MachineFigureProps {
  readonly machine: MachineCard;
  readonly instance: MachineInstance | null;
}

export function MachineFigure({ machine, instance }: MachineFigureProps) {
  const playhead = usePlayhead();
  const { goTo } = useActions();
  const at = instance === null ? null : standsAt(machine, instance, playhead);
  const visits = visitsOf((instance?.changes ?? []).filter((c) => c.index <= playhead));
  const layout = layMachine(machine, DRAWING);
  const strange = visits.filter((visit) => !visit.isExpected);
  const position = machine.steps.findIndex((step) => step.id === at?.step);
  return (
    <figure className={styles.machine}>
      <div
        className={styles.drawing}
        style={{ height: layout.height, "--width": `${layout.width}px` }}
      >
        <svg
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {layout.links.map((link) => (
            <path
              key={`${link.from}>${link.to}`}
              d={link.path}
              vectorEffect="non-scaling-stroke"
              className={cx(styles.link, isTaken(visits, link.from, link.to) && styles.taken)}
            />
          ))}
        </svg>
        <ul>
          {layout.boxes.map((box) => {
            const state = machine.states.find((known) => known.id === box.id);
            const visit = visits.findLast((known) => known.state === box.id);
            const label = state === undefined ? null : machineLabels[state.sign];
            const isHere = at?.stateId === box.id;
            const place = {
              left: `${(100 * box.x) / layout.width}%`,
              top: box.y,
              width: `${(100 * box.width) / layout.width}%`,
              height: box.height,
            };
            const inside = (
              <>
                <span className={cx(label !== null && visit !== undefined && `tone-${label.tone}`)}>
                  {label !== null && <Sign name={label.sign} />}
                </span>
                <span className={styles.name}>{state?.title ?? box.id}</span>
                {visit !== undefined && (
                  <span className={styles.step}>{formatStep(visit.index)}</span>
                )}
              </>
            );
            const classes = cx(
              styles.state,
              isHere && styles.here,
              isHere && label !== null && styles[label.tone],
              visit === undefined && styles.unseen,
            );
            return (
              <li key={box.id} style={place} aria-current={isHere ? "step" : undefined}>
                {visit === undefined ? (
                  <span className={classes}>{inside}</span>
                ) : (
                  <button type="button" className={classes} onClick={() => goTo(visit.index)}>
                    {inside}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
      {machine.steps.length > 0 && at !== null && (
        <ol className={styles.steps} aria-label="Étapes">
          {machine.steps.map((step, i) => (
            <li
              key={step.id}
              className={cx(i === position && styles.now, i < position && styles.past)}
              aria-current={i === position ? "step" : undefined}
            >
              {step.title}
            </li>
          ))}
        </ol>
      )}
      <figcaption>
        {at === null
          ? "Pas encore commencée à cet instant."
          : `${machine.title} ${at.state?.title ?? at.stateId} depuis le ${formatStep(at.sinceIndex)}.`}
        {strange.length > 0 && " Un passage n’est pas prévu par la machine."}
      </figcaption>
    </figure>
  );
}
