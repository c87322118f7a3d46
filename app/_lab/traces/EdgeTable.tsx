/** The service map as a table: every edge, the most used first. */
"use client";
import { useActions, useCard } from "@/app/_lab/hooks.ts";
import { formatCount, formatDuration } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import type { MapEdge, ServiceMap } from "@/simulator/observation/service-map.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { EDGE_WORDS, edgeKey, endTitle, failureText, isFailing, rateText } from "./edge-text.ts";
import styles from "./ServiceMap.module.css";

interface EdgeTableProps {
  readonly card: ScenarioCard;
  readonly map: ServiceMap;
  readonly lit: string | null;
  readonly onLight: (key: string | null) => void;
}

const HEADS = ["par minute", "envoyés", "en cours", "en échec", "p50", "p95"] as const;

export function EdgeTable({ card, map, lit, onLight }: EdgeTableProps) {
  const edges = [...map.edges].sort((a, b) => b.sent - a.sent);
  return (
    <table className={styles.table}>
      <caption>Qui appelle qui, jusqu’au curseur</caption>
      <thead>
        <tr>
          <th scope="col">de</th>
          <th scope="col">vers</th>
          <th scope="col">par</th>
          {HEADS.map((head) => (
            <th key={head} scope="col" className={styles.n}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {edges.map((edge) => {
          const key = edgeKey(edge);
          return (
            <tr
              key={key}
              className={cx(lit === key && styles.litRow)}
              onPointerEnter={() => onLight(key)}
              onPointerLeave={() => onLight(null)}
            >
              <th scope="row">
                <End card={card} id={edge.from} onFocus={() => onLight(key)} />
              </th>
              <td>
                <End card={card} id={edge.to} onFocus={() => onLight(key)} />
              </td>
              <td>{EDGE_WORDS[edge.kind]}</td>
              <Numbers edge={edge} windowUs={map.windowUs} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Numbers({ edge, windowUs }: { readonly edge: MapEdge; readonly windowUs: number }) {
  const time = (us: number): string => (edge.ended === 0 ? "–" : formatDuration(us));
  const failure = failureText(edge);
  return (
    <>
      <td className={styles.n}>{rateText(edge.sent, windowUs)}</td>
      <td className={styles.n}>{formatCount(edge.sent)}</td>
      <td className={styles.n}>{formatCount(edge.pending)}</td>
      <td className={cx(styles.n, isFailing(edge) && "tone-fail")}>
        {failure === "" ? formatCount(edge.failed) : `${formatCount(edge.failed)} (${failure})`}
      </td>
      <td className={styles.n}>{time(edge.p50Us)}</td>
      <td className={styles.n}>{time(edge.p95Us)}</td>
    </>
  );
}

interface EndProps {
  readonly card: ScenarioCard;
  readonly id: string;
  readonly onFocus: () => void;
}

/** A node can be chosen in every view; a database has its own. */
function End({ card, id, onFocus }: EndProps) {
  const { select } = useActions();
  const { nodes } = useCard();
  if (!nodes.some((node) => node.id === id)) return <>{endTitle(card, id)}</>;
  return (
    <button type="button" onFocus={onFocus} onClick={() => select({ kind: "node", node: id })}>
      {endTitle(card, id)}
    </button>
  );
}
