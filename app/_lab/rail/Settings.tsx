/** Settings: every parameter of the world with its unit; what differs from its default is underlined. */
"use client";
import { useId, useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Slider } from "@/app/_ui/Slider.tsx";
import {
  formatParameter,
  type Parameter,
  type ParameterValue,
} from "@/simulator/vocabulary/parameters.ts";
import { useActions, useCard, useSetup } from "../hooks.ts";
import { QuantileRuler } from "./QuantileRuler.tsx";
import styles from "./rail.module.css";
import { useResting } from "./use-resting.ts";

interface ScaleUnit {
  readonly unit: string;
  readonly size: number;
}

/** Durations are shown in the unit in which their default is a small whole number. */
function durationUnit(parameter: Parameter & { readonly kind: "duration" }): ScaleUnit {
  if (parameter.default >= 60_000_000) return { unit: "min", size: 60_000_000 };
  if (parameter.default >= 1_000_000) return { unit: "s", size: 1_000_000 };
  return { unit: "ms", size: 1_000 };
}

const scaleOf = (parameter: Parameter): ScaleUnit => {
  if (parameter.kind === "duration") return durationUnit(parameter);
  if (parameter.kind === "rate") return { unit: "%", size: 10_000 };
  return {
    unit: parameter.kind === "count" && parameter.unit !== "commandes" ? parameter.unit : "",
    size: 1,
  };
};

/** A ruler reaches what is useful to try; beyond, the figures can be typed. */
const rulerMax = (
  parameter: Parameter & { readonly min: number; readonly max: number },
  value: number,
): number => {
  const base = Number(parameter.default);
  const useful = base === 0 ? parameter.max : Math.max(base * 5, parameter.min + 1);
  return Math.min(parameter.max, Math.max(useful, value));
};

function NumberSetting({
  parameter,
  value,
}: {
  readonly parameter: Parameter & { readonly kind: "count" | "duration" | "rate" };
  readonly value: number;
}) {
  const actions = useActions();
  const [shown, change] = useResting(value, (next) => actions.setParameter(parameter.id, next));
  const { unit, size } = scaleOf(parameter);
  return (
    <Slider
      className={styles.setting}
      label={parameter.title}
      value={shown / size}
      min={parameter.min / size}
      max={rulerMax(parameter, shown) / size}
      step={parameter.step / size}
      unit={unit}
      changed={shown !== parameter.default}
      onChange={(next) => change(Math.round(next * size))}
    />
  );
}

function ChoiceSetting({
  parameter,
  value,
}: {
  readonly parameter: Parameter & { readonly kind: "choice" };
  readonly value: string;
}) {
  const actions = useActions();
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{parameter.title}</label>
      <select
        id={id}
        value={value}
        className={cx(value !== parameter.default && styles.differs)}
        onChange={(event) => actions.setParameter(parameter.id, event.target.value)}
      >
        {parameter.options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
}

function Setting({
  parameter,
  value,
}: {
  readonly parameter: Parameter;
  readonly value: ParameterValue;
}) {
  switch (parameter.kind) {
    case "count":
    case "duration":
    case "rate":
      return <NumberSetting parameter={parameter} value={value as number} />;
    case "choice":
      return <ChoiceSetting parameter={parameter} value={value as string} />;
    case "quantiles":
      return (
        <QuantileRuler parameter={parameter} value={value as readonly [number, number, number]} />
      );
  }
}

function Seed() {
  const actions = useActions();
  const { seed } = useSetup();
  const { defaultSeed } = useCard();
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const commit = (): void => {
    if (draft !== null && /^\d{1,9}$/.test(draft)) actions.setSeed(Number(draft));
    setDraft(null);
  };
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>Graine</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        className={cx(styles.seed, seed !== defaultSeed && styles.differs)}
        value={draft ?? String(seed)}
        onChange={(event) => setDraft(event.target.value.replace(/\D/g, ""))}
        onBlur={commit}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setDraft(null);
        }}
      />
    </div>
  );
}

export function Settings() {
  const card = useCard();
  const actions = useActions();
  const { parameters } = useSetup();
  const groups = [...new Set(card.parameters.map((parameter) => parameter.group))];
  const isChanged = card.parameters.some(
    (p) => formatParameter(parameters[p.id] ?? p.default) !== formatParameter(p.default),
  );
  return (
    <section className={styles.section}>
      <div className={styles.headed}>
        <h2 className={styles.title}>Réglages</h2>
        {isChanged && (
          <Button variant="link" onClick={() => actions.resetParameters()}>
            D’origine
          </Button>
        )}
      </div>
      <Seed />
      {groups.map((group) => (
        <div key={group} className={styles.group}>
          <h3>{group}</h3>
          {card.parameters
            .filter((parameter) => parameter.group === group)
            .map((parameter) => (
              <div key={parameter.id} className={styles.item} title={typeset(parameter.help)}>
                <Setting
                  parameter={parameter}
                  value={parameters[parameter.id] ?? parameter.default}
                />
              </div>
            ))}
        </div>
      ))}
    </section>
  );
}
