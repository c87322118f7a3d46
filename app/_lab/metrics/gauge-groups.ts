/** Gauges put together as charts: the queues of all nodes, then each reading of the parts. Pure. */
import { nodeTitle } from "@/app/_texte/names.ts";
import type { Gauge } from "@/simulator/observation/gauges.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";

export interface GaugeGroup {
  readonly title: string;
  /** The highest first, at most `LINES_MAX`. */
  readonly lines: readonly { readonly gauge: Gauge; readonly word: string }[];
  /** Lines that had no room. */
  readonly leftOut: number;
}

/** As many lines as have a stroke of their own. */
export const LINES_MAX = 6;

const highest = ({ values }: Gauge): number =>
  values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);

const titleOf = ({ kind, title }: Gauge): string => {
  if (kind === "queue") return "Demandes en file, par nœud";
  return kind === "lag" ? `Retard de lecture : ${title}` : title;
};

function wordOf(gauge: Gauge, card: ScenarioCard, isAlone: boolean): string {
  const node = nodeTitle(card, gauge.node);
  if (gauge.name === "") return node;
  return isAlone ? gauge.name : `${node}, ${gauge.name}`;
}

/** What never waited has no line: nothing is said of it. */
export function gaugeGroups(gauges: readonly Gauge[], card: ScenarioCard): readonly GaugeGroup[] {
  const byTitle = new Map<string, Gauge[]>();
  for (const gauge of gauges) {
    if (highest(gauge) === 0) continue;
    const title = titleOf(gauge);
    const own = byTitle.get(title);
    if (own === undefined) byTitle.set(title, [gauge]);
    else own.push(gauge);
  }
  return [...byTitle].map(([title, own]) => {
    const isAlone = new Set(own.map(({ node }) => node)).size === 1;
    const sorted = [...own].sort((a, b) => highest(b) - highest(a));
    return {
      title: title.charAt(0).toLocaleUpperCase("fr") + title.slice(1),
      lines: sorted
        .slice(0, LINES_MAX)
        .map((gauge) => ({ gauge, word: wordOf(gauge, card, isAlone) })),
      leftOut: Math.max(0, own.length - LINES_MAX),
    };
  });
}
