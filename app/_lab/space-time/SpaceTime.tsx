/**
 * The space-time diagram: one lane a node, one column an event (or in proportion to time), messages as
 * arrows between lanes, and what could have influenced what.
 *
 * Draws only the window around the playhead; a run of 100 000 events costs no more than a lesson.
 */
"use client";
import { useRef, useState } from "react";
import { nodeTitle } from "@/app/_texte/names.ts";
import { IconButton } from "@/app/_ui/Button.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import { useCast, useLab } from "../hooks.ts";
import type { LabState } from "../state.ts";
import { usePinch } from "../use-pinch.ts";
import type { ColumnMode } from "./columns.ts";
import { DiagramBody } from "./DiagramBody.tsx";
import { Legend } from "./Legend.tsx";
import styles from "./SpaceTime.module.css";
import { useDiagram } from "./use-diagram.ts";

const MODES = [
  ["order", "ordre"],
  ["duration", "durée"],
] as const;

const boundedSpread = (spread: number): number => Math.max(4, Math.min(600, spread));

/** The order that the reader is already looking at, when the view opens. */
function firstSubject({ view, run }: LabState): string | null {
  const { selection } = view;
  if (selection?.kind === "subject") return selection.subject;
  if (selection?.kind === "event" && selection.index < run.length) {
    return run.log.subject(selection.index);
  }
  if (selection?.kind === "message") return run.messages.byId(selection.message)?.subject ?? null;
  return null;
}

export function SpaceTime() {
  const card = useCast();
  const opened = useLab(firstSubject);
  const [subject, setSubject] = useState(opened);
  const [mode, setMode] = useState<ColumnMode>("order");
  const [spread, setSpread] = useState(80);
  const [hidden, setHidden] = useState(0);
  const diagram = useDiagram({ mode, spread, subject });
  const section = useRef<HTMLElement>(null);
  // Only durations have a scale: in order, every event has its column.
  usePinch(section, (a, b) => {
    const apart = Math.abs(b - a);
    if (mode !== "duration" || apart < 1) return null;
    return (c, d) => setSpread(boundedSpread((spread * Math.abs(d - c)) / apart));
  });
  const isEmpty = useLab((s) => s.run.length === 0);
  const asked = subject !== null && diagram.subjects.includes(subject) ? subject : null;

  return (
    <section
      ref={section}
      className={styles.view}
      aria-label="Diagramme espace-temps"
      style={mode === "duration" ? { touchAction: "pan-x pan-y" } : undefined}
    >
      <div className={styles.bar}>
        <label className={styles.filter}>
          <Sign name="search" />
          {card.subjectTitle}
          <select
            value={asked ?? ""}
            onChange={(event) => setSubject(event.target.value === "" ? null : event.target.value)}
          >
            <option value="">toutes</option>
            {diagram.subjects.slice(0, 500).map((known) => (
              <option key={known} value={known}>
                {known}
              </option>
            ))}
          </select>
        </label>
        <fieldset className={styles.modes}>
          <legend className="visually-hidden">Colonnes</legend>
          {MODES.map(([id, word]) => (
            <label key={id}>
              <input
                type="radio"
                name="colonnes"
                checked={mode === id}
                onChange={() => setMode(id)}
              />
              {word}
            </label>
          ))}
        </fieldset>
        {mode === "duration" && (
          <span>
            <IconButton
              sign="minus"
              label="Éloigner"
              onClick={() => setSpread((s) => boundedSpread(s / 1.5))}
            />
            <IconButton
              sign="plus"
              label="Rapprocher"
              onClick={() => setSpread((s) => boundedSpread(s * 1.5))}
            />
          </span>
        )}
      </div>
      {isEmpty ? (
        <p className={styles.empty}>Rien ne s’est encore passé.</p>
      ) : (
        <DiagramBody diagram={diagram} subject={asked} onHidden={setHidden} />
      )}
      <Legend causal={diagram.causal} hidden={hidden} />
      <p className="visually-hidden" id="temps-aide">
        Flèches haut et bas : nœud voisin. Gauche et droite : événement voisin du même nœud. M :
        suivre le message. Entrée : choisir, puis aller à ce pas. P : pannes.{" "}
        {card.nodes.map((node) => nodeTitle(card, node.id)).join(", ")}.
      </p>
    </section>
  );
}
