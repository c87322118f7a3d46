/**
 * The fault menu of an object: mounted once by the shell, open while `view.faultMenu` is set.
 *
 * ← → changes the value of the line under the hand, the foot says what it will do and which branch it
 * opens. Any object may be asked about: an event stands for its message while it flies, else its node.
 */
"use client";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { targetTitle } from "@/app/_texte/faults.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Menu, type MenuAnchor } from "@/app/_ui/Menu.tsx";
import type { FaultTarget } from "@/simulator/vocabulary/interventions.ts";
import { useActions, useLab, useLabApi } from "../hooks.ts";
import type { LabState } from "../state.ts";
import styles from "./FaultMenu.module.css";
import { effectText, type FaultItem, faultItems, nextRung } from "./fault-items.ts";

const isFlying = ({ run, view }: LabState, message: string): boolean => {
  const record = run.messages.byId(message);
  return (
    record !== undefined &&
    record.sentIndex <= view.playhead &&
    (record.endIndex < 0 || record.endIndex > view.playhead)
  );
};

/** What a fault can aim at, from what the reader pointed at; null when it can suffer none. */
export function aimOf(state: LabState): FaultTarget | null {
  const { view, run } = state;
  const target = view.faultMenu?.target;
  switch (target?.kind) {
    case "node":
      return { kind: "node", node: target.node };
    case "link":
      // A whole group on one side: its nodes, one after the other.
      return {
        ...{ kind: "link", from: target.from.split(","), to: target.to.split(",") },
        isBothWays: false,
      };
    case "message":
      return { kind: "message", message: target.message };
    case "event": {
      if (target.index < 0 || target.index >= run.length) return null;
      const event = run.log.event(target.index);
      if ("message" in event && isFlying(state, event.message)) {
        return { kind: "message", message: event.message };
      }
      const isKnown = state.card.nodes.some((node) => node.id === event.node);
      return isKnown ? { kind: "node", node: event.node } : null;
    }
    default:
      return null;
  }
}

/** The element that the menu belongs to when no place was given. */
function elementOf(aim: FaultTarget, idBase: string): MenuAnchor {
  const id =
    aim.kind === "node"
      ? `noeud-${aim.node}`
      : aim.kind === "link"
        ? `voie-${aim.from[0]}>${aim.to[0]}`
        : "message-tenu";
  const element = document.getElementById(idBase + id);
  return element ?? { x: window.innerWidth / 2, y: window.innerHeight / 3 };
}

function Hint({
  item,
  onAdjust,
}: {
  readonly item: FaultItem;
  readonly onAdjust: (by: 1 | -1) => void;
}) {
  if (item.ladder.length === 0) return <>{item.hint}</>;
  const adjust = (by: 1 | -1) => (event: { stopPropagation: () => void }) => {
    event.stopPropagation();
    onAdjust(by);
  };
  // Pointer's way of ← →. The line itself is the control that assistive tools see.
  return (
    <span className={styles.value}>
      <span className={styles.rung} aria-hidden="true" onClick={adjust(-1)}>
        −
      </span>
      <span>{item.hint}</span>
      <span className={styles.rung} aria-hidden="true" onClick={adjust(1)}>
        +
      </span>
    </span>
  );
}

const NO_CHANGE: ReadonlyMap<string, number> = new Map();

export function FaultMenu() {
  const { store, idBase } = useLabApi();
  const actions = useActions();
  const request = useLab(({ view }) => view.faultMenu);
  const playhead = useLab(({ view }) => view.playhead);
  const card = useLab((s) => s.card);
  const branch = useLab(({ document }) => document.branchesMade + 1);
  const [adjusted, setAdjusted] = useState(NO_CHANGE);
  const [lit, setLit] = useState<string | null>(null);

  useEffect(() => {
    if (request === null) setAdjusted(NO_CHANGE);
    // A request about something that can suffer no fault is put away at once.
    else if (aimOf(store.getState()) === null) actions.openFaultMenu(null);
  }, [request, store, actions]);

  const aim = useMemo(
    () =>
      request === null
        ? null
        : aimOf({ ...store.getState(), view: { ...store.getState().view, faultMenu: request } }),
    [request, store],
  );
  const anchor = useMemo<MenuAnchor | null>(
    () => (aim === null || request === null ? null : (request.anchor ?? elementOf(aim, idBase))),
    [aim, request, idBase],
  );
  const items = aim === null ? [] : faultItems(aim, card, adjusted);
  const isTooLate = aim?.kind === "message" && !isFlying(store.getState(), aim.message);
  const chosen = items.find((item) => item.id === lit) ?? items[0];

  const adjust = (item: FaultItem, by: 1 | -1): void => {
    const next = nextRung(item, by);
    if (next !== null) setAdjusted((old) => new Map(old).set(item.id, next));
  };
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || chosen === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    adjust(chosen, by);
  };

  if (aim === null || anchor === null) return null;
  const title = aim.kind === "node" ? nodeTitle(card, aim.node) : targetTitle(aim, card);
  const effect = isTooLate
    ? "Ce message n’est plus en vol : reculez d’un pas ou deux."
    : chosen === undefined
      ? ""
      : typeset(
          `Effet : ${effectText(chosen.order, card)
            .replace(/^Vous /, "vous ")
            .replace(/\.$/, "")} (branche B${branch}).`,
        );
  return (
    <div className={styles.frame} onKeyDownCapture={onKeyDownCapture}>
      <Menu
        label={`Panne sur ${title}`}
        anchor={anchor}
        onClose={() => actions.openFaultMenu(null)}
        onHighlight={setLit}
        header={
          <>
            <span>Panne sur {title}</span>
            <small>{formatStep(playhead)}</small>
          </>
        }
        footer={
          <span className={styles.effect} role="status">
            {effect}
          </span>
        }
        items={items.map((item) => ({
          id: item.id,
          label: item.label,
          sign: item.sign,
          hint: <Hint item={item} onAdjust={(by) => adjust(item, by)} />,
          separated: item.isSeparated,
          disabled: isTooLate,
          onSelect: () => void actions.placeFault(item.order),
        }))}
      />
    </div>
  );
}
