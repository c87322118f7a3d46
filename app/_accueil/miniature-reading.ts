/**
 * What the boxes of the miniature say at the playhead: read from slots, in the card's words.
 */
import type { Timeline } from "@/simulator/observation/timeline.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimStanding } from "@/simulator/vocabulary/claims.ts";
import type { Row, Value } from "@/simulator/vocabulary/values.ts";
import { machineLabels, type NodeStatus } from "../_texte/labels.ts";
import { formatAmount } from "../_texte/numbers.ts";
import type { Tone } from "../_ui/signs.ts";
import type { MiniatureRun } from "./miniature-store.ts";

export interface BoxReading {
  readonly label: string;
  readonly value: string;
  readonly tone: Tone;
  /** Changed at this very step. */
  readonly isChanged: boolean;
}

type Fields = { readonly [field: string]: Value };

const reading = (label: string, value: string, tone: Tone = "ink"): BoxReading => ({
  label,
  value,
  tone,
  isChanged: false,
});

/** The rows of a table as objects, at the timeline's position. */
function rowsOf(card: ScenarioCard, timeline: Timeline, database: string, table: string): Fields[] {
  const columns =
    card.databases
      .find((known) => known.id === database)
      ?.tables.find((known) => known.name === table)
      ?.columns.map((column) => column.name) ?? [];
  return timeline.entries(`row/${database}/${table}/`).map(([, row]) => {
    const cells = row as Row;
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? null]));
  });
}

function about(rows: readonly Fields[], subject: string): Fields | undefined {
  return rows.find((row) => row.order_id === subject);
}

const money = (cents: Value | undefined): string =>
  typeof cents === "number" ? formatAmount(cents) : "";

function clientReading(run: MiniatureRun): BoxReading {
  const command = run.timeline
    .entries("command/")
    .map(([, value]) => value as Fields)
    .find((value) => value.subject === run.subject);
  if (command === undefined) return reading("cliente", "—");
  switch (command.outcome) {
    case "ok":
      return reading("cliente", "servie", "ok");
    case "refused":
      return reading("cliente", "erreur", "fail");
    case "timed-out":
      return reading("cliente", "sans réponse", "wait");
    default:
      return reading("cliente", "attend", "wait");
  }
}

function sagaReading(card: ScenarioCard, run: MiniatureRun): BoxReading {
  const saga = about(rowsOf(card, run.timeline, "sagas", "sagas"), run.subject);
  const state = card.machines[0]?.states.find((known) => known.id === saga?.status);
  if (state === undefined) return reading(run.subject, "—");
  return reading(run.subject, state.title, machineLabels[state.sign].tone);
}

function paymentReading(card: ScenarioCard, run: MiniatureRun): BoxReading {
  const row = about(rowsOf(card, run.timeline, "payments", "payments"), run.subject);
  return row === undefined
    ? reading("aucune ligne", "")
    : reading(run.subject, `${money(row.amount_cents)}`);
}

function debitReading(run: MiniatureRun): BoxReading {
  const debit = run.timeline
    .entries("record/debits/")
    .map(([, value]) => value as Fields)
    .find((value) => value.order_id === run.subject);
  return debit === undefined
    ? reading("aucun débit", "")
    : reading(run.subject, money(debit.amount_cents));
}

function stockReading(card: ScenarioCard, run: MiniatureRun): BoxReading {
  const stock = rowsOf(card, run.timeline, "inventory", "stock")[0];
  return stock === undefined
    ? reading("stock", "—")
    : reading(String(stock.sku), `${String(stock.available)} libres`);
}

function parcelReading(card: ScenarioCard, run: MiniatureRun): BoxReading {
  const row = about(rowsOf(card, run.timeline, "shipping", "shipments"), run.subject);
  return row === undefined ? reading("aucun colis", "") : reading(run.subject, "colis");
}

const SLOTS: Readonly<Record<string, string>> = {
  clients: "command/",
  orchestrateur: "row/sagas/sagas/",
  inventaire: "row/inventory/stock/",
  paiement: "row/payments/payments/",
  livraison: "row/shipping/shipments/",
  prestataire: "record/debits/",
};

function readOne(card: ScenarioCard, run: MiniatureRun, node: string): BoxReading {
  switch (node) {
    case "clients":
      return clientReading(run);
    case "orchestrateur":
      return sagaReading(card, run);
    case "inventaire":
      return stockReading(card, run);
    case "paiement":
      return paymentReading(card, run);
    case "livraison":
      return parcelReading(card, run);
    default:
      return debitReading(run);
  }
}

/** The line of a node's box, with the mark of what changed at this step. */
export function readBox(card: ScenarioCard, run: MiniatureRun, node: string): BoxReading {
  const prefix = SLOTS[node] ?? " ";
  const isChanged = run.timeline
    .changesAt(run.timeline.position)
    .some((change) => change.path.startsWith(prefix));
  return { ...readOne(card, run, node), isChanged };
}

export const statusOf = (run: MiniatureRun | null, node: string): NodeStatus =>
  (run?.timeline.value(`node/${node}/status`) as NodeStatus | undefined) ?? "up";

/** How a promise stands at this step, or null before the first event. */
export function standingAt(
  run: MiniatureRun,
  claim: string,
  playhead: number,
): ClaimStanding | null {
  let standing: ClaimStanding | null = null;
  for (const change of run.claims.find((track) => track.id === claim)?.changes ?? []) {
    if (change.index > playhead) break;
    standing = change;
  }
  return standing;
}
