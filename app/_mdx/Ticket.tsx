"use client";
/** The paper that a subject's events add up to, beside the events. Made from a run when it is near. */
import { lazy, Suspense, useId, useMemo, useRef } from "react";
import type { StudySetup } from "../_etude/setup.ts";
import { useNear, useStudy, useStudyRun } from "../_etude/use-study.ts";
import styles from "./OnDemand.module.css";

interface TicketProps {
  readonly caption: string;
  readonly setup: StudySetup;
  /** Absent: the one of the first breach. */
  readonly subject?: string | undefined;
}

/** Drawn late: its sums and formats come with the first one that is read. */
const TicketPaper = lazy(() =>
  import("./TicketPaper.tsx").then((module) => ({ default: module.TicketPaper })),
);

export function Ticket({ caption, setup, subject }: TicketProps) {
  const by = useId();
  const ref = useRef<HTMLElement>(null);
  const study = useStudy();
  const run = useStudyRun(setup, useNear(ref));
  const paper = useMemo(
    () => (run.kind === "ready" ? run.value.paperOf(subject ?? run.value.subject) : null),
    [run, subject],
  );
  return (
    <figure ref={ref} className={styles.figure}>
      <p className={styles.caption}>{caption}</p>
      {paper === null ? (
        <p className={styles.run}>
          {run.kind === "failed" ? run.message : "Le parcours se calcule."}
        </p>
      ) : (
        <Suspense>
          <TicketPaper paper={paper} onGo={(index) => study.goToIndex(setup, index, by)} />
        </Suspense>
      )}
    </figure>
  );
}
