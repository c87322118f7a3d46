/**
 * One fault on its track: drawn in ink, dragged with a ghost at its origin, snapped to events.
 * Keys do what the hand does: ← → one event, Alt ← → the length, Alt Maj ← → the beginning, Suppr
 * removes.
 */
"use client";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { faultInstant } from "@/app/_texte/faults.ts";
import { formatInstant } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign, type SignName } from "@/app/_ui/Sign.tsx";
import type { FaultKind, Instant } from "@/simulator/vocabulary/interventions.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { AxisScale } from "../axis.ts";
import { faultLabel } from "../fault-words.ts";
import { useActions, useCard, useLabApi, useSelection } from "../hooks.ts";
import { type FaultPlace, LETTER_PX } from "./fault-places.ts";
import styles from "./transport.module.css";

const DRAG_PX = 3;
const SHORTEST_US = 1_000;

/** The nearest event to an instant, as the place of a fault: just after it. */
export function nearestEvent(log: EventLog, length: number, atUs: number): Instant {
  const before = Math.max(0, log.indexAt(atUs));
  const after = Math.min(length - 1, before + 1);
  const isAfter = Math.abs(log.atUs(after) - atUs) < Math.abs(atUs - log.atUs(before));
  return { kind: "event", index: isAfter ? after : before };
}

interface Drag {
  /** `start` moves the beginning and leaves the end where it is. */
  readonly mode: "move" | "resize" | "start";
  readonly startX: number;
  readonly deltaX: number;
  readonly isFree: boolean;
}

interface FaultBarProps {
  readonly place: FaultPlace;
  readonly scale: AxisScale;
  readonly top: number;
}

