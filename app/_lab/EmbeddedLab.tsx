/**
 * A laboratory beside a study: the prose and the panel share one `LabProvider`, so that a step flag in
 * the margin moves the one cursor. It leaves the address of the page and the stored branches alone.
 */
"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { CodePanel } from "./code/CodePanel.tsx";
import styles from "./EmbeddedLab.module.css";
import { LabContext, useLab, useOptionalLab } from "./hooks.ts";
import { listenToKeys } from "./keyboard.ts";
import { addressOf } from "./link-sync.ts";
import { openLab } from "./open-lab.ts";
import { PromisesStrip } from "./promises/PromisesStrip.tsx";
import { Announcer } from "./shell/Announcer.tsx";
import { MainView, ViewTabs } from "./shell/MainView.tsx";
import { Notices } from "./shell/Notices.tsx";
import { useCopyLink } from "./shell/use-copy-link.ts";
import { FaultMenu } from "./stage/FaultMenu.tsx";
import type { Lab } from "./store.ts";
import { StudyTransport } from "./transport/Transport.tsx";
import type { ViewTab } from "./view.ts";

interface LabProviderProps {
  readonly card: ScenarioCard;
  /** State to start from, as the fragment of a link. */
  readonly fragment?: string | undefined;
  readonly children: ReactNode;
}

/** Opens the laboratory of a study; `useOptionalLab()` is null beneath it until it is open. */
export function LabProvider({ card, fragment, children }: LabProviderProps) {
  const [lab, setLab] = useState<Lab | null>(null);
  const first = useRef(fragment);
  useEffect(() => {
    const opened = openLab({ card, isEmbedded: true, fragment: first.current ?? "" });
    setLab(opened.lab);
    return () => {
      setLab(null);
      opened.close();
    };
  }, [card]);
  return <LabContext value={lab}>{children}</LabContext>;
}

const STUDY_TABS: readonly ViewTab[] = ["graphe", "temps", "bases", "code"];

function Panel({ lab }: { readonly lab: Lab }) {
  const root = useRef<HTMLDivElement>(null);
  const tab = useLab((s) => s.view.tab);
  const isBusy = useLab((s) => s.engine.kind === "idle" || s.engine.kind === "running");
  const { copy, isCopied } = useCopyLink();
  useEffect(() => {
    if (root.current === null) return;
    return listenToKeys(
      lab,
      { root: root.current, isPage: false },
      { copyLink: copy, openHelp: () => location.assign(addressOf(lab)) },
    );
  }, [lab, copy]);
  return (
    <section
      ref={root}
      className={styles.panel}
      aria-label="Laboratoire"
      aria-busy={isBusy || undefined}
    >
      <PromisesStrip count={2} />
      <div className={styles.tabs}>
        <ViewTabs tabs={STUDY_TABS}>
          <a
            className={styles.whole}
            href={`/labo/${lab.store.getState().card.id}/`}
            onClick={(event) => {
              event.preventDefault();
              location.assign(addressOf(lab));
            }}
          >
            Plein écran
          </a>
        </ViewTabs>
      </div>
      <Notices />
      <div className={styles.view}>
        <MainView />
      </div>
      {tab === "graphe" && (
        <div className={styles.code}>
          <CodePanel size="pinned" />
        </div>
      )}
      <StudyTransport>
        <Button variant="quiet" sign={isCopied ? "ok" : "link"} onClick={copy}>
          {isCopied ? "Lien copié" : "Lien"}
        </Button>
      </StudyTransport>
      <FaultMenu />
      <Announcer />
    </section>
  );
}

export function EmbeddedLab({ card }: { readonly card: ScenarioCard }) {
  const lab = useOptionalLab();
  if (lab !== null) return <Panel lab={lab} />;
  return (
    <section className={styles.panel} aria-label="Laboratoire" aria-busy="true">
      <p className={styles.waiting}>
        <Sign name="wait" /> {typeset(`Le monde se prépare : graine ${card.defaultSeed}.`)}
      </p>
    </section>
  );
}
