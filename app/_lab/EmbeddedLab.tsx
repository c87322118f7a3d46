/**
 * A laboratory beside a study: the prose asks for states by fragments, the panel follows them and says
 * how it stands. It leaves the address of the page and the stored branches alone.
 */
"use client";
import { useEffect, useRef, useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { cards } from "@/scenarios/cards.ts";
import { formatParameter } from "@/simulator/vocabulary/parameters.ts";
import { shownBranch } from "./document.ts";
import styles from "./EmbeddedLab.module.css";
import { LabContext, useLab } from "./hooks.ts";
import { listenToKeys } from "./keyboard.ts";
import { addressOf, followLink } from "./link-sync.ts";
import { openLab } from "./open-lab.ts";
import { PromisesStrip } from "./promises/PromisesStrip.tsx";
import { Announcer } from "./shell/Announcer.tsx";
import { LazyFaultMenu } from "./shell/LazyFaultMenu.tsx";
import { MainView, ViewTabs } from "./shell/MainView.tsx";
import { Notices } from "./shell/Notices.tsx";
import { useCopyLink } from "./shell/use-copy-link.ts";
import { CodePanel } from "./shell/Views.tsx";
import type { Lab } from "./store.ts";
import { StudyTransport } from "./transport/SmallTransport.tsx";
import type { ViewTab } from "./view.ts";

/** What the page around may know of the laboratory. */
export interface Glance {
  readonly step: number;
  readonly stepCount: number;
  readonly variant: string;
  readonly faultCount: number;
  /** Parameters that differ from their default. */
  readonly changedParameters: number;
  /** Claims broken in the run shown, or null while it is computed. */
  readonly broken: readonly string[] | null;
  /** The address of this very state. */
  readonly address: string;
}

export interface EmbeddedLabProps {
  readonly scenario: string;
  /** State to stand in, as the fragment of a link. */
  readonly fragment: string;
  /** Grows each time the fragment is asked for, the same one included. */
  readonly asked: number;
  readonly onGlance?: ((glance: Glance) => void) | undefined;
}

const GLANCE_REST_MS = 120;

function glanceOf(lab: Lab): Glance {
  const { card, document, run, view } = lab.store.getState();
  const { variant, faults, parameters } = shownBranch(document).setup;
  return {
    step: view.playhead + 1,
    stepCount: run.length,
    variant,
    faultCount: faults.filter((fault) => fault.isEnabled).length,
    changedParameters: card.parameters.filter(
      (p) => formatParameter(parameters[p.id] ?? p.default) !== formatParameter(p.default),
    ).length,
    broken:
      run.summary === null
        ? null
        : run.claims.filter((track) => track.brokenAt >= 0).map((track) => track.id),
    address: addressOf(lab),
  };
}

/** Says how it stands when it rests. */
function useGlance(lab: Lab, onGlance: EmbeddedLabProps["onGlance"]): void {
  const latest = useRef(onGlance);
  latest.current = onGlance;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      timer = undefined;
      latest.current?.(glanceOf(lab));
    };
    const stop = lab.store.subscribe(() => {
      timer ??= setTimeout(tell, GLANCE_REST_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [lab]);
}

const STUDY_TABS: readonly ViewTab[] = ["graphe", "temps", "bases", "code"];

function Panel({ lab, onGlance }: { readonly lab: Lab } & Pick<EmbeddedLabProps, "onGlance">) {
  useGlance(lab, onGlance);
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
      <LazyFaultMenu />
      <Announcer />
    </section>
  );
}

export function EmbeddedLab({ scenario, fragment, asked, onGlance }: EmbeddedLabProps) {
  const card = cards.find((known) => known.id === scenario);
  const [lab, setLab] = useState<Lab | null>(null);
  const opening = useRef(fragment);
  const followed = useRef(asked);
  useEffect(() => {
    if (card === undefined) return;
    const opened = openLab({ card, isEmbedded: true, fragment: opening.current });
    setLab(opened.lab);
    return () => {
      setLab(null);
      opened.close();
    };
  }, [card]);
  useEffect(() => {
    if (lab === null || followed.current === asked) return;
    followed.current = asked;
    followLink(lab, fragment);
  }, [lab, fragment, asked]);
  if (lab !== null) {
    return (
      <LabContext value={lab}>
        <Panel lab={lab} onGlance={onGlance} />
      </LabContext>
    );
  }
  return (
    <section className={styles.panel} aria-label="Laboratoire" aria-busy="true">
      <p className={styles.waiting}>
        {card === undefined
          ? "Ce scénario n’existe pas."
          : typeset(`Le monde se prépare : graine ${card.defaultSeed}.`)}
      </p>
    </section>
  );
}
