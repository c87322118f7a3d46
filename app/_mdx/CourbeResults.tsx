"use client";
/** The curves measured, on two logarithmic scales, and the same numbers in a table. */
import { formatCount } from "../_texte/numbers.ts";
import type { CourbeProps, Curves } from "./Courbe.tsx";
import styles from "./CourbeResults.module.css";
import onDemand from "./OnDemand.module.css";

const WIDTH = 560;
const HEIGHT = 250;
const LEFT = 52;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 34;

/** A colour and a dash, so that neither is needed alone. */
const STROKES = [
  { color: "var(--fail)", dash: "" },
  { color: "var(--ok)", dash: "7 3" },
  { color: "var(--info)", dash: "2 3" },
] as const;
const strokeOf = (i: number) => STROKES[i % STROKES.length] as (typeof STROKES)[number];

/** Powers of ten from the one at or below the least to the one at or above the greatest. */
function decades(values: readonly number[]): readonly number[] {
  const known = values.filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...known)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...known))));
  return Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
}

interface Plot {
  readonly xOf: (size: number) => number;
  readonly yOf: (value: number) => number;
  readonly rungs: readonly number[];
}

function plotOf(sizes: readonly number[], curves: Curves): Plot {
  const rungs = decades(curves.flat());
  const share = (value: number, from: number, to: number): number =>
    (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from));
  const [least, most] = [sizes[0] as number, sizes.at(-1) as number];
  const [floor, roof] = [rungs[0] as number, rungs.at(-1) as number];
  return {
    rungs,
    xOf: (size) => LEFT + share(size, least, most) * (WIDTH - LEFT - RIGHT),
    yOf: (value) => HEIGHT - BOTTOM - share(value, floor, roof) * (HEIGHT - TOP - BOTTOM),
  };
}

type CourbeResultsProps = CourbeProps & { readonly curves: Curves };

export function CourbeResults({ across, up, sizes, series, curves }: CourbeResultsProps) {
  const { xOf, yOf, rungs } = plotOf(sizes, curves);
  return (
    <>
      <svg className={styles.plot} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {rungs.map((rung) => (
          <g key={rung}>
            <path className={styles.rung} d={`M${LEFT} ${yOf(rung)}H${WIDTH - RIGHT}`} />
            <text className={styles.tick} x={LEFT - 8} y={yOf(rung) + 4} textAnchor="end">
              {formatCount(rung)}
            </text>
          </g>
        ))}
        {sizes.map((size) => (
          <text
            key={size}
            className={styles.tick}
            x={xOf(size)}
            y={HEIGHT - 14}
            textAnchor="middle"
          >
            {formatCount(size)}
          </text>
        ))}
        {curves.map((values, i) => {
          const { color, dash } = strokeOf(i);
          const points = values.map((value, k) => [xOf(sizes[k] as number), yOf(value)] as const);
          return (
            <g key={series[i]?.title} style={{ color }}>
              <path
                className={styles.curve}
                strokeDasharray={dash}
                d={points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${x} ${y}`).join("")}
              />
              {points.map(([x, y]) => (
                <circle key={x} className={styles.point} cx={x} cy={y} r="3.5" />
              ))}
            </g>
          );
        })}
      </svg>
      <table className={onDemand.table}>
        <thead>
          <tr>
            <th scope="col">
              {up}, selon le nombre de {across}
            </th>
            {sizes.map((size) => (
              <th key={size} scope="col" className={onDemand.n}>
                {formatCount(size)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.map(({ title }, i) => (
            <tr key={title}>
              <th scope="row">
                <svg className={styles.key} viewBox="0 0 28 10" aria-hidden="true">
                  <path
                    className={styles.curve}
                    style={{ color: strokeOf(i).color }}
                    strokeDasharray={strokeOf(i).dash}
                    d="M0 5H28"
                  />
                </svg>{" "}
                {title}
              </th>
              {sizes.map((size, k) => (
                <td key={size} className={onDemand.n}>
                  {formatCount(curves[i]?.[k] ?? Number.NaN)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
