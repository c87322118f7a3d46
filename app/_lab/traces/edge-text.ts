/** What an edge of the service map says, in words: its ends, its rate, its failures. */
import { nodeTitle } from "@/app/_texte/names.ts";
import { formatDecimal, formatPercent } from "@/app/_texte/numbers.ts";
import { NARROW_SPACE } from "@/app/_texte/typography.ts";
import { databaseAt, type EdgeKind, type MapEdge } from "@/simulator/observation/service-map.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

export const EDGE_WORDS: Readonly<Record<EdgeKind, string>> = {
  call: "appel",
  event: "événement",
  query: "instruction SQL",
};

export const edgeKey = ({ from, to, kind }: Pick<MapEdge, "from" | "to" | "kind">): string =>
  `${from}>${to}>${kind}`;

/** A node's title, or a database's. */
export function endTitle(card: ScenarioCard, id: string): string {
  const database = databaseAt(id);
  if (database === null) return nodeTitle(card, id);
  return card.databases.find((known) => known.id === database)?.title ?? `base ${database}`;
}

/** « 30,4/min », or « 12/s » when that is easier to read. */
export function rateText(count: number, windowUs: number): string {
  if (windowUs === 0) return `${formatDecimal(count, 0)}`;
  const perMinute = (count * 60_000_000) / windowUs;
  return perMinute >= 600
    ? `${formatDecimal(perMinute / 60, 1)}${NARROW_SPACE}/s`
    : `${formatDecimal(perMinute, perMinute >= 100 ? 0 : 1)}${NARROW_SPACE}/min`;
}

export const isFailing = ({ failed }: MapEdge): boolean => failed > 0;

/** « 2,1 % en échec »; empty when nothing failed. */
export const failureText = ({ failed, ended }: MapEdge): string =>
  failed === 0 ? "" : `${formatPercent((100 * failed) / ended, 1)} en échec`;
