/**
 * The curves, drawn by recharts: loaded when a reader first looks at them.
 * Colours are those of the kinds of things; a line style doubles each one.
 */
"use client";
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  ReferenceArea,
  ReferenceLine,
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
import type { CensusPoint, SharePoint } from "./shares.ts";

export interface ChartFrame {
  readonly axis: Axis;
  readonly width: number;
  /** Share of the playhead, or null before everything. */
  readonly now: number | null;
}

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const LEFT = 58;
const HEIGHT = 116;
const TICK = { fontSize: "var(--tick)", fontFamily: "var(--font-reading)", fill: "var(--ink-2)" };

const places = ({ axis, width }: ChartFrame): readonly number[] =>
  axisTicks(layAxis(axis, WHOLE_AXIS, 0, Math.max(1, width - LEFT - MARGIN.right)), 72)
    .filter((tick) => tick.hasLabel)
    .map((tick) => axis.shareAt(tick.atUs));

/** The parts that every chart shares: recharts wants them as direct children. */
function frameParts(frame: ChartFrame) {
  const { axis, now } = frame;
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
    now === null ? null : (
      <ReferenceLine key="now" x={now} stroke="var(--ink)" strokeWidth={2} zIndex={600} />
    ),
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

export function MessagesChart({ frame, points }: SeriesProps) {
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
}

export function LatencyChart({ frame, points }: SeriesProps) {
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
      <Scatter dataKey="p50Us" fill="var(--info)" shape="square" isAnimationActive={false} />
    </ComposedChart>
  );
}

interface CensusProps {
  readonly frame: ChartFrame;
  readonly points: readonly CensusPoint[];
  readonly machine: MachineCard;
}

export function CensusChart({ frame, points, machine }: CensusProps) {
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
}
