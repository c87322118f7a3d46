/** Traces: one order as a waterfall of spans, on a folded axis, cut at the playhead. */
"use client";
import { useMemo, useRef, useState } from "react";
import { axisTicks, createAxis, layAxis } from "@/app/_lab/axis.ts";
import { useActions, useCard, useRun, useSelection } from "@/app/_lab/hooks.ts";
import { useRead } from "@/app/_lab/use-read.ts";
import { useWidth } from "@/app/_lab/use-width.ts";
import { WHOLE_AXIS } from "@/app/_lab/view.ts";
import { countOf, formatTick } from "@/app/_texte/numbers.ts";
import { Switch } from "@/app/_ui/Switch.tsx";
import { SpanRow } from "./SpanRow.tsx";
import { TraceHead } from "./TraceHead.tsx";
import styles from "./Traces.module.css";
import { instantsOf, readSpans, spansOf, tracedSubjects, waterfall } from "./waterfall.ts";

/** The order looked at: the selection's, else the last one met before the playhead. */
function useSubject(chosen: string, subjects: readonly string[]): string {
  const run = useRun();
  const selection = useSelection();
  if (chosen !== "" && subjects.includes(chosen)) return chosen;
  const { log, timeline, messages } = run;
  const selected =
    selection?.kind === "subject"
      ? selection.subject
      : selection?.kind === "event" && selection.index < log.length
        ? log.subject(selection.index)
        : selection?.kind === "message"
          ? (messages.byId(selection.message)?.subject ?? null)
          : null;
  if (selected !== null && subjects.includes(selected)) return selected;
  for (let i = timeline.position; i >= 0 && i > timeline.position - 2_000; i--) {
    const subject = log.subject(i);
    if (subject !== null) return subject;
  }
  return subjects[0] ?? "";
}

export function Traces() {
  const { log } = useRun();
  const { isShown } = useRead(log, readSpans);
  if (!isShown) return <p className="page-note">Les traces du parcours se lisent.</p>;
  return <ReadTraces />;
}

function ReadTraces() {
  const { log } = useRun();
  const subjects = tracedSubjects(spansOf(log));
  if (subjects.length === 0) {
    return <p className="page-note">Aucune trace encore. Appuyez sur lecture.</p>;
  }
  return <Waterfall subjects={subjects} />;
}

function Waterfall({ subjects }: { readonly subjects: readonly string[] }) {
  const card = useCard();
  const run = useRun();
  const { select } = useActions();
  const [chosen, setChosen] = useState("");
  const [withStatements, setStatements] = useState(false);
  const bars = useRef<HTMLDivElement>(null);
  const width = useWidth(bars);
  const table = spansOf(run.log);
  const subject = useSubject(chosen, subjects);
  const playhead = run.timeline.position;
  const nowUs = playhead < 0 ? 0 : run.log.atUs(playhead);
  const rows = useMemo(
    () => waterfall(table, card, { subject, playhead, nowUs, withStatements }),
    [table, card, subject, playhead, nowUs, withStatements],
  );
  const axis = useMemo(() => {
    const instants = instantsOf(rows);
    const firstUs = instants[0] ?? 0;
    // The axis of one order begins with it: what came before is nobody's wait.
    return {
      firstUs,
      axis: createAxis({
        length: instants.length,
        atUs: (index) => (instants[index] ?? firstUs) - firstUs,
      }),
    };
  }, [rows]);
  const scale = layAxis(axis.axis, WHOLE_AXIS, 0, width);
  const x = (atUs: number): number => scale.x(atUs - axis.firstUs);
  const ticks = axisTicks(scale, 84).filter((tick) => tick.hasLabel);
  return (
    <div className={styles.view}>
      <TraceHead shown="traces">
        <label>
          <span className="visually-hidden">{card.subjectTitle}</span>
          <select
            value={subject}
            onChange={(event) => {
              setChosen(event.target.value);
              select({ kind: "subject", subject: event.target.value });
            }}
          >
            {subjects.map((id) => (
              <option key={id} value={id}>
                {card.subjectTitle} {id}
              </option>
            ))}
          </select>
        </label>
        <p className={styles.count}>
          {countOf(rows.filter((row) => row.standing !== "future").length, "span")} à cet instant
        </p>
        <Switch label="instructions SQL" checked={withStatements} onChange={setStatements} />
      </TraceHead>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <caption className="visually-hidden">
            Trace de {card.subjectTitle.toLocaleLowerCase("fr")} {subject}, jusqu’au curseur
          </caption>
          <thead>
            <tr>
              <th scope="col" className={styles.name}>
                span
              </th>
              <th scope="col" className={styles.node}>
                nœud
              </th>
              <th scope="col" className={styles.bars}>
                <div ref={bars} className={styles.axis}>
                  <span className="visually-hidden">durée sur l’axe du temps</span>
                  {axis.axis.folds.map((fold) => (
                    <span
                      key={fold.fromUs}
                      className={styles.fold}
                      aria-hidden="true"
                      style={{
                        left: scale.x(fold.fromUs),
                        width: Math.max(2, scale.x(fold.toUs) - scale.x(fold.fromUs)),
                      }}
                    />
                  ))}
                  {ticks.map((tick) => (
                    <span
                      key={tick.atUs}
                      className={styles.tick}
                      aria-hidden="true"
                      style={{ left: tick.x }}
                    >
                      {formatTick(tick.atUs + axis.firstUs)}
                    </span>
                  ))}
                </div>
              </th>
              <th scope="col" className={styles.took}>
                durée
              </th>
              <th scope="col" className={styles.step}>
                pas
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <SpanRow key={row.span.id} row={row} x={x} nowX={x(nowUs)} width={width} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
