/**
 * One comparison, drawn: two systems above, what they cost and where they part below, one clock under
 * both. Where there is room for one side only, a switch shows the other.
 */
"use client";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { listenToKeys } from "@/app/_lab/keyboard.ts";
import { type Layout, useLayout } from "@/app/_lab/use-layout.ts";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { otherSide } from "@/simulator/vocabulary/pair.ts";
import { useCopyPairLink } from "./CopyLink.tsx";
import styles from "./comparison.module.css";
import { LowerPanel } from "./LowerPanel.tsx";
import { PairAnnouncer } from "./PairAnnouncer.tsx";
import { PairBar } from "./PairBar.tsx";
import { PairTransport } from "./PairTransport.tsx";
import { Pane } from "./Pane.tsx";
import { usePair, usePairState, useSide } from "./pair-hooks.ts";

const PairHelp = lazy(() => import("./PairHelp.tsx").then((m) => ({ default: m.PairHelp })));
const WorldSheet = lazy(() => import("./WorldSheet.tsx").then((m) => ({ default: m.WorldSheet })));

/** `desk`: side by side in one screen · `stack`: one above the other, the page scrolls · `single`: one. */
export type PairLayout = "desk" | "stack" | "single" | "room";

const LAYOUTS: Readonly<Record<Layout, PairLayout>> = {
  wide: "desk",
  medium: "stack",
  narrow: "stack",
  phone: "single",
  table: "single",
  projector: "room",
};

/** Which side is shown where there is room for one. */
function SideSwitch() {
  const { card, actions } = usePair();
  const shown = usePairState((s) => s.shown);
  return (
    <fieldset className={styles.sides}>
      <legend className="visually-hidden">Côté affiché</legend>
      {([0, 1] as const).map((side) => (
        <button
          key={side}
          type="button"
          aria-pressed={shown === side}
          onClick={() => actions.showSide(side)}
        >
          {card.sides[side].title}
        </button>
      ))}
    </fieldset>
  );
}

/** Keys act on the side that has the focus, else on the left one; both move together anyway. */
function useKeys(
  root: React.RefObject<HTMLElement | null>,
  ui: Record<"copyLink" | "openHelp" | "openRequests", () => void>,
): void {
  const { labs } = usePair();
  const latest = useRef(ui);
  latest.current = ui;
  useEffect(() => {
    const page = root.current;
    if (page === null) return;
    const actions = {
      copyLink: () => latest.current.copyLink(),
      openHelp: () => latest.current.openHelp(),
      openRequests: () => latest.current.openRequests(),
    };
    const panes = [...page.querySelectorAll<HTMLElement>("[data-side]")];
    const undo = panes.map((pane) =>
      listenToKeys(labs[pane.dataset.side === "1" ? 1 : 0], { root: pane, isPage: false }, actions),
    );
    undo.push(listenToKeys(labs[0], { root: page, isPage: true }, actions));
    return () => {
      for (const stop of undo) stop();
    };
  }, [labs, root]);
}

export function Comparison({ address }: { readonly address: () => string }) {
  const root = useRef<HTMLElement>(null);
  const layout = LAYOUTS[useLayout()];
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isWorldOpen, setWorldOpen] = useState(false);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const shown = usePairState((s) => s.shown);
  const isComparing = usePairState((s) => s.comparison.kind === "waiting");
  const hasLeftFailed = useSide(0, (s) => s.engine.kind === "failed");
  const hasRightFailed = useSide(1, (s) => s.engine.kind === "failed");
  const link = useCopyPairLink(address);
  const hasRoom = layout === "desk" || layout === "stack";
  useKeys(root, {
    copyLink: link.copy,
    openHelp: () => setHelpOpen(true),
    openRequests: () => setWorldOpen(true),
  });
  return (
    <main
      ref={root}
      id="contenu"
      className={styles.page}
      data-layout={layout}
      aria-busy={(isComparing && !hasLeftFailed && !hasRightFailed) || undefined}
    >
      <PairBar
        isCopied={link.isCopied}
        onCopy={link.copy}
        onHelp={() => setHelpOpen(true)}
        onWorld={() => setWorldOpen(true)}
      />
      {!hasRoom && <SideSwitch />}
      <div className={styles.panes}>
        {([0, 1] as const).map((side) => (
          <Pane key={side} side={side} isHidden={!hasRoom && side === otherSide(shown)} />
        ))}
        {layout === "desk" && (
          <span className={styles.seam} aria-hidden="true">
            ∥
          </span>
        )}
      </div>
      {layout !== "room" && <LowerPanel layout={layout} />}
      <PairTransport layout={layout} onPanel={() => setPanelOpen(true)} />
      <Sheet
        open={layout === "room" && isPanelOpen}
        title="Ce qui diffère"
        size="full"
        onClose={() => setPanelOpen(false)}
      >
        <LowerPanel layout={layout} />
      </Sheet>
      <PairAnnouncer />
      <span className="visually-hidden" role="status">
        {link.isCopied ? "Lien copié." : ""}
      </span>
      <Suspense fallback={null}>
        {isHelpOpen && <PairHelp onClose={() => setHelpOpen(false)} />}
        {isWorldOpen && <WorldSheet onClose={() => setWorldOpen(false)} />}
      </Suspense>
      {link.dialog}
    </main>
  );
}
