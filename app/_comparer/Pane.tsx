/**
 * One side: whose it is, its promises here, its system. It is the laboratory's own stage, and every
 * gesture of the laboratory works on it.
 */
"use client";
import { type FocusEvent, lazy, type PointerEvent, Suspense } from "react";
import { shownBranch } from "@/app/_lab/document.ts";
import { LabContext, useActions, useCard, useClaimsAtPlayhead, useLab } from "@/app/_lab/hooks.ts";
import { standingOf } from "@/app/_lab/promises/PromisesStrip.tsx";
import { LazyFaultMenu } from "@/app/_lab/shell/LazyFaultMenu.tsx";
import { Notices } from "@/app/_lab/shell/Notices.tsx";
import { ViewBoundary } from "@/app/_lab/shell/ViewBoundary.tsx";
import { VIEWS } from "@/app/_lab/shell/Views.tsx";
import { placeLabels } from "@/app/_texte/labels.ts";
import { formatCount, formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";
import styles from "./comparison.module.css";
import { usePair, useSide } from "./pair-hooks.ts";
import { paneView } from "./pane-views.ts";
import { promiseOrder } from "./promise-order.ts";

const InspectorSheet = lazy(() =>
  import("./InspectorSheet.tsx").then((m) => ({ default: m.InspectorSheet })),
);

function Promises() {
  const { actions } = usePair();
  const claims = useClaimsAtPlayhead();
  const own = useActions();
  const left = useSide(0, (s) => s.run.claims);
  const right = useSide(1, (s) => s.run.claims);
  const order = promiseOrder(
    claims.map(({ card }) => card.id),
    [left, right],
  );
  const sorted = [...claims].sort((a, b) => order.indexOf(a.card.id) - order.indexOf(b.card.id));
  return (
    // Where it scrolls sideways, the keyboard must be able to scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as said above
    <ul className={styles.promises} tabIndex={0} aria-label="Promesses">
      {sorted.map((claim) => {
        const kind = standingOf(claim);
        const { card, standing, brokenAt } = claim;
        return (
          <li key={card.id} title={card.sentence}>
            <span className={`tone-${kind.tone}`}>
              <Sign name={kind.sign} title={kind.word} />
            </span>
            <span>{card.title}</span>
            <b>{standing?.observed ?? "–"}</b>
            {brokenAt >= 0 && (
              <button
                type="button"
                className="tone-fail"
                aria-label={typeset(`${card.title} : rompue au ${formatStep(brokenAt)}. Y aller`)}
                onClick={() => {
                  actions.play(false);
                  own.goTo(brokenAt);
                }}
              >
                <Sign name="fail" /> {formatStep(brokenAt)}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Head({ side }: { readonly side: SideIndex }) {
  const { card: pair } = usePair();
  const card = useCard();
  const variant = useLab((s) => shownBranch(s.document).setup.variant);
  const playhead = useLab((s) => s.view.playhead);
  const length = useLab((s) => s.run.length);
  const { title, place } = pair.sides[side];
  return (
    <header className={styles.head}>
      <h2>
        {place !== undefined && <Sign name={placeLabels[place].sign} />}
        <span>{typeset(title)}</span>
        <small>
          {typeset(`variante ${card.variants.find((v) => v.id === variant)?.title ?? variant}`)}
        </small>
        <span className={styles.step}>
          pas <b>{formatCount(playhead + 1)}</b> / {formatCount(length)}
        </span>
      </h2>
      <Promises />
    </header>
  );
}

/** The node that an element of the stage draws; a message above it comes first. */
function nodeUnder(target: EventTarget): string | null {
  if (!(target instanceof Element) || target.closest("[data-over]") !== null) return null;
  return target.closest<HTMLElement>("[data-node]")?.dataset.node ?? null;
}

function View() {
  const actions = useActions();
  const tab = useLab((s) => paneView(s.view.tab));
  const Shown = VIEWS[tab];
  const light = (event: PointerEvent | FocusEvent): void => {
    const node = nodeUnder(event.target);
    if (node !== null) actions.light({ kind: "node", node });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the keyboard; this only lights
    <div
      className={styles.view}
      onPointerMove={light}
      onPointerLeave={() => actions.light(null)}
      onFocus={light}
      onBlur={() => actions.light(null)}
    >
      <ViewBoundary name={tab}>
        <Shown />
      </ViewBoundary>
    </div>
  );
}

export function Pane({ side, isHidden }: { readonly side: SideIndex; readonly isHidden: boolean }) {
  const { card, labs } = usePair();
  const isInspected = useSide(side, (s) => s.view.isInspectorOpen);
  return (
    <LabContext value={labs[side]}>
      <section
        className={styles.pane}
        data-side={side}
        hidden={isHidden}
        aria-label={typeset(`${side === 0 ? "À gauche" : "À droite"} : ${card.sides[side].title}`)}
      >
        <Head side={side} />
        <Notices />
        <View />
      </section>
      <LazyFaultMenu />
      {isInspected && (
        <Suspense fallback={null}>
          <InspectorSheet />
        </Suspense>
      )}
    </LabContext>
  );
}
