"use client";
/**
 * The three columns of a study: contents with ticks, prose, laboratory. Below 1280 px the contents
 * fold above the prose; below 1024 px the laboratory stands under it; on a phone it is a sheet.
 */
import { type ReactNode, useEffect, useState } from "react";
import type { Progress } from "../_etude/progress.ts";
import { StudyLab } from "../_etude/StudyLab.tsx";
import { createStudy, type Study } from "../_etude/study-store.ts";
import { StudyContext, useStudy, useStudyState } from "../_etude/use-study.ts";
import { IconButton } from "../_ui/Button.tsx";
import { cx } from "../_ui/cx.ts";
import { replayEarlyClicks } from "../_ui/early-clicks.ts";
import { Sign } from "../_ui/Sign.tsx";
import styles from "./StudyFrame.module.css";
import { type SectionCard, studySections } from "./sections.ts";

export interface StudyFrameProps {
  readonly slug: string;
  readonly scenario: string;
  /** Ids to pass for a section's tick, by section. */
  readonly checkpoints: Readonly<Record<string, readonly string[]>>;
  /** Fragment of the laboratory's first state. */
  readonly opening: string;
  readonly children: ReactNode;
}

export function StudyFrame(props: StudyFrameProps) {
  const [study] = useState<Study>(() => createStudy(props.slug));
  useEffect(() => {
    study.read();
    // Once what was kept of the reader is drawn.
    const awake = setTimeout(replayEarlyClicks);
    return () => {
      clearTimeout(awake);
      study.dispose();
    };
  }, [study]);
  return (
    <StudyContext value={study}>
      <div className={styles.frame} data-keeps-clicks>
        <Contents checkpoints={props.checkpoints} />
        <main id="contenu" className={cx("book", styles.prose)}>
          {props.children}
        </main>
        <Problem />
        <StudyLab study={props.slug} scenario={props.scenario} opening={props.opening} />
      </div>
    </StudyContext>
  );
}

/** What could not be kept, over the foot of the page until it is put away. */
function Problem() {
  const study = useStudy();
  const problem = useStudyState((state) => state.problem);
  return (
    <div role="status">
      {problem !== null && (
        <div className={styles.problem}>
          <p>{problem}</p>
          <IconButton sign="close" label="Fermer ce message" onClick={study.dismiss} />
        </div>
      )}
    </div>
  );
}

const isPassed = (progress: Progress, ids: readonly string[] | undefined): boolean =>
  ids !== undefined &&
  ids.length > 0 &&
  ids.every((id) => progress.passed[id] !== undefined || progress.bets[id] !== undefined);

/** The section that crosses the upper third of the window. */
function useCurrentSection(): string {
  const [current, setCurrent] = useState(studySections[0]?.id ?? "");
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) setCurrent(entry.target.id);
      },
      { rootMargin: "-20% 0px -70% 0px" },
    );
    for (const { id } of studySections) {
      const element = document.getElementById(id);
      if (element !== null) observer.observe(element);
    }
    return () => observer.disconnect();
  }, []);
  return current;
}

function Entry({
  section,
  isHere,
  isDone,
}: {
  readonly section: SectionCard;
  readonly isHere: boolean;
  readonly isDone: boolean;
}) {
  return (
    <li className={cx(isHere && styles.here)}>
      <a href={`#${section.id}`} aria-current={isHere ? "location" : undefined}>
        <span className={styles.number}>{section.number}</span>
        <span>{section.title}</span>
        {isDone && <Sign name="ok" title="fait" className={styles.tick} />}
      </a>
    </li>
  );
}

/** « section 4 sur 10 », nothing beyond the challenge ladder. */
function place(current: string): string {
  const number = studySections.find((section) => section.id === current)?.number ?? null;
  return number === null ? "" : `section ${number} sur 10`;
}

function Contents({ checkpoints }: Pick<StudyFrameProps, "checkpoints">) {
  const progress = useStudyState((state) => state.progress);
  const current = useCurrentSection();
  const entries = (sections: readonly SectionCard[]) =>
    sections.map((section) => (
      <Entry
        key={section.id}
        section={section}
        isHere={section.id === current}
        isDone={isPassed(progress, checkpoints[section.id])}
      />
    ));
  const lists = (
    <>
      <ol>{entries(studySections.filter((section) => section.number !== null))}</ol>
      <ul>{entries(studySections.filter((section) => section.number === null))}</ul>
    </>
  );
  return (
    <>
      <nav className={styles.contents} aria-label="Sections de l’étude">
        {lists}
      </nav>
      <details className={styles.folded}>
        <summary>
          {studySections.find((section) => section.id === current)?.title}
          <span>{place(current)}</span>
        </summary>
        <nav aria-label="Sections de l’étude">{lists}</nav>
      </details>
    </>
  );
}
