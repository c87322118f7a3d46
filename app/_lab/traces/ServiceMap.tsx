/**
 * The service map: nodes and what goes between them, with rate, failures and p95, up to the playhead.
 * The table below says the same; a row, an edge and their ends are lit together.
 */
"use client";
import { useDeferredValue, useMemo, useState } from "react";
import { useActions, useCard, useRun, useRunKey, useSelection } from "@/app/_lab/hooks.ts";
import { useRead } from "@/app/_lab/use-read.ts";
import { cx } from "@/app/_ui/cx.ts";
import {
  databaseAt,
  type ServiceMap as Map_,
  type MapEdge,
  serviceMap,
} from "@/simulator/observation/service-map.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { EdgeTable } from "./EdgeTable.tsx";
import { edgeKey, endTitle, failureText, isFailing, rateText } from "./edge-text.ts";
import styles from "./ServiceMap.module.css";
import {
  BOX,
  type LaidEdge,
  layServices,
  roomForLabels,
  type ServiceLayout,
} from "./service-layout.ts";
import { TraceHead } from "./TraceHead.tsx";
import { readSpans, spansOf } from "./waterfall.ts";

const WINDOWS: readonly { readonly us: number | null; readonly word: string }[] = [
  { us: null, word: "depuis le début" },
  { us: 60_000_000, word: "dernière minute" },
  { us: 10_000_000, word: "10 dernières secondes" },
];

const LABEL_HEIGHT = 17;
const CHARACTER = 6.4;

export function ServiceMap() {
  const { log } = useRun();
  const { isShown } = useRead(log, readSpans);
  if (!isShown) return <p className="page-note">Les traces du parcours se lisent.</p>;
  return <ReadServiceMap />;
}

function ReadServiceMap() {
  const card = useCard();
  const run = useRun();
  const runKey = useRunKey();
  const [windowUs, setWindow] = useState<number | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const { log } = run;
  // A long run is counted again when the reader rests, not at every frame.
  const index = useDeferredValue(run.timeline.position);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const whole = useMemo(() => {
    const atUs = log.length === 0 ? 0 : log.atUs(log.length - 1);
    return serviceMap(spansOf(log).all, { index: log.length - 1, atUs, windowUs: null });
  }, [log, runKey]);
  const map = useMemo(
    () => serviceMap(spansOf(log).all, { index, atUs: index < 0 ? 0 : log.atUs(index), windowUs }),
    [log, index, windowUs],
  );
  // Drawn for the whole run: a node does not move when the playhead does.
  const layout = useMemo(() => layoutOf(whole), [whole]);
  return (
    <div className={styles.view}>
      <TraceHead shown="services">
        <label>
          <span className="visually-hidden">Période comptée</span>
          <select
            value={String(windowUs)}
            onChange={(event) =>
              setWindow(event.target.value === "null" ? null : Number(event.target.value))
            }
          >
            {WINDOWS.map(({ us, word }) => (
              <option key={word} value={String(us)}>
                {word}
              </option>
            ))}
          </select>
        </label>
      </TraceHead>
      <div className={styles.scroll}>
        {whole.nodes.length === 0 ? (
          <p className="page-note">Personne n’appelle encore personne. Appuyez sur lecture.</p>
        ) : (
          <>
            <Drawing {...{ card, layout, map, lit }} onLight={setLit} />
            <EdgeTable card={card} map={map} lit={lit} onLight={setLit} />
          </>
        )}
      </div>
    </div>
  );
}

const layoutOf = ({ nodes, edges }: Map_): ServiceLayout =>
  layServices(
    nodes.map(({ id }) => id),
    edges.map((edge) => ({ key: edgeKey(edge), from: edge.from, to: edge.to })),
  );

interface DrawingProps {
  readonly card: ScenarioCard;
  readonly layout: ServiceLayout;
  readonly map: Map_;
  readonly lit: string | null;
  readonly onLight: (key: string | null) => void;
}

