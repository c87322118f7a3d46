/** One fault of the reader's, editable in place: instant, amount, duration; switch, remove. */
"use client";
import { useEffect, useState } from "react";
import type { PlacedFault } from "@/app/_lab/document.ts";
import { useActions, useCard, useRun } from "@/app/_lab/hooks.ts";
import { RequestAnswer } from "@/app/_lab/requests/RequestAnswer.tsx";
import { faultInstant, tellFault } from "@/app/_texte/faults.ts";
import { narrate } from "@/app/_texte/narration.ts";
import { formatInstant } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { Switch } from "@/app/_ui/Switch.tsx";
import { instantUs } from "@/simulator/base/time.ts";
import { faultRule, type Intervention } from "@/simulator/vocabulary/interventions.ts";
import styles from "./FaultPanel.module.css";

interface FieldProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onCommit: (value: number) => void;
}

const figures = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 6, useGrouping: false });
const read = (text: string): number => Number(text.replaceAll(/\s/g, "").replace(",", "."));

/** A figure typed by hand: taken on Entrée or when leaving, kept between its bounds. */
function Figure({ label, unit, value, min, max, onCommit }: FieldProps) {
  const [text, setText] = useState(figures.format(value));
  useEffect(() => setText(figures.format(value)), [value]);
  const commit = (): void => {
    const wanted = read(text);
    if (text.trim() === "" || !Number.isFinite(wanted)) return setText(figures.format(value));
    const kept = Math.max(min, Math.min(max, wanted));
    setText(figures.format(kept));
    if (kept !== value) onCommit(kept);
  };
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <input
        type="text"
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          event.stopPropagation(); // what is typed here is never a command of the laboratory
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setText(figures.format(value));
        }}
      />
      <span className={styles.unit}>{unit}</span>
    </label>
  );
}

const SECOND = 1_000_000;
const DAY_SECONDS = 86_400;
/** How an amount is typed: its unit, and how many of the engine's units it is worth. */
const AMOUNTS = {
  percent: { unit: "%", scale: 1 },
  us: { unit: "s", scale: SECOND },
  ppm: { unit: "ms par s", scale: 1_000 },
} as const;

function InstantField({ fault }: { readonly fault: Intervention }) {
  const run = useRun();
  const card = useCard();
  const { moveFault } = useActions();
  // At an instant: what had happened just before it, not what the fault itself made happen.
  const index = fault.at.kind === "event" ? fault.at.index : run.log.indexAt(fault.at.atUs - 1);
  const move = (to: number): void =>
    moveFault(fault.id, { kind: "event", index: Math.max(0, Math.min(run.length - 1, to)) });
  const isHere = index >= 0 && index < run.length;
  return (
    <>
      {fault.at.kind === "event" ? (
        <Figure
          label="juste après le pas"
          unit=""
          value={index + 1}
          min={1}
          max={Math.max(1, run.length)}
          onCommit={(step) => move(Math.round(step) - 1)}
        />
      ) : (
        <Figure
          label="à l’instant"
          unit="s"
          value={fault.at.atUs / SECOND}
          min={0}
          max={run.length === 0 ? 0 : run.log.atUs(run.length - 1) / SECOND}
          onCommit={(seconds) =>
            moveFault(fault.id, {
              kind: "time",
              atUs: instantUs(Math.round(seconds * SECOND)),
            })
          }
        />
      )}
      <div className={styles.moves}>
        <Button sign="back" onClick={() => move(index - 1)} disabled={index <= 0}>
          Un événement plus tôt
        </Button>
        <Button sign="fwd" onClick={() => move(index + 1)} disabled={index >= run.length - 1}>
          Plus tard
        </Button>
      </div>
      {isHere && (
        <p className={styles.after}>
          Après&nbsp;: {narrate(run.log.event(index), card, run.log)} (
          {formatInstant(run.log.atUs(index))})
        </p>
      )}
    </>
  );
}

export function FaultPanel({ placed }: { readonly placed: PlacedFault }) {
  const card = useCard();
  const actions = useActions();
  const { intervention: fault, isEnabled } = placed;
  const rule = faultRule(fault.kind);
  const amount = rule.unit === null ? null : AMOUNTS[rule.unit];
  const isRequest = fault.kind === "request";
  const isForever = fault.durationUs === null;
  return (
    <div className={styles.panel}>
      <p className={styles.sentence}>{tellFault(fault, card)}</p>
      <p className={styles.when}>
        {typeset(`Elle ${isRequest ? "part" : "agit"} ${faultInstant(fault)}.`)}
      </p>
      {isRequest && isEnabled && <RequestAnswer id={fault.id} />}
      <InstantField fault={fault} />
      {amount !== null && fault.amount !== null && (
        <Figure
          label="quantité"
          unit={amount.unit}
          value={fault.amount / amount.scale}
          min={rule.minAmount / amount.scale}
          max={rule.maxAmount / amount.scale}
          onCommit={(value) => actions.setFaultAmount(fault.id, Math.round(value * amount.scale))}
        />
      )}
      {rule.lasts && (
        <>
          {!isForever && (
            <Figure
              label="durée"
              unit="s"
              value={(fault.durationUs ?? 0) / SECOND}
              min={0.001}
              max={DAY_SECONDS}
              onCommit={(seconds) => actions.resizeFault(fault.id, Math.round(seconds * SECOND))}
            />
          )}
          <Switch
            label="jusqu’à la fin du parcours"
            checked={isForever}
            onChange={(isOn) =>
              actions.resizeFault(fault.id, isOn ? null : (rule.defaultDurationUs ?? 10 * SECOND))
            }
          />
        </>
      )}
      <Switch
        label="active"
        checked={isEnabled}
        onChange={(isOn) => actions.setFaultEnabled(fault.id, isOn)}
      />
      <Button
        sign="close"
        onClick={() => {
          actions.removeFault(fault.id);
          actions.select(null);
        }}
      >
        {isRequest ? "Retirer cette demande" : "Retirer cette panne"}
      </Button>
      <p className={styles.note}>
        Chaque changement repart du même monde et ouvre une branche. Ctrl + Z l’annule.
      </p>
    </div>
  );
}
