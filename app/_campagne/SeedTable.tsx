/** Every seed of a campaign in words: the chosen figure on each side, what broke, and its run one click away. */
"use client";
import { useMemo, useState } from "react";
import { countOf } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import styles from "./Campaign.module.css";
import type { CampaignState } from "./campaign.ts";
import { figureText, figureTitle } from "./figure-text.ts";
import { breaksAny, type FigureRow } from "./results.ts";

interface SeedTableProps {
  readonly state: CampaignState;
  readonly row: FigureRow;
  readonly hrefOf: (seed: number, side: number) => string;
}

export function SeedTable({ state, row, hrefOf }: SeedTableProps) {
  // Hundreds of rows: written when somebody looks at them.
  const [isOpen, setOpen] = useState(false);
  const seeds = useMemo(
    () => [...new Set(state.runs.flat().map(({ seed }) => seed))].sort((one, other) => one - other),
    [state.runs],
  );
  return (
    <details className={styles.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{typeset(`${countOf(seeds.length, "graine")}, une par ligne`)}</summary>
      {isOpen && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <caption className="visually-hidden">
              {figureTitle(row.id, row.title)}, graine par graine
            </caption>
            <thead>
              <tr>
                <th scope="col">graine</th>
                {state.sides.map(({ title }) => (
                  <th key={title} scope="col">
                    {typeset(title)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seeds.map((seed) => (
                <tr key={seed}>
                  <th scope="row">{seed}</th>
                  {state.sides.map(({ title }, side) => (
                    <SeedCell
                      key={title}
                      run={state.runs[side]?.find((run) => run.seed === seed)}
                      row={row}
                      href={hrefOf(seed, side)}
                      label={`${title}, graine ${seed}`}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

interface SeedCellProps {
  readonly run: RunFigures | undefined;
  readonly row: FigureRow;
  readonly href: string;
  readonly label: string;
}

function SeedCell({ run, row, href, label }: SeedCellProps) {
  const figure = run?.figures[row.id];
  if (run === undefined) return <td>–</td>;
  return (
    <td>
      <a href={href} aria-label={typeset(`Ouvrir : ${label}`)}>
        {figure === undefined ? "ouvrir" : figureText(figure.value, row.unit)}
      </a>
      {breaksAny(run) && (
        <span className="tone-fail">
          {" "}
          <Sign name="fail" /> promesse rompue
        </span>
      )}
    </td>
  );
}
