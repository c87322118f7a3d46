/**
 * The distribution of one figure: one dot a seed, the left design above the axis, the right one below.
 * A dot that broke a promise is a cross. Each opens its run; the table of seeds says the same in words.
 */
"use client";
import { useRef } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import type { RunFigures } from "@/simulator/observation/campaign.ts";
import styles from "./Campaign.module.css";
import type { CampaignState } from "./campaign.ts";
import { type Domain, type Dot, domainOf, dotsOf, roundTicks } from "./distribution.ts";
import { figureText, figureTitle } from "./figure-text.ts";
import { breaksAny, type FigureRow } from "./results.ts";
import { usePlotWidth } from "./use-plot-width.ts";

const MARGIN = 14;
const SIDE_HEIGHT = 92;
const AXIS_HEIGHT = 24;
const DOT = 8;
const TICK_WIDTH = 110;

interface DistributionProps {
  readonly state: CampaignState;
  readonly row: FigureRow;
  readonly hrefOf: (seed: number, side: number) => string;
}

export function Distribution({ state, row, hrefOf }: DistributionProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = usePlotWidth(frame);
  const valuesBySide = state.runs.map((runs) => valuesOf(runs, row.id));
  const all = valuesBySide.flat().map(({ value }) => value);
  const title = figureTitle(row.id, row.title);
  return (
    <figure className={styles.distribution}>
      <figcaption>
        <b>{typeset(`${title}, une marque par graine`)}</b>
        {state.sides.map((side, i) => (
          <span key={side.title} className="tone-info">
            <Mark side={i} isBroken={false} />{" "}
            {typeset(state.sides.length === 1 ? side.title : `${side.title}, ${PLACES[i]}`)}
          </span>
        ))}
        <span className="tone-fail">
          <Mark side={0} isBroken={true} /> une promesse rompue
        </span>
      </figcaption>
      <div ref={frame} className={styles.plot} aria-hidden="true">
        {width > 0 && all.length > 0 && (
          <Plot
            {...{ width, row, hrefOf, valuesBySide }}
            isGrowing={state.kind === "running"}
            domain={domainOf(all)}
            brokenBySide={state.runs.map(
              (runs) => new Set(runs.filter(breaksAny).map(({ seed }) => seed)),
            )}
          />
        )}
      </div>
    </figure>
  );
}

const PLACES = ["en haut", "en bas"] as const;

const valuesOf = (runs: readonly RunFigures[], id: string) =>
  runs.flatMap(({ seed, figures }) => {
    const figure = figures[id];
    return figure === undefined ? [] : [{ seed, value: figure.value }];
  });

/** The sign of the legend. */
function Mark({ side, isBroken }: { readonly side: number; readonly isBroken: boolean }) {
  return (
    <svg className={styles.mark} viewBox="-6 -6 12 12" aria-hidden="true">
      <Shape side={side} isBroken={isBroken} />
    </svg>
  );
}

function Shape({ side, isBroken }: { readonly side: number; readonly isBroken: boolean }) {
  if (isBroken) return <path className={styles.cross} d="M-3.4-3.4 3.4 3.4M3.4-3.4-3.4 3.4" />;
  return <circle className={side === 0 ? styles.full : styles.hollow} r={3.2} />;
}

interface PlotProps {
  readonly width: number;
  readonly row: FigureRow;
  readonly domain: Domain;
  readonly valuesBySide: readonly (readonly { readonly seed: number; readonly value: number }[])[];
  readonly brokenBySide: readonly ReadonlySet<number>[];
  readonly hrefOf: DistributionProps["hrefOf"];
  /** More are to come: marks are drawn together, and open nothing yet. */
  readonly isGrowing: boolean;
}