function Drawing({ card, layout, map, lit, onLight }: DrawingProps) {
  const { select } = useActions();
  const selection = useSelection();
  const chosen = selection?.kind === "node" ? selection.node : null;
  const byKey = new Map(map.edges.map((edge) => [edgeKey(edge), edge]));
  const highest = Math.max(1, ...map.edges.map(({ sent }) => sent));
  const labels = useMemo(() => labelsOf(layout, map), [layout, map]);
  return (
    <svg
      className={styles.drawing}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      style={{ minWidth: Math.min(layout.width, 640), maxWidth: layout.width * 1.25 }}
      aria-hidden="true"
    >
      {layout.edges.map((laid) => (
        <Edge
          key={laid.key}
          laid={laid}
          edge={byKey.get(laid.key)}
          highest={highest}
          isLit={lit === laid.key}
          onLight={onLight}
        />
      ))}
      {layout.nodes.map(({ id, x, y }) => {
        const now = map.nodes.find((node) => node.id === id);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table is what is read and walked
          <g
            key={id}
            className={cx(
              styles.node,
              databaseAt(id) !== null && styles.database,
              now === undefined && styles.unseen,
              chosen === id && styles.chosen,
            )}
            transform={`translate(${x} ${y})`}
            onClick={() => {
              if (databaseAt(id) === null) select({ kind: "node", node: id });
            }}
          >
            <rect width={BOX.width} height={BOX.height} />
            <text x={10} y={19} className={styles.title}>
              {endTitle(card, id)}
            </text>
            <text x={10} y={36} className={styles.reading}>
              {now === undefined ? "pas encore vu" : receivedText(now.received, map.windowUs)}
            </text>
          </g>
        );
      })}
      {labels.map(({ key, x, y, width, text, isFailed }) => (
        <g key={key} className={styles.label} transform={`translate(${x} ${y})`}>
          <rect x={-width / 2} y={-LABEL_HEIGHT / 2} width={width} height={LABEL_HEIGHT} />
          <text y={4} className={cx(isFailed && styles.failed)}>
            {text}
          </text>
        </g>
      ))}
    </svg>
  );
}

const receivedText = (received: number, windowUs: number): string =>
  received === 0 ? "n’est pas appelé" : `reçoit ${rateText(received, windowUs)}`;

function labelsOf({ edges }: ServiceLayout, map: Map_) {
  const byKey = new Map(map.edges.map((edge) => [edgeKey(edge), edge]));
  const wanted = edges.flatMap((laid) => {
    const edge = byKey.get(laid.key);
    if (edge === undefined || edge.sent + edge.ended === 0) return [];
    const failure = failureText(edge);
    const rate = rateText(edge.sent, map.windowUs);
    const text = failure === "" ? rate : failure;
    const width = text.length * CHARACTER + 8;
    const { x, y } = laid.label;
    return [{ key: laid.key, x, y, at: laid.label, width, text, isFailed: isFailing(edge) }];
  });
  // What fails is said first; then what is most asked.
  wanted.sort((a, b) => Number(b.isFailed) - Number(a.isFailed));
  const kept = roomForLabels(wanted, LABEL_HEIGHT);
  return wanted.filter(({ key }) => kept.has(key));
}

interface EdgeProps {
  readonly laid: LaidEdge;
  /** undefined: nothing went there yet. */
  readonly edge: MapEdge | undefined;
  readonly highest: number;
  readonly isLit: boolean;
  readonly onLight: (key: string | null) => void;
}

function Edge({ laid, edge, highest, isLit, onLight }: EdgeProps) {
  const { key, path, tip, direction } = laid;
  const width = edge === undefined ? 1 : 1.5 + 4 * Math.sqrt(edge.sent / highest);
  return (
    <g
      className={cx(
        styles.edge,
        edge === undefined && styles.unseen,
        edge !== undefined && styles[edge.kind],
        edge !== undefined && isFailing(edge) && styles.failing,
        isLit && styles.lit,
      )}
      onPointerEnter={() => onLight(key)}
      onPointerLeave={() => onLight(null)}
    >
      <path className={styles.reach} d={path} />
      <path className={styles.line} d={path} strokeWidth={width} />
      <path className={styles.tip} d={`M${tip.x} ${tip.y}l${-9 * direction}-4.5v9Z`} />
    </g>
  );
}
