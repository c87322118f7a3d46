/**
 * The drawing of one reading of a part: a state, a gauge, the bars of a window, a strip, pairs.
 *
 * Owns no data: whoever shows it (a node's box, the inspector, a miniature of the gallery) gives the
 * value, what it was before this step, and the room. Every drawing says in words what it shows.
 */

import { signOfState, voiceOf } from "@/app/_texte/part-signs.ts";
import {
  afterCount,
  gaugeText,
  type PartReadingCard,
  type PartReadingKind,
  partText,
} from "@/app/_texte/part-words.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { PartValue, Tone } from "@/simulator/vocabulary/card.ts";
import styles from "./PartDrawing.module.css";
import {
  barsLayout,
  CUT_PX,
  gaugeShape,
  hasRange,
  hasStateLabel,
  isEmptyStrip,
  legendShape,
  NEXT_PX,
  PART_LINE_PX,
  type PairsLayout,
  pairsBeside,
  pairsFitInline,
  pairsLayout,
  stripLayout,
} from "./part-layout.ts";

interface Room {
  /** px at scale 1, without the padding. */
  readonly innerPx: number;
  readonly lines: number;
}

interface Drawn<K extends PartReadingKind> extends Room {
  readonly reading: PartReadingCard & { readonly kind: K };
  readonly value: PartValue[K];
  /** This step changed it, from `before`, or wrote it first. */
  readonly isChanged: boolean;
  readonly before: PartValue[K] | undefined;
}

const px = (length: number): string => `calc(${length}px * var(--k, 1))`;

function Label({ children, isHidden = false }: { children: string; isHidden?: boolean }) {
  return isHidden ? (
    <span className="visually-hidden">{children} </span>
  ) : (
    <span className={styles.label} title={children}>
      {children}{" "}
    </span>
  );
}

const Swatch = ({ tone }: { readonly tone: Tone }) => (
  <i className={styles.swatch} data-tone={tone} aria-hidden="true" />
);

function StateDrawing({ reading, value, isChanged, innerPx }: Drawn<"state">) {
  const state = reading.states.find(({ id }) => id === value);
  const word = state?.title ?? value;
  const tone = state?.tone ?? "calm";
  const sign = signOfState(word, tone);
  return (
    <p className={styles.row}>
      <Label isHidden={!hasStateLabel(reading.title, word, innerPx)}>{reading.title}</Label>
      <b className={cx(styles.state, `tone-${voiceOf[tone]}`)}>
        {sign === null ? (
          <i className={styles.pastille} data-tone={tone} aria-hidden="true" />
        ) : (
          <Sign name={sign.sign} />
        )}
        <span className={isChanged ? "changed" : undefined}>{word}</span>
      </b>
    </p>
  );
}

