"use client";
/**
 * One setting: its name, its value in figures that can be typed, and a ruler beneath.
 * A setting is never highlighted; when it differs from its default, its value is underlined in ink.
 */
import { type KeyboardEvent, useId, useState } from "react";
import { cx } from "./cx.ts";
import styles from "./Slider.module.css";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** « s », « par s », « % ». */
  readonly unit?: string | undefined;
  /** Whether the value differs from its default. */
  readonly changed?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

const figures = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 6, useGrouping: false });

/** Reads « 2,5 » as « 2.5 »; null when it is no number. */
function parseFrench(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00A0\u202F]/g, "").replace(",", ".");
  const value = Number(plain);
  return plain === "" || !Number.isFinite(value) ? null : value;
}

export function Slider({
  label,
  value,
  min,
  max,
  step,
  onChange,
  unit,
  changed = false,
  disabled,
  className,
}: SliderProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);

  function clamp(wanted: number): number {
    const steps = Math.round((wanted - min) / step);
    // Multiples of 0.1 are not exact: cut what the step cannot have made.
    return Math.min(max, Math.max(min, Number((min + steps * step).toFixed(6))));
  }

  function commit(): void {
    if (draft !== null) {
      const wanted = parseFrench(draft);
      if (wanted !== null && clamp(wanted) !== value) onChange(clamp(wanted));
    }
    setDraft(null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation(); // letters and arrows typed here are not commands of the laboratory
    if (event.key === "Enter") commit();
    if (event.key === "Escape") setDraft(null);
  }

  const text = draft ?? figures.format(value);
  return (
    <div className={cx(styles.setting, className)}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <span className={styles.value}>
        <input
          type="text"
          inputMode="decimal"
          aria-label={unit ? `${label}, en ${unit}` : `${label}, en chiffres`}
          className={cx(styles.figures, changed && styles.differs)}
          style={{ width: `${Math.max(2, text.length + 0.5)}ch` }}
          value={text}
          disabled={disabled}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
        {unit && <span className={styles.unit}>{unit}</span>}
      </span>
      <input
        id={id}
        type="range"
        className={styles.range}
        style={{ "--filled": `${((value - min) / (max - min || 1)) * 100}%` }}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={unit ? `${figures.format(value)} ${unit}` : figures.format(value)}
        onKeyDown={(event) => event.stopPropagation()}
        onChange={(event) => onChange(clamp(Number(event.target.value)))}
      />
    </div>
  );
}
