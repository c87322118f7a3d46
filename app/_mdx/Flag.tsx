"use client";
/**
 * The two ways from the prose to the laboratory: a flag in the margin (« pas 38 ») and a link in the
 * line. Both point at a fact of a run; the number comes out of the run.
 */
import { type ReactNode, useId, useRef } from "react";
import type { StudySetup } from "../_etude/setup.ts";
import type { Place } from "../_etude/study-store.ts";
import { useNear, useStudy, useStudyRun, useStudyState } from "../_etude/use-study.ts";
import { cx } from "../_ui/cx.ts";
import styles from "./Flag.module.css";

interface FlagProps extends Place {
  readonly setup: StudySetup;
  /** What is to be seen there, for those who do not see the margin. */
  readonly title: string;
}

export function Flag({ setup, marker, view, title }: FlagProps) {
  const id = useId();
  const ref = useRef<HTMLButtonElement>(null);
  const study = useStudy();
  const run = useStudyRun(setup, useNear(ref));
  const isHere = useStudyState((state) => state.asked?.by === id);
  const isAwaited = useStudyState((state) => state.waiting === id);
  const step = run.kind === "ready" ? run.value.stepOf(marker) : null;
  return (
    <button
      ref={ref}
      type="button"
      className={cx(styles.flag, isHere && styles.here)}
      aria-busy={isAwaited || undefined}
      disabled={run.kind === "failed" || (step !== null && step < 0)}
      title={title}
      onClick={() => void study.goTo(setup, { marker, view }, id)}
    >
      pas&nbsp;{step === null ? "…" : step < 0 ? "—" : step + 1}
      <span className="visually-hidden">, {title}, dans le laboratoire</span>
    </button>
  );
}

interface StateLinkProps extends Place {
  readonly setup: StudySetup;
  /** Ticked when followed. */
  readonly passes?: string | undefined;
  readonly isButton?: boolean | undefined;
  readonly children: ReactNode;
}

export function StateLink(props: StateLinkProps) {
  const { setup, marker, view, passes, isButton = false, children } = props;
  const id = useId();
  const study = useStudy();
  const isHere = useStudyState((state) => state.asked?.by === id);
  const isAwaited = useStudyState((state) => state.waiting === id);
  return (
    <button
      type="button"
      className={cx(isButton ? styles.button : styles.link, isHere && styles.hereLink)}
      aria-busy={isAwaited || undefined}
      onClick={() => {
        void study.goTo(setup, { marker, view }, id);
        if (passes !== undefined) study.pass(passes);
      }}
    >
      {children}
    </button>
  );
}
