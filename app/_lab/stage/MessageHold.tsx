/**
 * The message that the reader holds: a real button at its place on the canvas, so that the keyboard and
 * screen readers reach it, and « Perdre, Dupliquer, Retarder » beside it once it is selected.
 *
 * Follows the token by writing its place after each painted frame; React redraws only when another
 * message is held.
 */
"use client";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { ofNamed } from "@/app/_texte/grammar.ts";
import { nodeNamed } from "@/app/_texte/names.ts";
import { formatDuration } from "@/app/_texte/numbers.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { faultRule } from "@/simulator/vocabulary/interventions.ts";
import { useActions, useCard, useLab, useLabApi } from "../hooks.ts";
import styles from "./Stage.module.css";
import { useStage } from "./stage-context.ts";
import { wordOf } from "./traffic.ts";

export const QUICK_FAULTS = [
  { kind: "drop-message", word: "Perdre", sign: "lost" },
  { kind: "duplicate-message", word: "Dupliquer", sign: "duplicate" },
  { kind: "delay-message", word: "Retarder", sign: "delay" },
] as const;

/** « Requête débiter de 1042, de l’orchestrateur vers Paiement, en vol ». */
function useMessageName(message: string): { readonly name: string; readonly isFlying: boolean } {
  const card = useCard();
  const messages = useLab((s) => s.run.messages);
  const playhead = useLab((s) => s.view.playhead);
  const record = messages.byId(message);
  if (record === undefined || record.sentIndex > playhead) return { name: "", isFlying: false };
  const isFlying = record.endIndex < 0 || record.endIndex > playhead;
  const what = record.role === "reply" ? "Réponse" : "Requête";
  const about = record.subject === null ? "" : ` de ${record.subject}`;
  const state = isFlying ? "en vol" : record.end === "lost" ? "perdue" : "arrivée";
  const path = `${ofNamed(nodeNamed(card, record.from))} vers ${nodeNamed(card, record.to)}`;
  return { name: `${what} ${wordOf(record, card)}${about}, ${path}, ${state}`, isFlying };
}

export function MessageHold({
  message,
  onLeave,
  onNext,
}: {
  readonly message: string;
  readonly onLeave: () => void;
  readonly onNext: (direction: 1 | -1) => void;
}) {
  const { painted } = useStage();
  const actions = useActions();
  const { idBase } = useLabApi();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { name, isFlying } = useMessageName(message);
  const target = { kind: "message", message } as const;
  const isSelected = useLab(
    ({ view }) => view.selection?.kind === "message" && view.selection.message === message,
  );
  const isQuiet = useLab(({ view }) => view.fog !== null || view.faultMenu !== null);
  const leave = useRef(onLeave);
  leave.current = onLeave;

  useEffect(() => {
    const follow = (): void => {
      const element = root.current;
      if (element === null) return;
      const hit = painted.hits.find((h) => h.token.message === message);
      const isGone = hit === undefined;
      // The keyboard never falls into the void when its message arrives.
      if (isGone && element.contains(document.activeElement)) leave.current();
      element.hidden = isGone;
      if (isGone) return;
      element.style.transform = `translate(${hit.x}px, ${hit.y}px)`;
      const room = element.offsetParent?.clientWidth ?? Number.POSITIVE_INFINITY;
      element.dataset.side = hit.x > room - 300 ? "left" : "right";
    };
    follow();
    painted.listeners.add(follow);
    return () => {
      painted.listeners.delete(follow);
    };
  }, [painted, message]);

  function onKeyDown(event: KeyboardEvent): void {
    const { key, shiftKey } = event;
    const isNext =
      key === "ArrowRight" || key === "ArrowDown" || (key.toLowerCase() === "m" && !shiftKey);
    const isBefore =
      key === "ArrowLeft" || key === "ArrowUp" || (key.toLowerCase() === "m" && shiftKey);
    if (isNext || isBefore) onNext(isNext ? 1 : -1);
    else if (key === "Enter" || key === " ") actions.select(target);
    else if (key.toLowerCase() === "p" || key === "ContextMenu" || (key === "F10" && shiftKey)) {
      actions.openFaultMenu(target, centreOf(button.current));
    } else if (key === "Escape") onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div ref={root} className={styles.hold} hidden>
      <button
        ref={button}
        type="button"
        id={`${idBase}message-tenu`}
        className={styles.holdButton}
        aria-label={name}
        aria-pressed={isSelected}
        onKeyDown={onKeyDown}
        onClick={() => actions.select(target)}
      />
      {isSelected && isFlying && !isQuiet && (
        <fieldset className={styles.quick}>
          <legend className="visually-hidden">Pannes de ce message</legend>
          {QUICK_FAULTS.map(({ kind, word, sign }) => (
            <Button key={kind} sign={sign} onClick={() => actions.placeFault({ kind, target })}>
              {kind === "delay-message"
                ? `${word} de ${formatDuration(faultRule(kind).defaultAmount ?? 0)}`
                : word}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

export function centreOf(
  element: Element | null,
): { readonly x: number; readonly y: number } | null {
  const box = element?.getBoundingClientRect();
  return box === undefined ? null : { x: box.left + box.width / 2, y: box.bottom };
}
