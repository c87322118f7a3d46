/** What a campaign found: promises broken, figures compared, the distribution of one of them, seed by seed. */
"use client";
import { memo, useMemo, useState } from "react";
import { countOf, formatCount, formatPercent } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import styles from "./Campaign.module.css";
import type { CampaignState } from "./campaign.ts";
import { Distribution } from "./Distribution.tsx";
import { differenceText, figureText, figureTitle, intervalText, isWritten } from "./figure-text.ts";
import { type ClaimCell, type ClaimRow, claimRows, type FigureRow, figureRows } from "./results.ts";
import { SeedTable } from "./SeedTable.tsx";
import { sweepCommands } from "./sweep-command.ts";

interface ResultsProps {
  readonly state: CampaignState;
  readonly hrefOf: (seed: number, side: number) => string;
}

export const CampaignResults = memo(function CampaignResults({ state, hrefOf }: ResultsProps) {
  const claims = useMemo(() => claimRows(state), [state]);
  const figures = useMemo(() => figureRows(state), [state]);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = figures.find(({ id }) => id === chosen) ?? figures.find(isSpread) ?? figures[0];
  return (
    <div className={styles.results}>
      <ClaimTable state={state} rows={claims} hrefOf={hrefOf} />
      <FigureTable state={state} rows={figures} chosen={shown?.id ?? null} onChoose={setChosen} />
      {shown !== undefined && (
        <>
          <Distribution state={state} row={shown} hrefOf={hrefOf} />
          <SeedTable state={state} row={shown} hrefOf={hrefOf} />
        </>
      )}
      <details className={styles.more}>
        <summary>Les mêmes parcours en ligne de commande</summary>
        <pre>{sweepCommands(state).join("\n")}</pre>
      </details>
    </div>
  );
});

/** Says more than a single value: what is drawn first. */
const isSpread = ({ cells }: FigureRow): boolean =>
  cells.some((cell) => cell !== null && cell.min < cell.max);

/** Links shown in a cell; the others are in the table of seeds. */
const LINKS_MAX = 6;

function Breaks({
  cell,
  side,
  hrefOf,
}: {
  readonly cell: ClaimCell | null;
  readonly side: number;
  readonly hrefOf: ResultsProps["hrefOf"];
}) {
  if (cell === null) return <td className={styles.none}>ne promet pas</td>;
  const { tally, share } = cell;
  const { broken, held, none, undecided, brokenSeeds } = tally;
  const count = broken + held + none + undecided;
  if (broken === 0) {
    const upTo = share === null ? "" : ` (au plus ${formatPercent(100 * share.high, 1)})`;
    return (
      <td>
        <span className="tone-ok">
          <Sign name="ok" /> jamais rompue
        </span>
        <small>
          {typeset(`sur ${formatCount(count)}${upTo}`)}
          {undecided > 0 && `, ${countOf(undecided, "indéterminée")}`}
        </small>
      </td>
    );
  }
  return (
    <td>
      <span className="tone-fail">
        <Sign name="fail" /> rompue {formatCount(broken)} fois sur {formatCount(count)}
      </span>
      {share !== null && (
        <small>
          {typeset(
            `de ${formatPercent(100 * share.low, 1)} à ${formatPercent(100 * share.high, 1)}`,
          )}
        </small>
      )}
      <span className={styles.seeds}>
        graines{" "}
        {brokenSeeds.slice(0, LINKS_MAX).map((seed) => (
          <a key={seed} href={hrefOf(seed, side)}>
            {seed}
          </a>
        ))}
        {brokenSeeds.length > LINKS_MAX && "…"}
      </span>
    </td>
  );
}

function ClaimTable({
  state,
  rows,
  hrefOf,
}: ResultsProps & { readonly rows: readonly ClaimRow[] }) {
  if (rows.length === 0) return null;
  const isPair = state.sides.length === 2;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>
          Promesses rompues{" "}
          <small>part des graines et intervalle de confiance à 95 % (Wilson)</small>
        </caption>
        <thead>
          <tr>
            <th scope="col">promesse</th>
            {state.sides.map(({ title }) => (
              <th key={title} scope="col">
                {typeset(title)}
              </th>
            ))}
            {isPair && <th scope="col">graine à graine</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, title, cells, pair }) => (
            <tr key={id}>
              <th scope="row">{typeset(title)}</th>
              {cells.map((cell, side) => (
                <Breaks
                  key={state.sides[side]?.title ?? side}
                  cell={cell}
                  side={side}
                  hrefOf={hrefOf}
                />
              ))}
              {isPair && (
                <td>
                  {pair !== null &&
                    pair.onlyLeft.length + pair.onlyRight.length + pair.both.length > 0 && (
                      <small>
                        {formatCount(pair.onlyLeft.length)} à gauche seule,{" "}
                        {formatCount(pair.onlyRight.length)} à droite seule,{" "}
                        {formatCount(pair.both.length)} des deux côtés
                      </small>
                    )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FigureTableProps {
  readonly state: CampaignState;
  readonly rows: readonly FigureRow[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function FigureTable({ state, rows, chosen, onChoose }: FigureTableProps) {
  const isPair = state.sides.length === 2;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>
          Mesures{" "}
          <small>
            médiane des graines, de la plus petite à la plus grande
            {isPair &&
              " ; écart de droite à gauche, graine à graine, et son intervalle de confiance à 95 % (Student)"}
          </small>
        </caption>
        <thead>
          <tr>
            <th scope="col">mesure</th>
            {state.sides.map(({ title }) => (
              <th key={title} scope="col" className={styles.n}>
                {typeset(title)}
              </th>
            ))}
            {isPair && (
              <th scope="col" className={styles.n}>
                écart moyen
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <FigureLine key={row.id} row={row} isChosen={row.id === chosen} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FigureLineProps {
  readonly row: FigureRow;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}

function FigureLine({ row, isChosen, onChoose }: FigureLineProps) {
  const { id, title, unit, cells, difference } = row;
  const isSame = difference !== null && difference.low <= 0 && difference.high >= 0;
  return (
    <tr className={cx(isChosen && styles.chosen)}>
      <th scope="row">
        <button type="button" aria-pressed={isChosen} onClick={() => onChoose(id)}>
          {typeset(figureTitle(id, title))}
          {!isWritten(unit) && unit !== "" && <small> {unit}</small>}
        </button>
      </th>
      {cells.map((cell, side) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place
        <td key={side} className={styles.n}>
          {cell === null ? (
            "–"
          ) : (
            <>
              {figureText(cell.median, unit)}
              {cell.min < cell.max && (
                <small>
                  {figureText(cell.min, unit)} – {figureText(cell.max, unit)}
                </small>
              )}
            </>
          )}
        </td>
      ))}
      {cells.length === 2 && (
        <td className={cx(styles.n, isSame && styles.none)}>
          {difference === null ? (
            "–"
          ) : (
            <>
              {differenceText(difference.value, unit)}
              <small>
                {difference.low === difference.high ? "" : intervalText(difference, unit)}
              </small>
            </>
          )}
        </td>
      )}
    </tr>
  );
}