/** All the marks of a side in a few strokes: hundreds of links would be made again every few seconds. */
function Crowd({
  dots,
  side,
  placeOf,
  isBroken,
}: {
  readonly dots: readonly Dot[];
  readonly side: number;
  readonly placeOf: (dot: Dot) => readonly [x: number, y: number];
  readonly isBroken: (dot: Dot) => boolean;
}) {
  const strokes = (isTaken: boolean, shape: string): string =>
    dots
      .filter((dot) => isBroken(dot) === isTaken)
      .map(
        (dot) =>
          `M${placeOf(dot)
            .map((at) => at.toFixed(1))
            .join(" ")}${shape}`,
      )
      .join("");
  return (
    <>
      <path
        className={side === 0 ? styles.full : styles.hollow}
        d={strokes(false, "m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0")}
      />
      <path className={styles.cross} d={strokes(true, "m-3.4-3.4l6.8 6.8m0-6.8l-6.8 6.8")} />
    </>
  );
}

interface SeedMarkProps {
  readonly dot: Dot;
  readonly side: number;
  /** Its place, as a transformation. */
  readonly at: string;
  readonly unit: string;
  readonly isBroken: boolean;
  readonly hrefOf: DistributionProps["hrefOf"];
}

/** One seed, and its run one click away. A component each: hundreds of them are made in slices. */
function SeedMark({ dot, side, at, unit, isBroken, hrefOf }: SeedMarkProps) {
  return (
    <g transform={at}>
      <a href={hrefOf(dot.seed, side)} tabIndex={-1} className={styles.dot}>
        <title>{typeset(`graine ${dot.seed} : ${figureText(dot.value, unit)}`)}</title>
        <rect x={-DOT / 2} y={-DOT / 2} width={DOT} height={DOT} fill="transparent" />
        <Shape side={side} isBroken={isBroken} />
      </a>
    </g>
  );
}

function Plot(props: PlotProps) {
  const { width, row, domain, valuesBySide, brokenBySide, hrefOf, isGrowing } = props;
  const inner = Math.max(1, width - 2 * MARGIN);
  const isPair = valuesBySide.length === 2;
  const height = SIDE_HEIGHT * valuesBySide.length + AXIS_HEIGHT;
  const x = (value: number): number =>
    MARGIN + ((value - domain.from) / (domain.to - domain.from)) * inner;
  const placeOf = (dot: Dot, side: number): readonly [number, number] => [
    MARGIN + dot.x,
    side === 0 ? SIDE_HEIGHT - dot.rise : SIDE_HEIGHT + AXIS_HEIGHT + dot.rise,
  ];
  const place = (dot: Dot, side: number): string =>
    `translate(${placeOf(dot, side)
      .map((at) => at.toFixed(1))
      .join(" ")})`;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {roundTicks(domain, Math.floor(inner / TICK_WIDTH)).map((tick) => (
        <g key={tick} transform={`translate(${x(tick).toFixed(1)} 0)`}>
          <path className={styles.gridline} d={`M0 0V${height}`} />
          <text className={styles.tick} y={SIDE_HEIGHT + 16}>
            {figureText(tick, row.unit)}
          </text>
        </g>
      ))}
      <path className={styles.axis} d={`M0 ${SIDE_HEIGHT}H${width}`} />
      {isPair && <path className={styles.axis} d={`M0 ${SIDE_HEIGHT + AXIS_HEIGHT}H${width}`} />}
      {valuesBySide.map((values, side) => {
        const median = row.cells[side]?.median;
        const from = side === 0 ? 0 : SIDE_HEIGHT + AXIS_HEIGHT;
        const dots = dotsOf(values, domain, { width: inner, height: SIDE_HEIGHT, size: DOT });
        const isBroken = ({ seed }: Dot): boolean => brokenBySide[side]?.has(seed) ?? false;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place
          <g key={side}>
            {median !== undefined && (
              <path
                className={styles.median}
                d={`M${x(median).toFixed(1)} ${from}v${SIDE_HEIGHT}`}
              />
            )}
            {isGrowing && (
              <Crowd {...{ dots, side, isBroken }} placeOf={(dot) => placeOf(dot, side)} />
            )}
            {(isGrowing ? [] : dots).map((dot) => (
              <SeedMark
                key={dot.seed}
                {...{ dot, side, hrefOf }}
                at={place(dot, side)}
                unit={row.unit}
                isBroken={isBroken(dot)}
              />
            ))}
          </g>
        );
      })}
    </svg>
  );
}
