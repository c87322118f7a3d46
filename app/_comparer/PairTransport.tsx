/** When: one clock for two runs, the sentence of this step, and the lanes of both. */
"use client";
import { LabContext, useLab } from "@/app/_lab/hooks.ts";
import { Clock, PlayKeys, Speeds } from "@/app/_lab/transport/Keys.tsx";
import transport from "@/app/_lab/transport/transport.module.css";
import { narrate } from "@/app/_texte/narration.ts";
import { Button, IconButton } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import type { PairLayout } from "./Comparison.tsx";
import styles from "./comparison.module.css";
import { PairLanes } from "./PairLanes.tsx";
import { useComparison, usePair, usePairState, useSide } from "./pair-hooks.ts";
import { ScopeSwitch } from "./ScopeSwitch.tsx";
import { tellPair } from "./tell-pair.ts";

function Say() {
  const comparison = useComparison();
  const left = useSide(0, (s) => s);
  const right = useSide(1, (s) => s);
  const isBusy = [left, right].some(({ engine }) => engine.kind === "running");
  const text = isBusy
    ? "Les deux mondes repartent de zéro."
    : tellPair(left, right, comparison?.diff.inB ?? null, (state, index) =>
        narrate(state.run.log.event(index), state.card, state.run.log),
      );
  return <p className={transport.say}>{text}</p>;
}

function UndoKeys() {
  const { actions } = usePair();
  const canUndo = usePairState((s) => s.canUndo);
  const canRedo = usePairState((s) => s.canRedo);
  return (
    <>
      <IconButton
        sign="undo"
        label="Annuler, des deux côtés"
        shortcut="Ctrl + Z"
        disabled={!canUndo}
        onClick={actions.undo}
      />
      {canRedo && (
        <Button variant="link" onClick={actions.redo}>
          Rétablir
        </Button>
      )}
    </>
  );
}

function Keys({ layout }: { readonly layout: PairLayout }) {
  const isSmall = layout === "single";
  const isIdle = useLab((s) => s.run.length === 0);
  return (
    <>
      <PlayKeys />
      {!isSmall && layout !== "room" && <Speeds />}
      <Clock />
      {layout === "desk" && <span className={transport.step}>une horloge, deux parcours</span>}
      {!isIdle && layout === "desk" && <Say />}
    </>
  );
}

interface PairTransportProps {
  readonly layout: PairLayout;
  /** Back of the room: what differs is behind a button. */
  readonly onPanel: () => void;
}

export function PairTransport({ layout, onPanel }: PairTransportProps) {
  const { labs, actions } = usePair();
  const hasDivergences = (useComparison()?.diff.divergences.length ?? 0) > 0;
  const isPhone = layout === "single";
  const kind = isPhone
    ? transport.phone
    : layout === "room"
      ? transport.projector
      : transport.transport;
  return (
    <section className={cx(kind, styles.transport)} aria-label="Quand">
      {layout !== "desk" && (
        <div className={styles.said}>
          <Say />
        </div>
      )}
      <div className={transport.row}>
        <LabContext value={labs[0]}>
          <Keys layout={layout} />
        </LabContext>
        <span className={styles.space} />
        {layout === "room" && (
          <Button variant="quiet" aria-haspopup="dialog" onClick={onPanel}>
            Ce qui diffère
          </Button>
        )}
        <Button
          variant="quiet"
          shortcut={isPhone || layout === "room" ? undefined : "Maj + →"}
          disabled={!hasDivergences}
          aria-label={isPhone || layout === "room" ? "Divergence suivante" : undefined}
          onClick={() => actions.goToDivergence(1)}
        >
          <span aria-hidden="true">≠</span>
          {!isPhone && (layout === "room" ? "Suivante" : "Divergence suivante")}
        </Button>
        <UndoKeys />
      </div>
      <PairLanes
        isSmall={isPhone || layout === "room"}
        hasRuler={layout !== "room"}
        scopeSwitch={isPhone ? <ScopeSwitch /> : null}
      />
    </section>
  );
}
