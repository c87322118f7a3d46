/** The keys of the player, the clock, the step and the sentence of this step. */
"use client";
import { useEffect, useRef } from "react";
import { narrate, splitLead } from "@/app/_texte/narration.ts";
import { formatCount, readClock } from "@/app/_texte/numbers.ts";
import { Button, IconButton } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Tooltip } from "@/app/_ui/Tooltip.tsx";
import { useActions, useCard, useEventAt, useLab, useLabApi, usePlayhead } from "../hooks.ts";
import { SPEEDS } from "../view.ts";
import styles from "./transport.module.css";

function MainKey({ withWord }: { readonly withWord: boolean }) {
  const actions = useActions();
  const isPlaying = useLab((s) => s.view.isPlaying);
  const sign = isPlaying ? "pause" : "play";
  const word = isPlaying ? "Pause" : "Lecture";
  const toggle = (): void => actions.play(!isPlaying);
  if (!withWord) {
    return (
      <IconButton
        sign={sign}
        label={word}
        shortcut="Espace"
        variant="solid"
        className={styles.main}
        onClick={toggle}
      />
    );
  }
  return (
    <Tooltip content={word} shortcut="Espace" isLabel>
      <Button variant="solid" sign={sign} className={styles.worded} onClick={toggle}>
        {word}
      </Button>
    </Tooltip>
  );
}

/** `withWord`: « Lecture » and « Pause » are written where there is room. */
export function PlayKeys({ withWord = false }: { readonly withWord?: boolean }) {
  const actions = useActions();
  return (
    <div className={styles.keys} role="group" aria-label="Lecture" data-player>
      <IconButton
        sign="start"
        label="Début"
        shortcut="Début"
        className={styles.edge}
        onClick={() => actions.goToStart()}
      />
      <IconButton sign="back" label="Pas précédent" shortcut="←" onClick={() => actions.step(-1)} />
      <MainKey withWord={withWord} />
      <IconButton sign="fwd" label="Pas suivant" shortcut="→" onClick={() => actions.step(1)} />
      <IconButton
        sign="end"
        label="Fin"
        shortcut="Fin"
        className={styles.edge}
        onClick={() => actions.goToEnd()}
      />
    </div>
  );
}

const speedText = (speed: number): string => String(speed).replace(".", ",");

export function Speeds() {
  const actions = useActions();
  const chosen = useLab((s) => s.view.speed);
  return (
    <fieldset className={styles.speeds} data-player>
      <legend className="visually-hidden">Vitesse</legend>
      {SPEEDS.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={speed === chosen}
          aria-label={`Vitesse ${speedText(speed)}`}
          onClick={() => actions.setSpeed(speed)}
        >
          {speedText(speed)}
          {speed === chosen && "\u202f×"}
        </button>
      ))}
    </fieldset>
  );
}

/** One button for all speeds, where room is short. */
export function SpeedButton() {
  const actions = useActions();
  const speed = useLab((s) => s.view.speed);
  return (
    <button
      type="button"
      className={styles.speedButton}
      data-player
      aria-label={`Vitesse ${speedText(speed)}, changer`}
      onClick={() => actions.cycleSpeed(1)}
    >
      {speedText(speed)}&#x202F;×
    </button>
  );
}

/** Written every frame without rendering. */
export function Clock() {
  const { clock } = useLabApi();
  const value = useRef<HTMLSpanElement>(null);
  const unit = useRef<HTMLElement>(null);
  useEffect(() => {
    const write = (timeUs: number): void => {
      const reading = readClock(Math.round(timeUs));
      if (value.current !== null) value.current.textContent = reading.value;
      if (unit.current !== null) unit.current.textContent = reading.unit;
    };
    write(clock.timeUs());
    return clock.subscribe(write);
  }, [clock]);
  return (
    <span className={styles.clock} role="timer" aria-label="Horloge simulée" aria-live="off">
      <span ref={value}>0,000</span>
      <small ref={unit}>s</small>
    </span>
  );
}

export function Step() {
  const playhead = usePlayhead();
  const length = useLab((s) => s.run.length);
  return (
    <span className={styles.step}>
      pas <b>{formatCount(playhead + 1)}</b> / {formatCount(length)}
    </span>
  );
}

const PREPARING = "Le monde se prépare.";
const REPLAYING = "Le même monde repart de zéro.";
const NOTHING =
  "Rien ne s’est encore passé. Appuyez sur lecture, puis cliquez sur un message en vol pour le perdre.";

export function Narration({ className }: { readonly className?: string | undefined }) {
  const card = useCard();
  const playhead = usePlayhead();
  const event = useEventAt(playhead);
  const log = useLab((s) => s.run.log);
  const engine = useLab((s) => s.engine.kind);
  const isEmpty = useLab((s) => s.run.length === 0);
  let lead = "";
  let rest = engine === "running" ? (isEmpty ? PREPARING : REPLAYING) : NOTHING;
  if (event !== null && engine !== "running") {
    ({ lead, rest } = splitLead(narrate(event, card, log), event, card));
  }
  return (
    <p className={cx(styles.say, className)}>
      {lead !== "" && <b>{lead}</b>}
      {rest}
    </p>
  );
}
