"use client";
/**
 * The laboratory beside a study: loaded after the text, put in the states that the text asks for.
 * Below 768 px it is a sheet whose peek stays at the foot of the screen.
 */
import { useEffect, useState, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { Sign } from "../_ui/Sign.tsx";
import { currentProfile, onThemeChange } from "../_ui/theme.ts";
import { labGlance } from "./lab-link.ts";
import styles from "./StudyLab.module.css";
import { useStudyState } from "./use-study.ts";

interface StudyLabProps {
  readonly study: string;
  readonly scenario: string;
  readonly opening: string;
}

type Embed = (props: {
  readonly study: string;
  readonly scenario: string;
  readonly fragment: string;
  readonly asked: number;
  readonly isAsked: boolean;
}) => React.ReactNode;

const PHONE = "(max-width: 767px)";

/** On a phone and at the back of the room the laboratory is a sheet. */
const isSheet = (): boolean => matchMedia(PHONE).matches || currentProfile() === "projector";

function watchSheet(listener: () => void): () => void {
  const media = matchMedia(PHONE);
  media.addEventListener("change", listener);
  const stop = onThemeChange(listener);
  return () => {
    media.removeEventListener("change", listener);
    stop();
  };
}

export function StudyLab({ study, scenario, opening }: StudyLabProps) {
  const asked = useStudyState((state) => state.asked);
  const isAsked = useStudyState((state) => state.isAsked);
  const [Lab, setLab] = useState<Embed | null>(null);
  const [isOpen, setOpen] = useState(false);
  const glance = useStore(labGlance, (state) => state.glance);
  const isFolded = useSyncExternalStore(watchSheet, isSheet, () => false);

  useEffect(() => {
    let isHere = true;
    // After the text: the page reads before the laboratory weighs on it.
    void import("../_lab/EmbeddedLab.tsx").then(({ EmbeddedLab }) => {
      const Beside: Embed = (props) => (
        <EmbeddedLab {...props} onGlance={(seen) => labGlance.setState({ glance: seen })} />
      );
      if (isHere) setLab(() => Beside);
    });
    return () => {
      isHere = false;
    };
  }, []);

  // A link of the text opens the sheet: one does not look for what one has asked to see.
  useEffect(() => {
    if (asked !== null) setOpen(true);
  }, [asked]);

  return (
    <aside className={styles.lab} data-open={isOpen || undefined} aria-label="Le laboratoire">
      <button
        type="button"
        className={styles.peek}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <b>Le laboratoire</b>
        <span className={styles.step}>
          {glance === null ? "" : `pas ${glance.step} / ${glance.stepCount}`}
        </span>
        <span className={styles.open}>
          {isOpen ? "Fermer" : "Ouvrir"} <Sign name={isOpen ? "downchev" : "upchev"} />
        </span>
      </button>
      <div className={styles.body} inert={isFolded && !isOpen}>
        {Lab === null ? (
          <p className={styles.waiting}>Le laboratoire s’ouvre.</p>
        ) : (
          <Lab
            // Another scenario is another laboratory.
            key={asked?.scenario ?? scenario}
            study={study}
            scenario={asked?.scenario ?? scenario}
            fragment={asked?.fragment ?? opening}
            asked={asked?.count ?? 0}
            isAsked={isAsked}
          />
        )}
      </div>
    </aside>
  );
}
