/** The form that chooses two runs: a scenario, a variant and a seed for each side. */
"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import styles from "./choose.module.css";

export interface RunChoice {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly variants: readonly { readonly id: string; readonly title: string }[];
  readonly defaultVariant: string;
  readonly defaultSeed: number;
}

interface Chosen {
  readonly scenario: string;
  readonly variant: string;
  readonly seed: string;
}

const chosenOf = (choice: RunChoice | undefined, variant?: string): Chosen => ({
  scenario: choice?.id ?? "",
  variant: variant ?? choice?.defaultVariant ?? "",
  seed: String(choice?.defaultSeed ?? 1),
});

function SideFields({
  legend,
  choices,
  chosen,
  onChange,
}: {
  readonly legend: string;
  readonly choices: readonly RunChoice[];
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}) {
  const choice = choices.find(({ id }) => id === chosen.scenario);
  const groups = [...new Set(choices.map(({ group }) => group))];
  return (
    <fieldset className={styles.side}>
      <legend>{legend}</legend>
      <label>
        <span>Scénario</span>
        <select
          value={chosen.scenario}
          onChange={(event) =>
            onChange(chosenOf(choices.find(({ id }) => id === event.target.value)))
          }
        >
          {groups.map((group) => (
            <optgroup key={group} label={group}>
              {choices
                .filter((each) => each.group === group)
                .map(({ id, title }) => (
                  <option key={id} value={id}>
                    {typeset(title)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label>
        <span>Variante</span>
        <select
          value={chosen.variant}
          onChange={(event) => onChange({ ...chosen, variant: event.target.value })}
        >
          {choice?.variants.map(({ id, title }) => (
            <option key={id} value={id}>
              {typeset(title)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Graine</span>
        <input
          type="text"
          inputMode="numeric"
          pattern="\d{1,9}"
          required
          value={chosen.seed}
          onChange={(event) => onChange({ ...chosen, seed: event.target.value.replace(/\D/g, "") })}
        />
      </label>
    </fieldset>
  );
}

const part = (side: "g" | "d", { scenario, variant, seed }: Chosen): string =>
  [`labo=${scenario}`, `variante=${variant}`, `graine=${seed}`]
    .map((text) => `${side}.${text}`)
    .join("&");

interface ChooseRunsProps {
  readonly choices: readonly RunChoice[];
  readonly problem: string | null;
  readonly isBusy: boolean;
  readonly prepared: ReactNode;
}

export function ChooseRuns({ choices, problem, isBusy, prepared }: ChooseRunsProps) {
  const [left, setLeft] = useState(() => chosenOf(choices[0]));
  const [right, setRight] = useState(() => chosenOf(choices[0], choices[0]?.variants.at(-1)?.id));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    location.hash = `#v=1&${part("g", left)}&${part("d", right)}`;
  };
  return (
    <main id="contenu" className={styles.page} aria-busy={isBusy || undefined}>
      <h1>Comparer</h1>
      <p className={styles.lead}>
        Deux parcours sous une seule horloge : deux façons de faire, deux variantes, deux graines.
        Vos pannes vont des deux côtés ; la page montre où les récits se séparent.
      </p>
      <p role="status" className={styles.problem}>
        {problem}
      </p>
      {prepared}
      <section aria-labelledby="choisir-titre">
        <h2 id="choisir-titre">Choisir deux parcours</h2>
        <form className={styles.form} onSubmit={submit}>
          <SideFields legend="À gauche" choices={choices} chosen={left} onChange={setLeft} />
          <SideFields legend="À droite" choices={choices} chosen={right} onChange={setRight} />
          <Button type="submit" variant="solid" size="large" disabled={isBusy}>
            <Sign name="compare" /> Comparer
          </Button>
        </form>
      </section>
    </main>
  );
}
