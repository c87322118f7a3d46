/**
 * A time given by its quantiles: a ruler with p50 (thick), p95 and p99, opened to be changed.
 * The scale of the ruler is logarithmic, because a tail is several times the middle.
 */
"use client";
import { useState } from "react";
import { formatDecimal } from "@/app/_texte/numbers.ts";
import { NARROW_SPACE } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Slider } from "@/app/_ui/Slider.tsx";
import type { Parameter } from "@/simulator/vocabulary/parameters.ts";
import { useActions } from "../hooks.ts";
import styles from "./rail.module.css";
import { useResting } from "./use-resting.ts";

type Quantiles = readonly [number, number, number];
interface QuantileRulerProps {
  readonly parameter: Parameter & { readonly kind: "quantiles" };
  readonly value: Quantiles;
}

const NAMES = ["p50", "p95", "p99"] as const;

/** « 0,6–2,2 s », « 4–30 ms »: the middle and the tail. */
export function quantilesText([p50, , p99]: Quantiles): string {
  const isLong = p99 >= 1_000;
  const figure = (ms: number): string => formatDecimal(isLong ? ms / 1_000 : ms, 2);
  return `${figure(p50)}–${figure(p99)}${NARROW_SPACE}${isLong ? "s" : "ms"}`;
}

/** Moving one quantile pushes the others: they never cross. */
export function withQuantile(value: Quantiles, index: number, ms: number): Quantiles {
  const next = [...value] as [number, number, number];
  next[index] = ms;
  for (let i = index + 1; i < 3; i++) next[i] = Math.max(next[i] as number, next[i - 1] as number);
  for (let i = index - 1; i >= 0; i--) next[i] = Math.min(next[i] as number, next[i + 1] as number);
  return next;
}

export function QuantileRuler({ parameter, value }: QuantileRulerProps) {
  const actions = useActions();
  const [isOpen, setOpen] = useState(false);
  const [shown, change] = useResting(value, (next) => actions.setParameter(parameter.id, next));
  const limit = Math.min(parameter.max, Math.max(shown[2], parameter.default[2]) * 3);
  const place = (ms: number): number => (Math.log1p(ms) / Math.log1p(limit)) * 186;
  const [p50, p95, p99] = shown.map(place) as [number, number, number];
  const isChanged = shown.some((ms, i) => ms !== parameter.default[i]);
  const text = quantilesText(shown);
  return (
    <div className={styles.quantiles}>
      <button
        type="button"
        className={styles.quantilesHead}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span>{parameter.title}</span>
        <b className={cx(isChanged && styles.differs)}>{text}</b>
      </button>
      <svg viewBox="0 0 186 12" preserveAspectRatio="none" aria-hidden="true">
        <path d="M0 8H186" stroke="var(--hairline)" strokeWidth="1.5" />
        <path d={`M${p50} 8H${p99}`} stroke="var(--ink)" strokeWidth="1.5" />
        <path d={`M${p50} 3V12`} stroke="var(--ink)" strokeWidth="3" />
        <path d={`M${p95} 4V12M${p99} 4V12`} stroke="var(--ink)" strokeWidth="1.5" />
      </svg>
      {isOpen &&
        NAMES.map((name, i) => (
          <Slider
            key={name}
            label={`${parameter.title}, ${name}`}
            className={styles.quantile}
            value={shown[i] as number}
            min={0}
            max={limit}
            step={1}
            unit="ms"
            changed={shown[i] !== parameter.default[i]}
            onChange={(ms) => change(withQuantile(shown, i, ms))}
          />
        ))}
    </div>
  );
}
