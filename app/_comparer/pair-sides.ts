/**
 * The two laboratories as the page sees them: moving one moves both, and what the reader does to one is
 * done to its counterpart when there is one.
 *
 * Owns the mirroring of gestures. A fault keeps one number on both sides: that is how twins are known,
 * in the documents and in links.
 */

import { shownBranch } from "@/app/_lab/document.ts";
import type { FaultOrder } from "@/app/_lab/document-actions.ts";
import { faultLabel } from "@/app/_lab/fault-words.ts";
import type { Lab, LabActions } from "@/app/_lab/store.ts";
import { SPEEDS } from "@/app/_lab/view.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { instantUs } from "@/simulator/base/time.ts";
import type { Instant, Intervention } from "@/simulator/vocabulary/interventions.ts";
import {
  otherSide,
  type PairCard,
  type SideIndex,
  type Translation,
  translation,
} from "@/simulator/vocabulary/pair.ts";
import { formatParameter } from "@/simulator/vocabulary/parameters.ts";
import { type Mirror, mirrorInstant, mirrorLit, mirrorOrder, mirrorSelection } from "./mirror.ts";
import type { PairHistory } from "./pair-history.ts";
import type { Pair, PairActions } from "./pair-state.ts";
import type { Moves } from "./pair-store.ts";

interface SidesParts {
  readonly card: PairCard;
  readonly raw: readonly [Lab, Lab];
  readonly store: Pair["store"];
  readonly history: PairHistory;
  readonly actions: PairActions;
  readonly moves: Moves;
}

interface Side extends SidesParts {
  readonly side: SideIndex;
  readonly own: Lab;
  readonly other: Lab;
  readonly mirror: () => Mirror;
}

const setupOf = (lab: Lab) => shownBranch(lab.store.getState().document).setup;

const faultOf = (lab: Lab, id: string): Intervention | undefined =>
  setupOf(lab).faults.find((fault) => fault.intervention.id === id)?.intervention;

/** The same fault on the other side: same number, same kind. */
export function twinOf(lab: Lab, fault: Intervention): Intervention | null {
  const there = faultOf(lab, fault.id);
  return there !== undefined && there.kind === fault.kind ? there : null;
}

const sideWord = (side: SideIndex): string => (side === 0 ? "à gauche" : "à droite");

function placeFault(parts: Side, order: FaultOrder): string | null {
  const { side, own, other, store, history } = parts;
  const { view } = own.store.getState();
  const at: Instant =
    order.at ??
    (view.playhead < 0
      ? { kind: "time", atUs: instantUs(0) }
      : { kind: "event", index: view.playhead });
  const number = 1 + Math.max(...parts.raw.map((lab) => lab.store.getState().document.faultsMade));
  // Worked out before anything changes: the runs shown are those that the reader points at.
  const there = store.getState().scope === "both" ? mirrorOrder(parts.mirror(), order, at) : null;
  let placed: string | null = null;
  history.together(() => {
    placed = own.actions.placeFault({ ...order, at, number });
    if (placed !== null && there !== null) other.actions.placeFault({ ...there, number });
  });
  const fault = placed === null ? undefined : faultOf(own, placed);
  if (fault !== undefined && there === null && store.getState().scope === "both") {
    const label = faultLabel(fault, own.store.getState().card);
    other.actions.notify(
      typeset(
        `« ${label} » n’a pas d’équivalent de ce côté : la panne n’agit qu’${sideWord(side)}.`,
      ),
    );
  }
  return placed;
}

/** Changes to a fault that has a twin are made to both. */
function faultActions(parts: Side): Partial<LabActions> {
  const { own, other, history, mirror } = parts;
  const both = (id: string, act: (lab: Lab, isOther: boolean) => void): void => {
    const fault = faultOf(own, id);
    const hasTwin = fault !== undefined && twinOf(other, fault) !== null;
    history.together(() => {
      act(own, false);
      if (hasTwin) act(other, true);
    });
  };
  return {
    placeFault: (order) => placeFault(parts, order),
    moveFault(id, at) {
      const there = mirrorInstant(mirror(), at);
      both(id, (lab, isOther) => lab.actions.moveFault(id, isOther ? there : at));
    },
    reshapeFault(id, at, durationUs) {
      const there = mirrorInstant(mirror(), at);
      both(id, (lab, isOther) => lab.actions.reshapeFault(id, isOther ? there : at, durationUs));
    },
    resizeFault: (id, durationUs) => both(id, (lab) => lab.actions.resizeFault(id, durationUs)),
    setFaultAmount: (id, amount) => both(id, (lab) => lab.actions.setFaultAmount(id, amount)),
    setFaultEnabled: (id, isEnabled) =>
      both(id, (lab) => lab.actions.setFaultEnabled(id, isEnabled)),
    removeFault: (id) => both(id, (lab) => lab.actions.removeFault(id)),
  };
}

