/**
 * A laboratory beside a study: the prose asks for states by fragments, the panel follows them and says
 * how it stands. It leaves the address of the page alone, and keeps its branches apart.
 */
"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { loadCase } from "@/app/_worker/load-card.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { formatParameter } from "@/simulator/vocabulary/parameters.ts";
import { endDemo, playDemo } from "./demo.ts";
import { shownBranch } from "./document.ts";
import styles from "./EmbeddedLab.module.css";
import { LabContext, useActions, useLab } from "./hooks.ts";
import { listenToKeys } from "./keyboard.ts";
import { addressOf, followLink } from "./link-sync.ts";
import { openLab } from "./open-lab.ts";
import { FewPromises } from "./promises/FewPromises.tsx";
import { PromisesStrip } from "./promises/PromisesStrip.tsx";
import { Announcer } from "./shell/Announcer.tsx";
import { LazyFaultMenu } from "./shell/LazyFaultMenu.tsx";
import { MainView, ViewTabs } from "./shell/MainView.tsx";
import { Notices } from "./shell/Notices.tsx";
import { useCopyLink } from "./shell/use-copy-link.ts";
import { CodePanel, Why } from "./shell/Views.tsx";
import type { Lab } from "./store.ts";
import { Narration } from "./transport/Keys.tsx";
import { ProjectorTransport } from "./transport/ProjectorTransport.tsx";
import { PhoneTransport, StudyTransport } from "./transport/SmallTransport.tsx";
import { type Layout, useLayout } from "./use-layout.ts";
import type { ViewTab } from "./view.ts";

/** What the page around may know of the laboratory. */
export interface Glance {
  readonly scenario: string;
  readonly step: number;
  readonly stepCount: number;
  readonly variant: string;
  /** Requests are none: they break nothing. */
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
  /** The study that it stands beside. */
  readonly study: string;
  /** State to stand in, as the fragment of a link. */
  readonly fragment: string;
  /** Grows each time the fragment is asked for, the same one included. */
  readonly asked: number;
  /** A state was asked for, be it still on its way: nothing plays by itself any more. */
  readonly isAsked: boolean;
  readonly onGlance?: ((glance: Glance) => void) | undefined;
}

const GLANCE_REST_MS = 120;