function GaugeDrawing({ reading, value, isChanged, innerPx, lines }: Drawn<"gauge">) {
  const { title, max } = reading;
  const text = gaugeText(max, value);
  const shape = gaugeShape({ title, text, hasBar: max !== null }, { innerPx, lines });
  const share = max === null || max <= 0 ? 0 : Math.max(0, Math.min(1, value / max));
  const bar = max !== null && shape !== "short" && (
    <span className={styles.gauge} data-full={value >= max || undefined} aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
  const figure = <b className={cx(styles.figure, isChanged && "changed")}>{text}</b>;
  if (shape !== "stacked") {
    return (
      <p className={styles.row}>
        <Label>{title}</Label>
        {bar}
        {figure}
      </p>
    );
  }
  return (
    <div>
      <p className={styles.row}>
        <Label>{title}</Label>
      </p>
      <p className={styles.row}>
        {bar}
        {figure}
      </p>
    </div>
  );
}

/** Where the chart stands when it has no line of its own. */
const BESIDE_PX = 74;

function BarsDrawing({ reading, value, innerPx, lines }: Drawn<"bars">) {
  const isBeside = lines < 2;
  const heightPx = isBeside ? PART_LINE_PX - 4 : (lines - 1) * PART_LINE_PX - 4;
  const widthPx = isBeside ? Math.max(20, Math.min(innerPx, 150) - BESIDE_PX) : innerPx;
  const { bars, barPx, totals } = barsLayout(value, reading.series.length, widthPx);
  const chart = (
    <span className={styles.chart} style={{ height: px(heightPx) }} aria-hidden="true">
      {bars.map((bar, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bucket has no other name than its rank
        <span key={at} className={styles.column} style={{ width: px(barPx) }}>
          {bar.map((share, i) => {
            const series = reading.series[i];
            return series === undefined || share === 0 ? null : (
              <i key={series.title} data-tone={series.tone} style={{ height: `${share * 100}%` }} />
            );
          })}
        </span>
      ))}
    </span>
  );
  const words = <span className="visually-hidden">{partText(reading, value)}</span>;
  const series = reading.series.map(({ title, tone }, i) => {
    const total = totals[i] ?? 0;
    return { name: title, title: afterCount(title, total), tone, total };
  });
  const legend = legendShape(reading.title, series, innerPx);
  if (isBeside) {
    return (
      <p className={styles.row}>
        <Label>{reading.title}</Label>
        {chart}
        {words}
      </p>
    );
  }
  return (
    <div>
      <p className={styles.row}>
        <Label isHidden={!legend.hasLabel}>{reading.title}</Label>
        <span
          className={styles.legend}
          data-bare={!legend.hasTitles || undefined}
          aria-hidden="true"
        >
          {series.map(({ name, title, tone, total }) => (
            <span key={name} title={name}>
              <Swatch tone={tone} />
              <b>{total}</b>
              {legend.hasTitles && <span className={styles.series}>{title}</span>}
            </span>
          ))}
        </span>
        {words}
      </p>
      <div className={styles.wide}>{chart}</div>
    </div>
  );
}

function StripDrawing({ reading, value, isChanged, before, innerPx, lines }: Drawn<"strip">) {
  if (isEmptyStrip(value)) {
    return (
      <p className={styles.row}>
        <Label>{reading.title}</Label>
        <span className={styles.absent}>vide</span>
      </p>
    );
  }
  const hasMarks = value.marks.length > 0;
  const hasHead = lines > (hasMarks ? 2 : 1);
  const markRows = hasMarks ? Math.max(0, Math.min(2, lines - (hasHead ? 2 : 1))) : 0;
  const { first, cells, cellPx, hidden, hasNext, marks } = stripLayout(value, {
    innerPx,
    markRows,
  });
  const isFresh = (at: number): boolean =>
    isChanged && before?.cells[at - before.first] !== value.cells[at - value.first];
  const range = `${value.first} – ${value.first + value.cells.length - 1}`;
  return (
    <div className={styles.strip}>
      <p className={cx(hasHead ? styles.row : "visually-hidden")}>
        <Label>{reading.title}</Label>
        {hasRange(reading.title, range, innerPx) && (
          <span className={styles.range} aria-hidden="true">
            {range}
          </span>
        )}
        <span className="visually-hidden">{partText(reading, value)}</span>
      </p>
      <div
        className={styles.cells}
        style={{ height: px(PART_LINE_PX * (1 + markRows)) }}
        aria-hidden="true"
      >
        <span className={styles.line}>
          {hidden > 0 && (
            <span className={styles.cut} style={{ width: px(CUT_PX) }}>
              …
            </span>
          )}
          {cells
            .map((text, i) => ({ at: first + i, text }))
            .map(({ at, text }) => (
              <span
                key={at}
                className={cx(styles.cell, isFresh(at) && styles.fresh)}
                style={{ width: px(cellPx) }}
              >
                {text}
              </span>
            ))}
          {hasNext && (
            <span className={cx(styles.cell, styles.next)} style={{ width: px(NEXT_PX) }} />
          )}
        </span>
        {markRows > 0 &&
          marks.map(({ x, title, label }) => (
            <span key={title} className={styles.mark} style={{ left: px(x) }}>
              <i style={{ height: px(7 + (label?.row ?? 0) * PART_LINE_PX) }} />
            </span>
          ))}
        {marks.map(
          ({ title, label }) =>
            label !== null && (
              <span
                key={title}
                className={styles.markLabel}
                style={{ left: px(label.x), top: px(PART_LINE_PX * (1 + label.row)) }}
              >
                {title}
              </span>
            ),
        )}
      </div>
    </div>
  );
}

function Pairs({
  layout,
  was,
}: {
  readonly layout: PairsLayout;
  /** Values before this step, by name; null when this step changed nothing here. */
  readonly was: ReadonlyMap<string, string | number> | null;
}) {
  return (
    <>
      {layout.shown.map(([name, value]) => (
        <span key={name} className={styles.pair}>
          <span className={styles.pairName}>{name}</span>{" "}
          <b className={cx(styles.figure, was !== null && was.get(name) !== value && "changed")}>
            {value}
          </b>
        </span>
      ))}
      {layout.hidden > 0 && <span className={styles.more}>+ {layout.hidden}</span>}
    </>
  );
}

function PairsDrawing({ reading, value, isChanged, before, innerPx, lines }: Drawn<"pairs">) {
  const was = isChanged ? new Map(before ?? []) : null;
  if (value.length === 0) {
    return (
      <p className={styles.row}>
        <Label>{reading.title}</Label>
        <span className={styles.absent}>aucun</span>
      </p>
    );
  }
  if (lines < 2 || pairsFitInline(reading.title, value, innerPx)) {
    const layout = pairsBeside(reading.title, value, innerPx);
    return (
      <p className={cx(styles.row, styles.inline)}>
        <Label isHidden={!layout.hasLabel}>{reading.title}</Label>
        <Pairs layout={layout} was={was} />
      </p>
    );
  }
  const layout = pairsLayout(value, { innerPx, lines: lines - 1 });
  const head = (
    <p className={styles.row}>
      <Label>{reading.title}</Label>
    </p>
  );
  if (lines === 2 && layout.hidden > 0) {
    return (
      <div>
        {head}
        <p className={cx(styles.row, styles.inline)}>
          <Pairs layout={pairsBeside("", value, innerPx)} was={was} />
        </p>
      </div>
    );
  }
  return (
    <div>
      {head}
      <p className={styles.pairs} data-columns={layout.columns}>
        <Pairs layout={layout} was={was} />
      </p>
    </div>
  );
}

export interface PartDrawingProps extends Room {
  readonly reading: PartReadingCard;
  readonly value: unknown;
  /** What it was before, when this step changed it. */
  readonly changed?: { readonly before?: unknown } | null;
  /** The node that kept it in memory has crashed. */
  readonly isLost?: boolean;
}

export function PartDrawing({
  reading,
  value,
  changed = null,
  isLost = false,
  ...room
}: PartDrawingProps) {
  if (value === undefined) {
    return (
      <p className={styles.row}>
        <Label>{reading.title}</Label>
        {isLost ? (
          <b className={styles.lost}>perdu</b>
        ) : (
          <span className={styles.absent}>
            –<span className="visually-hidden"> rien encore</span>
          </span>
        )}
      </p>
    );
  }
  // The log is the only source: what stands in a slot has the shape that the card announces.
  const drawn = {
    ...{ reading, value, ...room },
    ...{ isChanged: changed !== null, before: changed?.before },
  } as never;
  switch (reading.kind) {
    case "state":
      return <StateDrawing {...(drawn as Drawn<"state">)} />;
    case "gauge":
      return <GaugeDrawing {...(drawn as Drawn<"gauge">)} />;
    case "bars":
      return <BarsDrawing {...(drawn as Drawn<"bars">)} />;
    case "strip":
      return <StripDrawing {...(drawn as Drawn<"strip">)} />;
    case "pairs":
      return <PairsDrawing {...(drawn as Drawn<"pairs">)} />;
  }
}
