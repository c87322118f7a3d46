"use client";
/** The same fault, the same luck, each variant: counted in the books. Each number leads to its step. */
import { useEffect, useId, useRef, useState } from "react";
import { countedIn, isWrong, type SubjectLedger } from "../_etude/ledger.ts";
import type { StudySetup } from "../_etude/setup.ts";
import type { StudyRun } from "../_etude/study-engine.ts";
import { useNear, useStudy } from "../_etude/use-study.ts";
import { cx } from "../_ui/cx.ts";
import { Sign } from "../_ui/Sign.tsx";
import { sagaKinds } from "../_ui/signs.ts";
import styles from "./Tableau.module.css";

export interface TableauRow {
  readonly title: string;
  readonly setup: StudySetup;
}

interface TableauProps {
  readonly rows: readonly TableauRow[];
  /** The books counted, as the card orders them. */
  readonly books: readonly { readonly id: string; readonly title: string }[];
  /** How a subject is called, and what its state machine is. */
  readonly subjectTitle: string;
  readonly machineTitle: string;
  readonly caption: string;
}

interface Filled {
  readonly run: StudyRun;
  readonly ledger: SubjectLedger;
}

export function Tableau({ rows, books, subjectTitle, machineTitle, caption }: TableauProps) {
  const by = useId();
  const ref = useRef<HTMLTableElement>(null);
  const study = useStudy();
  const isNear = useNear(ref);
  const [filled, setFilled] = useState<readonly (Filled | null)[]>([]);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    if (!isNear) return;
    let isHere = true;
    Promise.all(rows.map((row) => study.run(row.setup))).then(
      (runs) => {
        // The order struck in one variant is the one to look at in all of them.
        const subject = runs[1]?.subject ?? runs[0]?.subject ?? "";
        if (isHere) {
          setFilled(runs.map((run) => ({ run, ledger: run.ledgerOf(subject) })));
        }
      },
      (error: unknown) => isHere && setProblem(error instanceof Error ? error.message : "…"),
    );
    return () => {
      isHere = false;
    };
  }, [isNear, rows, study]);

  const subject = filled[0]?.ledger.subject ?? "…";
  const cell = (row: number, book: string) => {
    const found = filled[row];
    if (!found) return "…";
    const { count, index } = countedIn(found.ledger, book);
    const known = found.run.card.books?.find(({ id }) => id === book);
    const isBad = known !== undefined && isWrong(found.ledger, known);
    if (index < 0) return <span className={isBad ? styles.wrong : styles.zero}>{count}</span>;
    return (
      <button
        type="button"
        className={cx(styles.number, isBad && styles.wrong)}
        onClick={() => study.goToIndex((rows[row] as TableauRow).setup, index, by)}
        aria-label={`${count}, voir au pas ${index + 1}`}
      >
        {count}
      </button>
    );
  };
  return (
    <figure className={styles.figure}>
      <table ref={ref} className={styles.table}>
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              {subjectTitle} {subject}
            </th>
            {books.map((book) => (
              <th key={book.id} scope="col" className={styles.n}>
                {book.title}
              </th>
            ))}
            {machineTitle !== "" && <th scope="col">{machineTitle}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.title}>
              <th scope="row">{row.title}</th>
              {books.map((book) => (
                <td key={book.id} className={styles.n}>
                  {cell(i, book.id)}
                </td>
              ))}
              {machineTitle !== "" && (
                <td>
                  <MachineCell
                    filled={filled[i] ?? null}
                    onGo={(index) => study.goToIndex(row.setup, index, by)}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {problem === "" ? "Chaque nombre mène au pas qui l’a produit." : problem}
      </p>
    </figure>
  );
}

function MachineCell({
  filled,
  onGo,
}: {
  readonly filled: Filled | null;
  readonly onGo: (index: number) => void;
}) {
  if (filled === null) return "…";
  const { machine } = filled.ledger;
  if (machine === null) return <span className={styles.zero}>aucune</span>;
  const state = filled.run.card.machines[0]?.states.find((known) => known.id === machine.state);
  if (state === undefined) return machine.state;
  const label =
    Object.values(sagaKinds).find((kind) => kind.sign === state.sign) ?? sagaKinds.started;
  return (
    <button type="button" className={styles.number} onClick={() => onGo(machine.index)}>
      <Sign name={label.sign} className={`tone-${label.tone}`} />{" "}
      <span className={`tone-${label.tone}`}>{state.title}</span>
    </button>
  );
}