/** Settings that both sides hold equal are set on both; what already differs is each side's own. */
function settingActions({ card, own, other, history }: Side): Partial<LabActions> {
  const isShared = (id: string): boolean => {
    if (card.sharedParameters !== "all" && !card.sharedParameters.includes(id)) return false;
    const [here, there] = [setupOf(own).parameters[id], setupOf(other).parameters[id]];
    return (
      here !== undefined && there !== undefined && formatParameter(here) === formatParameter(there)
    );
  };
  return {
    setSeed(seed) {
      const isSame = setupOf(own).seed === setupOf(other).seed;
      history.together(() => {
        own.actions.setSeed(seed);
        if (isSame) other.actions.setSeed(seed);
      });
    },
    setParameter(id, value) {
      const isBoth = isShared(id);
      history.together(() => {
        own.actions.setParameter(id, value);
        if (isBoth) other.actions.setParameter(id, value);
      });
    },
    resetParameters() {
      history.together(() => {
        own.actions.resetParameters();
        other.actions.resetParameters();
      });
    },
  };
}

/** One clock and one speed: whatever moves one side moves the pair. */
function moveActions({ side, own, actions }: Side): Partial<LabActions> {
  return {
    goTo: (index) => actions.goToSide(side, index),
    playTo: (index) => actions.goToSide(side, index),
    goToTime: actions.goToTime,
    step: actions.step,
    goToMark: actions.goToDivergence,
    goToStart: actions.goToStart,
    goToEnd: actions.goToEnd,
    play: actions.play,
    setSpeed: actions.setSpeed,
    cycleSpeed(direction) {
      const at = SPEEDS.indexOf(own.store.getState().view.speed);
      const next = SPEEDS[(at + direction + SPEEDS.length) % SPEEDS.length];
      if (next !== undefined) actions.setSpeed(next);
    },
    undo: actions.undo,
    redo: actions.redo,
  };
}

/** What is chosen or lit on one side shows its equivalent on the other; both show the same view. */
function lookActions({ own, other, mirror, actions }: Side): Partial<LabActions> {
  return {
    select(selection) {
      own.actions.select(selection);
      other.actions.select(mirrorSelection(mirror(), selection));
    },
    light(target) {
      own.actions.light(target);
      other.actions.light(target === null ? null : mirrorLit(mirror(), target));
    },
    showTab(tab) {
      own.actions.showTab(tab);
      other.actions.showTab(tab);
    },
    openFaultMenu(target, anchor) {
      if (target !== null) actions.play(false);
      own.actions.openFaultMenu(target, anchor);
      if (target !== null) other.actions.select(mirrorSelection(mirror(), target));
    },
  };
}

/** Left and right as the page sees them. */
export function wrappedSides(parts: SidesParts): readonly [Lab, Lab] {
  const { card, raw, store } = parts;
  const nodes = raw.map((lab) => lab.store.getState().card.nodes.map((node) => node.id)) as [
    string[],
    string[],
  ];
  const wrap = (side: SideIndex): Lab => {
    const names: Translation = translation({ ...card, nodes }, side);
    const own = raw[side];
    const other = raw[otherSide(side)];
    const mirror = (): Mirror => {
      const { comparison } = store.getState();
      const diff = comparison.kind === "done" ? comparison.comparison.diff : null;
      return {
        ...{ own: own.store.getState(), other: other.store.getState(), names },
        matches: diff === null ? null : side === 0 ? diff.inB : diff.inA,
      };
    };
    const all: Side = { ...parts, side, own, other, mirror };
    return {
      ...own,
      actions: {
        ...own.actions,
        ...moveActions(all),
        ...lookActions(all),
        ...faultActions(all),
        ...settingActions(all),
      },
    };
  };
  return [wrap(0), wrap(1)];
}
