/**
 * The frame: what must hold (top), what you set (left), what happens (centre), what you look at
 * (right), when (bottom). No zone changes meaning between widths; some fold away.
 */
"use client";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { Button, IconButton } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { playDemo } from "../demo.ts";
import { useActions, useLab, useLabApi } from "../hooks.ts";
import { listenToKeys } from "../keyboard.ts";
import { useSize } from "../preferences.ts";
import { PromisesStrip } from "../promises/PromisesStrip.tsx";
import { Rail } from "../rail/Rail.tsx";
import { Transport } from "../transport/Transport.tsx";
import { type Layout, useLayout } from "../use-layout.ts";
import { Announcer, Resume } from "./Announcer.tsx";
import { LazyFaultMenu } from "./LazyFaultMenu.tsx";
import { MainView, ViewTabs } from "./MainView.tsx";
import { Notices } from "./Notices.tsx";
import { RightPanel } from "./RightPanel.tsx";
import { Splitter } from "./Splitter.tsx";
import styles from "./shell.module.css";
import { TopBar } from "./TopBar.tsx";
import { useCopyLink } from "./use-copy-link.ts";
import { useFetchLater } from "./Views.tsx";

// What a first look does not need is fetched when it is asked for.
const PhoneShell = lazy(() => import("./PhoneShell.tsx").then((m) => ({ default: m.PhoneShell })));
const ProjectorFrame = lazy(() =>
  import("./ProjectorFrame.tsx").then((m) => ({ default: m.ProjectorFrame })),
);
const HelpDialog = lazy(() => import("./HelpDialog.tsx").then((m) => ({ default: m.HelpDialog })));

interface FrameProps {
  readonly layout: Layout;
  /** It stands in a page that has its own title and its own way back. */
  readonly isEmbedded: boolean;
  readonly onCopy: () => void;
  readonly onHelp: () => void;
  readonly isCopied: boolean;
  /** The reader asks for their requests by a key; said back once they are shown. */
  readonly isAskWanted: boolean;
  readonly onAskShown: () => void;
}

const RAIL = [180, 212, 420] as const;
const RIGHT = [180, 340, 480] as const;
const RIGHT_MEDIUM = [180, 300, 480] as const;
const TRANSPORT = [120, 206, 320] as const;

/** The first paint of a width decides what is folded; afterwards the reader does. */
function useFolding(layout: Layout): void {
  const actions = useActions();
  useEffect(() => {
    actions.toggleRail(layout === "wide");
    if (layout === "narrow") actions.toggleInspector(false);
  }, [layout, actions]);
}

function DeskFrame({ layout, isEmbedded, isAskWanted, onAskShown, ...bar }: FrameProps) {
  const actions = useActions();
  const isRailOpen = useLab((s) => s.view.isRailOpen);
  const isRightOpen = useLab((s) => s.view.isInspectorOpen);
  const rail = useSize("volet-gauche", RAIL);
  const right = useSize("volet-droit", layout === "wide" ? RIGHT : RIGHT_MEDIUM);
  const transport = useSize("transport", TRANSPORT);
  useFolding(layout);
  const isDrawer = layout === "narrow";
  return (
    <div
      className={cx(styles.desk, isDrawer && styles.drawered)}
      style={{
        "--rail": isRailOpen ? `${rail}px` : "0px",
        "--right": isRightOpen && !isDrawer ? `${right}px` : "0px",
        "--drawer": `${right}px`,
        "--transport": `${transport}px`,
      }}
    >
      <TopBar isEmbedded={isEmbedded} {...bar} />
      <PromisesStrip />
      {isRailOpen && <Rail withIncidents={!isEmbedded} {...{ isAskWanted, onAskShown }} />}
      <section className={styles.centre} aria-label="Ce qui arrive">
        <div className={styles.tabs}>
          <IconButton
            sign={isRailOpen ? "left" : "menu"}
            label={isRailOpen ? "Replier les réglages" : "Variante, réglages, pannes"}
            pressed={isRailOpen}
            className={styles.fold}
            onClick={() => actions.toggleRail()}
          />
          <ViewTabs />
          <IconButton
            sign={isRightOpen ? "right" : "pin"}
            label={isRightOpen ? "Replier l’inspecteur" : "Inspecteur"}
            shortcut="I"
            pressed={isRightOpen}
            className={styles.fold}
            onClick={() => actions.toggleInspector()}
          />
        </div>
        <Notices />
        <MainView />
      </section>
      {isRightOpen && <RightPanel withCode />}
      <Transport />
      {isRailOpen && (
        <Splitter
          label="Largeur des réglages"
          preference="volet-gauche"
          size={rail}
          min={RAIL[0]}
          max={RAIL[2]}
          side="left"
        />
      )}
      {isRightOpen && !isDrawer && (
        <Splitter
          label="Largeur de l’inspecteur"
          preference="volet-droit"
          size={right}
          min={RIGHT[0]}
          max={RIGHT[2]}
          side="right"
        />
      )}
      <Splitter
        label="Hauteur de la ligne du temps"
        preference="transport"
        size={transport}
        min={TRANSPORT[0]}
        max={TRANSPORT[2]}
        side="below"
      />
    </div>
  );
}

