"use client";
/**
 * The ruler of one setting and what came of each place where it stood: a few runs made here and now, the
 * same visitors and the same luck for all. Nothing is typed in; nothing runs before a hand is laid on it.
 */
import { useEffect, useId, useRef, useState } from "react";
import type { MeasuredRow } from "../_etude/measures.ts";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudy } from "../_etude/use-study.ts";
import { formatCount } from "../_texte/numbers.ts";
import { Slider } from "../_ui/Slider.tsx";
import styles from "./OnDemand.module.css";
import type { ReglageProps } from "./Reglage.tsx";
import live from "./ReglageLive.module.css";

const SEEDS = 3;
/** A hand that still moves asks for nothing, ms. */
const REST_MS = 250;
/** The places kept, the last ones that were asked for. */
const ROWS_MAX = 6;

const FIXED = [0, 1, 2].map(
  (digits) =>
    new Intl.NumberFormat("fr-FR", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

const atValue = (setup: StudySetup, id: string, value: number): StudySetup => ({
  ...setup,
  parameters: { ...setup.parameters, [id]: String(value) },
});

type Rows = readonly { readonly value: number; readonly measured: MeasuredRow }[];

/** Measures the place where the ruler rests. */
function useMeasured({ setup, parameter }: ReglageProps, wanted: number | null) {
  const study = useStudy();
  const [rows, setRows] = useState<Rows>([]);
  const [said, setSaid] = useState("");
  const known = useRef(rows);
  known.current = rows;
  useEffect(() => {
    if (wanted === null || known.current.some(({ value }) => value === wanted)) return;
    let isHere = true;
    const timer = setTimeout(() => {
      setSaid("En cours.");
      study
        .measure([atValue(setup, parameter.id, wanted)], { seeds: SEEDS, onProgress: () => {} })
        .then(
          ([measured]) => {
            if (!isHere || measured === undefined) return;
            setSaid("");
            setRows((before) => [...before, { value: wanted, measured }].slice(-ROWS_MAX));
          },
          (error: unknown) => {
            if (isHere) setSaid(error instanceof Error ? error.message : String(error));
          },
        );
    }, REST_MS);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [study, setup, parameter.id, wanted]);
  return { rows, said };
}

export function ReglageLive(props: ReglageProps) {
  const { parameter, columns, setup, start, step } = props;
  const by = useId();
  const study = useStudy();
  const [value, setValue] = useState(start);
  const [isTouched, setTouched] = useState(false);
  const { rows, said } = useMeasured(props, isTouched ? value : null);
  const isKnown = rows.some((row) => row.value === value);
  return (
    <>
      <Slider
        className={live.ruler}
        label={parameter.title}
        unit={parameter.unit}
        {...{ value, min: parameter.min, max: parameter.max, step: parameter.step }}
        onChange={(next) => {
          setTouched(true);
          setValue(next);
        }}
      />
      <p className={styles.run}>
        <button
          type="button"
          className={styles.button}
          onClick={() => study.goToIndex(atValue(setup, parameter.id, value), step, by)}
        >
          Voir dans le laboratoire
        </button>
        <span role="status">{isTouched && !isKnown ? said || "En cours." : said}</span>
      </p>
      {rows.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">moyenne de {formatCount(SEEDS)} parcours</th>
              {columns.map((column) => (
                <th key={column.id} scope="col" className={styles.n}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...rows]
              .sort((a, b) => a.value - b.value)
              .map((row) => (
                <tr
                  key={row.value}
                  className={live.row}
                  aria-current={row.value === value || undefined}
                >
                  <th scope="row">
                    {row.value} {parameter.unit}
                  </th>
                  {columns.map(({ id, digits }) => (
                    <td key={id} className={styles.n}>
                      {FIXED[digits]?.format(row.measured[id] ?? Number.NaN)}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </>
  );
}