function glanceOf(lab: Lab): Glance {
  const { card, document, run, view } = lab.store.getState();
  const { variant, faults, parameters } = shownBranch(document).setup;
  return {
    scenario: card.id,
    step: view.playhead + 1,
    stepCount: run.length,
    variant,
    faultCount: faults.filter(
      ({ isEnabled, intervention }) => isEnabled && intervention.target.kind !== "request",
    ).length,
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

/** The same state, with the whole laboratory around it. */
function Whole({ lab }: { readonly lab: Lab }) {
  return (
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
  );
}

/** « Pourquoi ? » has no panel here: it rises over the page. */
function WhySheet() {
  const actions = useActions();
  const claims = useLab((s) => s.card.claims);
  const asked = useLab((s) => (s.view.rightPanel === "why" ? s.view.whyClaim : null));
  return (
    <Sheet
      open={asked !== null}
      title={claims.find((claim) => claim.id === asked)?.title ?? ""}
      size="full"
      onClose={() => actions.askWhy(null)}
    >
      <Why />
    </Sheet>
  );
}

interface Parts {
  readonly promises: ReactNode;
  readonly hasTabs: boolean;
  /** Under the graph: the code of this instant, or the sentence of this step. */
  readonly below: ReactNode;
  readonly transport: ReactNode;
}

/** What stands around the view: a phone and the back of a room have the frames of the laboratory. */
function partsOf(layout: Layout, copyLink: ReactNode): Parts {
  switch (layout) {
    case "projector":
      return {
        promises: <FewPromises count={2} withTotals={false} />,
        hasTabs: false,
        below: null,
        transport: <ProjectorTransport hasInspector={false} />,
      };
    case "phone":
    case "table":
      return {
        promises: <FewPromises count={1} withTotals />,
        hasTabs: true,
        below: <Narration className={styles.say} />,
        transport: <PhoneTransport />,
      };
    default:
      return {
        promises: <PromisesStrip count={2} />,
        hasTabs: true,
        below: (
          <div className={styles.code}>
            <CodePanel size="pinned" />
          </div>
        ),
        transport: <StudyTransport>{copyLink}</StudyTransport>,
      };
  }
}

function Panel({ lab, onGlance }: { readonly lab: Lab } & Pick<EmbeddedLabProps, "onGlance">) {
  useGlance(lab, onGlance);
  const root = useRef<HTMLDivElement>(null);
  const isBusy = useLab((s) => s.engine.kind === "idle" || s.engine.kind === "running");
  const { copy, isCopied } = useCopyLink();
  const tab = useLab((s) => s.view.tab);
  const parts = partsOf(
    useLayout(),
    <Button variant="quiet" sign={isCopied ? "ok" : "link"} onClick={copy}>
      {isCopied ? "Lien copié" : "Lien"}
    </Button>,
  );
  useEffect(() => {
    if (root.current === null) return;
    return listenToKeys(
      lab,
      { root: root.current, isPage: false },
      {
        copyLink: copy,
        openHelp: () => location.assign(addressOf(lab)),
        openRequests: () => location.assign(addressOf(lab)),
      },
    );
  }, [lab, copy]);
  useEffect(
    () =>
      root.current === null ? undefined : playDemo(lab, { root: root.current, isPage: false }),
    [lab],
  );
  return (
    <section
      ref={root}
      className={styles.panel}
      aria-label="Laboratoire"
      aria-busy={isBusy || undefined}
    >
      {parts.promises}
      {parts.hasTabs && (
        <div className={styles.tabs}>
          <ViewTabs tabs={STUDY_TABS}>
            <Whole lab={lab} />
          </ViewTabs>
        </div>
      )}
      <Notices />
      <div className={styles.view}>
        <MainView />
      </div>
      {tab === "graphe" && parts.below}
      {parts.transport}
      <WhySheet />
      <LazyFaultMenu />
      <Announcer />
    </section>
  );
}

/** The laboratory of a scenario, once its card has come; what to say meanwhile. */
function useOpened({ scenario, study, fragment, asked }: EmbeddedLabProps): Lab | string {
  const [state, setState] = useState<Lab | string>("Le monde se prépare.");
  // What the text asks for comes before what the reader left.
  const opening = useRef({ fragment, resumes: asked === 0 });
  useEffect(() => {
    let isHere = true;
    let close = (): void => {};
    const open = (card: ScenarioCard | null): void => {
      if (!isHere) return;
      if (card === null) return setState("Ce scénario n’existe pas.");
      const opened = openLab({ card, isEmbedded: true, study, ...opening.current });
      close = opened.close;
      setState(opened.lab);
    };
    loadCase(scenario).then(open, () => {
      if (isHere) setState("Le laboratoire n’est pas venu : rechargez la page.");
    });
    return () => {
      isHere = false;
      setState("Le monde se prépare.");
      close();
    };
  }, [scenario, study]);
  return state;
}

export function EmbeddedLab(props: EmbeddedLabProps) {
  const lab = useOpened(props);
  const { fragment, asked, isAsked, onGlance } = props;
  const followed = useRef(asked);
  useEffect(() => {
    if (typeof lab !== "string" && isAsked) endDemo(lab);
  }, [lab, isAsked]);
  useEffect(() => {
    if (typeof lab === "string" || followed.current === asked) return;
    followed.current = asked;
    followLink(lab, fragment, { keepsTab: true });
  }, [lab, fragment, asked]);
  if (typeof lab !== "string") {
    return (
      <LabContext value={lab}>
        <Panel lab={lab} onGlance={onGlance} />
      </LabContext>
    );
  }
  return (
    <section className={styles.panel} aria-label="Laboratoire" aria-busy="true">
      <p className={styles.waiting}>{typeset(lab)}</p>
    </section>
  );
}
