/**
 * The curves, drawn by recharts: loaded when a reader first looks at them.
 * Colours are those of the kinds of things; a line style doubles each one. The playhead is drawn over
 * them by whoever shows them: it moves sixty times a second, they do not.
 */
"use client";
import { memo } from "react";
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Line,
  LineChart,
  ReferenceArea,
  Scatter,
  XAxis,
  YAxis,
} from "recharts";
import type { Axis, AxisSegment } from "@/app/_lab/axis.ts";
import { axisTicks, layAxis } from "@/app/_lab/axis.ts";
import { WHOLE_AXIS } from "@/app/_lab/view.ts";
import { machineLabels } from "@/app/_texte/labels.ts";
import { formatCount, formatDuration, formatTick } from "@/app/_texte/numbers.ts";
import type { MachineCard } from "@/simulator/vocabulary/card.ts";
import { PLOT_LEFT as LEFT, PLOT_RIGHT } from "./plot.ts";
import type { CensusPoint, GaugePoint, SharePoint } from "./shares.ts";
import { strokeOf } from "./strokes.ts";

export interface ChartFrame {
  readonly axis: Axis;
  readonly width: number;
}

const MARGIN = { top: 8, right: PLOT_RIGHT, bottom: 0, left: 0 };
const HEIGHT = 116;
const TICK = { fontSize: "var(--tick)", fontFamily: "var(--font-reading)", fill: "var(--ink-2)" };

const places = ({ axis, width }: ChartFrame): readonly number[] =>
  axisTicks(layAxis(axis, WHOLE_AXIS, 0, Math.max(1, width - LEFT - MARGIN.right)), 72)
    .filter((tick) => tick.hasLabel)
    .map((tick) => axis.shareAt(tick.atUs));

/** The parts that every chart shares: recharts wants them as direct children. */
function frameParts(frame: ChartFrame) {
  const { axis } = frame;
  return [
    <CartesianGrid key="grid" vertical={false} stroke="var(--hairline)" />,
    ...axis.folds.map((fold: AxisSegment) => (
      <ReferenceArea
        key={`fold ${fold.fromUs}`}
        x1={fold.from}
        x2={fold.to}
        fill="var(--hairline)"
        fillOpacity={0.6}
      />
    )),
    <XAxis
      key="x"
      dataKey="share"
      type="number"
      domain={[0, 1]}
      ticks={[...places(frame)]}
      tickFormatter={(share: number) => formatTick(Math.round(axis.timeAt(share)))}
      tick={TICK}
      tickLine={{ stroke: "var(--line)" }}
      axisLine={{ stroke: "var(--line)" }}
      interval={0}
      allowDataOverflow
    />,
  ];
}

const yAxis = (format: (value: number) => string) => (
  <YAxis
    width={LEFT}
    tick={TICK}
    tickFormatter={format}
    tickLine={false}
    axisLine={false}
    allowDecimals={false}
    tickCount={4}
  />
);

interface SeriesProps {
  readonly frame: ChartFrame;
  readonly points: readonly SharePoint[];
}

export const MessagesChart = memo(function MessagesChart({ frame, points }: SeriesProps) {
  return (
    <BarChart
      width={frame.width}
      height={HEIGHT}
      data={[...points]}
      margin={MARGIN}
      barCategoryGap={0}
      barGap={0}
      accessibilityLayer={false}
    >
      {frameParts(frame)}
      {yAxis(formatCount)}
      <Bar dataKey="messagesSent" stackId="m" fill="var(--info)" isAnimationActive={false} />
      <Bar dataKey="messagesLost" stackId="m" fill="var(--fail)" isAnimationActive={false} />
      <Bar dataKey="callsTimedOut" stackId="m" fill="var(--wait)" isAnimationActive={false} />
    </BarChart>
  );
});

export const OutcomesChart = memo(function OutcomesChart({ frame, points }: SeriesProps) {
  return (
    <BarChart
      width={frame.width}
      height={HEIGHT}
      data={[...points]}
      margin={MARGIN}
      barCategoryGap={0}
      barGap={0}
      accessibilityLayer={false}
    >
      {frameParts(frame)}
      {yAxis(formatCount)}
      <Bar dataKey="succeeded" stackId="o" fill="var(--ok)" isAnimationActive={false} />
      <Bar dataKey="refused" stackId="o" fill="var(--fail)" isAnimationActive={false} />
      <Bar dataKey="timedOut" stackId="o" fill="var(--wait)" isAnimationActive={false} />
    </BarChart>
  );
});

interface GaugeChartProps {
  readonly frame: ChartFrame;
  readonly lines: readonly { readonly id: string; readonly points: readonly GaugePoint[] }[];
}

export const GaugeChart = memo(function GaugeChart({ frame, lines }: GaugeChartProps) {
  return (
    <LineChart width={frame.width} height={HEIGHT} margin={MARGIN} accessibilityLayer={false}>
      {frameParts(frame)}
      {yAxis(formatCount)}
      {lines.map(({ id, points }, i) => (
        <Line
          key={id}
          data={[...points]}
          dataKey="value"
          type="stepAfter"
          stroke={strokeOf(i).color}
          strokeDasharray={strokeOf(i).dash}
          strokeWidth={2}
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
});

export const LatencyChart = memo(function LatencyChart({ frame, points }: SeriesProps) {
  const ended = points.filter((point) => point.p50Us !== null);
  return (
    <ComposedChart
      width={frame.width}
      height={HEIGHT}
      data={ended}
      margin={MARGIN}
      accessibilityLayer={false}
    >
      {frameParts(frame)}
      {yAxis((us) => formatDuration(us))}
      <Scatter dataKey="p99Us" fill="var(--wait)" shape="cross" isAnimationActive={false} />
      <Scatter dataKey="p95Us" fill="var(--undo)" shape="triangle" isAnimationActive={false} />
      <Scatter dataKey="p50Us" fill="var(--info)" shape="square" isAnimationActive={false} />
    </ComposedChart>
  );
});

interface CensusProps {
  readonly frame: ChartFrame;
  readonly points: readonly CensusPoint[];
  readonly machine: MachineCard;
}

export const CensusChart = memo(function CensusChart({ frame, points, machine }: CensusProps) {
  return (
    <AreaChart
      width={frame.width}
      height={HEIGHT}
      data={[...points]}
      margin={MARGIN}
      accessibilityLayer={false}
    >
      {frameParts(frame)}
      {yAxis(formatCount)}
      {machine.states.map((state) => {
        const { tone } = machineLabels[state.sign];
        // Three of six states are of one colour family: full, half and hatched tell them apart.
        const isPale = state.sign === "saga-new" || state.sign === "saga-undo";
        return (
          <Area
            key={state.id}
            dataKey={state.id}
            type="stepAfter"
            stackId="s"
            // A state that nobody is in must leave no line on the top of the others.
            stroke="none"
            fill={isPale ? `var(--${tone}-wash)` : `var(--${tone})`}
            fillOpacity={isPale ? 1 : 0.75}
            isAnimationActive={false}
          />
        );
      })}
    </AreaChart>
  );
});