export function FaultBar({ place, scale, top }: FaultBarProps) {
  const { store } = useLabApi();
  const actions = useActions();
  const selection = useSelection();
  const card = useCard();
  const [drag, setDrag] = useState<Drag | null>(null);
  const hasMoved = useRef(false);
  const { fault, label, x, width, isPoint } = place;
  const { intervention, isEnabled } = fault;
  const { id } = intervention;
  const isSelected = selection?.kind === "fault" && selection.fault === id;
  const run = () => store.getState().run;

  function target(): { readonly at: Instant; readonly endUs: number } {
    const { log, length } = run();
    const delta = drag?.deltaX ?? 0;
    const atUs = Math.round(scale.timeAtX(x + (drag?.mode === "resize" ? 0 : delta)));
    const endUs = Math.round(scale.timeAtX(x + width + delta));
    if (drag?.isFree || length === 0) return { at: { kind: "time", atUs: atUs as never }, endUs };
    const end = nearestEvent(log, length, endUs);
    return {
      at: stillThere(nearestEvent(log, length, atUs)),
      endUs: end.kind === "event" ? log.atUs(end.index) : endUs,
    };
  }

  /**
   * What follows a fault follows from it: once it has moved there, another event bears that number. A later
   * place is the instant of the event pointed at; an earlier one is that event.
   */
  function stillThere(at: Instant): Instant {
    const atUs = placeUs(at, run().log);
    return isEnabled && atUs > place.fromUs ? { kind: "time", atUs: atUs as never } : at;
  }

  function onPointerDown(event: PointerEvent<HTMLElement>, mode: Drag["mode"]): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    hasMoved.current = false;
    setDrag({ mode, startX: event.clientX, deltaX: 0, isFree: event.altKey });
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (drag === null) return;
    const deltaX = event.clientX - drag.startX;
    if (!hasMoved.current && Math.abs(deltaX) < DRAG_PX) return;
    hasMoved.current = true;
    setDrag({ ...drag, deltaX, isFree: event.altKey });
  }

  function onPointerUp(): void {
    if (drag !== null && hasMoved.current) {
      const { at, endUs } = target();
      if (drag.mode === "move") actions.moveFault(id, at);
      else if (drag.mode === "start") beginAt(at);
      else actions.resizeFault(id, Math.max(SHORTEST_US, endUs - place.fromUs));
    }
    setDrag(null);
  }

  /** The event before or after the fault's own, as a place. */
  function beside(by: 1 | -1): Instant {
    const { log, length } = run();
    const { at } = intervention;
    const from = at.kind === "event" ? at.index : log.indexAt(at.atUs);
    return { kind: "event", index: Math.max(0, Math.min(length - 1, from + by)) };
  }

  /** Another beginning, the same end; nothing when the end would come first. */
  function beginAt(at: Instant): void {
    const { durationUs } = intervention;
    if (durationUs === null) return actions.moveFault(id, at);
    const lastsUs = place.fromUs + durationUs - placeUs(at, run().log);
    if (lastsUs >= SHORTEST_US) actions.reshapeFault(id, at, lastsUs);
  }

  function resize(by: 1 | -1): void {
    const { log, length } = run();
    let end = log.indexAt(place.toUs);
    // Several events share an instant: a length changes at the next different one.
    do end += by;
    while (end > 0 && end < length - 1 && log.atUs(end) === place.toUs);
    const endUs = log.atUs(Math.max(0, Math.min(length - 1, end)));
    if (endUs > place.fromUs) actions.resizeFault(id, endUs - place.fromUs);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
    if (by !== null && event.altKey && !isPoint) {
      if (event.shiftKey) beginAt(beside(by));
      else resize(by);
    } else if (by !== null && !event.altKey && !event.shiftKey) actions.moveFault(id, beside(by));
    else if (event.key === "Delete" || event.key === "Backspace") actions.removeFault(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const isDragging = drag !== null && hasMoved.current;
  // The beginning stops a little before the end.
  const shift = !isDragging
    ? 0
    : drag.mode === "move"
      ? drag.deltaX
      : drag.mode === "start"
        ? Math.min(drag.deltaX, width - 6)
        : 0;
  // Zoomed in, the name stays on the page when the bar begins before it.
  const hidden = Math.max(0, scale.left - x - shift);
  const grow =
    !isDragging || drag.mode === "move" ? 0 : drag.mode === "resize" ? drag.deltaX : -shift;
  return (
    <div className={styles.fault} style={{ left: x, top }}>
      {isDragging && <span className={styles.ghost} style={{ width }} aria-hidden="true" />}
      <button
        type="button"
        className={cx(
          styles.bar,
          !isEnabled && styles.barOff,
          isPoint && styles.point,
          isSelected && "brackets",
        )}
        style={{
          width: Math.max(6, width + grow),
          paddingLeft: hidden > 0 ? hidden + 12 : undefined,
          transform: `translateX(${shift}px)`,
        }}
        data-narrow={width + grow - hidden < label.length * LETTER_PX + 24 || undefined}
        aria-pressed={isSelected}
        aria-label={typeset(
          `${faultLabel(intervention, card)}, ${faultInstant(intervention)}. Flèches : déplacer ; Suppr : retirer`,
        )}
        onPointerDown={(event) => onPointerDown(event, "move")}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(null)}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (!hasMoved.current) actions.select({ kind: "fault", fault: id });
        }}
      >
        {isPoint ? <Sign name={pointSign(intervention.kind, isEnabled)} /> : null}
        <span className={styles.barLabel}>
          {isDragging
            ? formatInstant(
                drag.mode === "resize" ? target().endUs : placeUs(target().at, run().log),
              )
            : label}
        </span>
      </button>
      {!isPoint && hidden === 0 && (
        <span
          className={styles.handle}
          data-edge="start"
          style={{ left: shift - 8 }}
          aria-hidden="true"
          onPointerDown={(event) => onPointerDown(event, "start")}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => setDrag(null)}
        />
      )}
      {!isPoint && intervention.durationUs !== null && (
        <span
          className={styles.handle}
          data-edge="end"
          style={{ left: Math.max(6, width + grow) + shift - 8 }}
          aria-hidden="true"
          onPointerDown={(event) => onPointerDown(event, "resize")}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => setDrag(null)}
        />
      )}
    </div>
  );
}

const pointSign = (kind: FaultKind, isEnabled: boolean): SignName => {
  if (kind === "request") return isEnabled ? "ask" : "ask-off";
  return isEnabled ? "fault" : "fault-off";
};

const placeUs = (at: Instant, log: EventLog): number =>
  at.kind === "event" ? log.atUs(at.index) : at.atUs;
