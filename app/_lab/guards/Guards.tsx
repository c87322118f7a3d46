/**
 * What guards each dependency, at the playhead: its machine with the state lit and the passages counted, its
 * window filling, its places and its line. Everything is named by the card.
 */
"use client";
import { useActions, useCard, useChanged, usePlayhead, useRun, useSlot } from "@/app/_lab/hooks.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { signOfState, voiceOf } from "@/app/_texte/part-signs.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { SlotChange } from "@/simulator/observation/slot-history.ts";
import type { GuardCard } from "@/simulator/vocabulary/followed.ts";
import { PartPanel } from "../stage/PartPanel.tsx";
import styles from "./Guards.module.css";
import { BOX, layGuard } from "./guard-layout.ts";
import { historiesOf, passagesOf, visitsUpTo } from "./histories.ts";

const WIDTH = 330;
/** In the inspector, whose panel is narrower. */
const NARROW = 300;

function GuardReading({ node, reading }: GuardCard["readings"][number]) {
  const slot = `memory/${node}/${reading.key}`;
  const value = useSlot(slot);
  const changed = useChanged(slot);
  return <PartPanel reading={reading} value={value} changed={changed} />;
}

interface GuardFigureProps {
  readonly guard: GuardCard;
  readonly changes: readonly SlotChange[];
  readonly width: number;
}

function GuardFigure({ guard, changes, width }: GuardFigureProps) {
  const playhead = usePlayhead();
  const { goTo } = useActions();
  const visits = visitsUpTo(changes, playhead);
  const here = useSlot(`memory/${guard.node}/${guard.state.key}`);
  const layout = layGuard(guard, width);
  const shown = guard.state.states.find(({ id }) => id === here);
  const last = visits.at(-1);
  return (
    <figure className={styles.figure}>
      <div className={styles.drawing} style={{ height: layout.height, width }}>
        <svg width={width} height={layout.height} aria-hidden="true">
          {layout.arcs.map(({ from, to, title, path, head, label }) => {
            const count = passagesOf(visits, from, to);
            return (
              <g key={`${from}>${to}`} className={cx(styles.arc, count > 0 && styles.taken)}>
                <path d={path} />
                <polygon points={head} />
                <text x={label.x} y={label.y}>
                  {title}
                  {count > 0 && <tspan className={styles.times}> ×{count}</tspan>}
                </text>
              </g>
            );
          })}
        </svg>
        <ul>
          {layout.boxes.map(({ id, x }) => {
            const state = guard.state.states.find((one) => one.id === id);
            const visit = visits.findLast((one) => one.state === id);
            const isHere = here === id;
            const sign = state === undefined ? null : signOfState(state.title, state.tone);
            const inside = (
              <>
                {sign !== null && <Sign name={sign.sign} />}
                <span>{state?.title ?? id}</span>
              </>
            );
            const classes = cx(
              styles.state,
              isHere && styles.here,
              isHere && state !== undefined && `tone-${voiceOf[state.tone]}`,
            );
            const place = { left: x, top: layout.top, width: BOX.width, height: BOX.height };
            return (
              <li key={id} style={place} aria-current={isHere ? "step" : undefined}>
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
      <figcaption>
        {shown === undefined || last === undefined
          ? "Rien encore à cet instant."
          : `${shown.title.charAt(0).toLocaleUpperCase("fr")}${shown.title.slice(1)} depuis le ${formatStep(last.index)}.`}
      </figcaption>
    </figure>
  );
}

interface GuardBodyProps {
  readonly guard: GuardCard;
  readonly guards: readonly GuardCard[];
  readonly width: number;
}

function GuardBody({ guard, guards, width }: GuardBodyProps) {
  const { log } = useRun();
  const changes = historiesOf(log, guards)[guards.indexOf(guard)] ?? [];
  return (
    <>
      <GuardFigure guard={guard} changes={changes} width={width} />
      {guard.readings.map(({ node, reading }) => (
        <GuardReading key={`${node} ${reading.key}`} node={node} reading={reading} />
      ))}
    </>
  );
}

/** What guards one node, for whoever looks at that node; nothing when nothing does. */
export function GuardOf({ node }: { readonly node: string }) {
  const { guards = [] } = useCard();
  const guard = guards.find(({ id }) => id === node);
  if (guard === undefined) return null;
  return (
    <section className={styles.alone} aria-label={`Protection de ${guard.title}`}>
      <GuardBody guard={guard} guards={guards} width={NARROW} />
    </section>
  );
}

export function Guards({ guards }: { readonly guards: readonly GuardCard[] }) {
  return (
    <section aria-label="Protections">
      <header className={styles.head}>
        <h2>Protections</h2>
        <p>par service, à cet instant</p>
      </header>
      <ul className={styles.grid}>
        {guards.map((guard) => (
          <li key={guard.id} className={styles.one} data-guard={guard.id}>
            <h3>{guard.title}</h3>
            <GuardBody guard={guard} guards={guards} width={WIDTH} />
          </li>
        ))}
      </ul>
    </section>
  );
}