function Frame(props: FrameProps) {
  switch (props.layout) {
    case "projector":
      return <ProjectorFrame isEmbedded={props.isEmbedded} />;
    case "phone":
    case "table":
      return <PhoneShell {...props} />;
    default:
      return <DeskFrame {...props} />;
  }
}

/** The whole laboratory: a page of its own, or embedded, `--lab-height` high. */
export function LabShell({ isEmbedded = false }: { readonly isEmbedded?: boolean }) {
  const lab = useLabApi();
  const layout = useLayout();
  const root = useRef<HTMLElement>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isAskWanted, setAskWanted] = useState(false);
  const onAskShown = useCallback(() => setAskWanted(false), []);
  const { copy, isCopied, refused, dismiss } = useCopyLink();
  useEffect(() => {
    if (root.current === null) return;
    return listenToKeys(
      lab,
      { root: root.current, isPage: !isEmbedded },
      {
        copyLink: copy,
        openHelp: () => setHelpOpen(true),
        openRequests: () => {
          lab.actions.toggleRail(true);
          setAskWanted(true);
        },
      },
    );
  }, [lab, copy, isEmbedded]);
  useEffect(
    () =>
      root.current === null
        ? undefined
        : playDemo(lab, { root: root.current, isPage: !isEmbedded }),
    [lab, isEmbedded],
  );
  const isBusy = useLab((s) => s.engine.kind === "idle" || s.engine.kind === "running");
  useFetchLater(!isBusy);
  const Root = isEmbedded ? "section" : "main";
  return (
    <Root
      ref={root}
      {...(isEmbedded ? { "aria-label": "Laboratoire" } : { id: "contenu" })}
      className={styles.lab}
      data-layout={layout}
      aria-busy={isBusy || undefined}
    >
      <Resume />
      <Suspense fallback={null}>
        <Frame
          {...{ layout, isEmbedded, isCopied, isAskWanted, onAskShown }}
          onCopy={copy}
          onHelp={() => setHelpOpen(true)}
        />
      </Suspense>
      <LazyFaultMenu />
      <Announcer />
      <span className="visually-hidden" role="status">
        {isCopied ? "Lien copié." : ""}
      </span>
      {isHelpOpen && (
        <Suspense fallback={null}>
          <HelpDialog isOpen onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
      <Sheet open={refused !== null} title="Copier le lien" onClose={dismiss}>
        <p className={styles.helpText}>
          Ce navigateur ne laisse pas copier. Voici le lien de cet état&nbsp;:
        </p>
        <textarea
          className={styles.address}
          readOnly
          rows={5}
          value={refused ?? ""}
          aria-label="Lien de cet état"
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={dismiss}>Fermer</Button>
      </Sheet>
    </Root>
  );
}
