/**
 * The résumé for those who listen: two or three sentences that say how everything stands at the
 * playhead. Also the caption of the figure.
 *
 * Reads what a fold has already computed; computes nothing itself.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { Verdict } from "../../simulator/vocabulary/claims.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { enumerate } from "./grammar.ts";
import { type NodeStatus, nodeStatusLabels } from "./labels.ts";
import { nodeTitle } from "./names.ts";
import { narrate } from "./narration.ts";
import { countOf, formatCount, formatInstant } from "./numbers.ts";
import { quoted, sentence } from "./typography.ts";

export interface SummaryInput {
  readonly card: ScenarioCard;
  readonly log: EventLog;
  /** Index of the last event that has happened; −1 before everything. */
  readonly playhead: number;
  readonly inFlightCount: number;
  /** Status of every node that is not simply up. */
  readonly troubled: readonly {
    readonly node: string;
    readonly status: NodeStatus;
  }[];
  readonly standings: readonly {
    readonly claim: string;
    readonly verdict: Verdict;
  }[];
}

/** Two or three sentences: where we are and what just happened, who is in trouble, which promises. */
export function summarise(input: SummaryInput): string {
  const { card, log, playhead } = input;
  if (playhead < 0 || log.length === 0) {
    return sentence(
      "rien ne s’est encore passé. Appuyez sur lecture, puis cliquez sur un message en vol pour le perdre",
    );
  }
  const event = log.event(playhead);
  const place = sentence(
    `pas ${formatCount(playhead + 1)} sur ${formatCount(log.length)}, à ${formatInstant(event.atUs)}`,
  );
  return [`${place} ${narrate(event, card, log)}`, tellNodes(input), tellPromises(input)]
    .filter((text) => text !== "")
    .join(" ");
}

function tellNodes({ card, troubled, inFlightCount }: SummaryInput): string {
  const flying = `${countOf(inFlightCount, "message")} en vol`;
  if (troubled.length === 0) return sentence(`tous les nœuds sont en service, ${flying}`);
  const words = troubled.map(
    ({ node, status }) => `${nodeTitle(card, node)} (${nodeStatusLabels[status].word})`,
  );
  const verb =
    troubled.length === 1 ? "un nœud n’est pas en service" : "des nœuds ne sont pas en service";
  return sentence(`${verb} : ${enumerate(words)} ; ${flying}`);
}

function tellPromises({ card, standings }: SummaryInput): string {
  const titles = (verdict: Verdict): string[] =>
    standings
      .filter((standing) => standing.verdict === verdict)
      .map(({ claim }) => quoted(card.claims.find((known) => known.id === claim)?.title ?? claim));
  const broken = titles("broken");
  const pending = titles("pending");
  const parts: string[] = [];
  if (broken.length > 0) {
    parts.push(
      `${broken.length === 1 ? "promesse rompue" : "promesses rompues"} : ${enumerate(broken)}`,
    );
  }
  if (pending.length > 0) parts.push(`en attente : ${enumerate(pending)}`);
  if (parts.length === 0) {
    return standings.length === 0 ? "" : sentence("aucune promesse n’est rompue");
  }
  return sentence(parts.join(" ; "));
}
