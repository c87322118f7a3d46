/**
 * The card of a piece, written briefly: a part alive in its smallest scenario.
 *
 * Fills what all pieces share (one database less, a seed, a minute's reading) and places the nodes on a
 * grid when the card says only columns and rows. Plain data: the page reads it, the engine is not here.
 */
import type {
  HandlerCard,
  IncidentCard,
  LinkCard,
  NodeCard,
  NodeReading,
  OperationCard,
  Place,
  RequestCard,
  ScenarioCard,
} from "../../simulator/vocabulary/card.ts";
import type { PieceCard } from "../../simulator/vocabulary/fidelity.ts";
import type { Parameter, Parameters } from "../../simulator/vocabulary/parameters.ts";

/** A node of a piece. `column` and `row` from 0; a box is one cell unless `columns`/`rows` say more. */
/** A place in the grid of a piece; one column and one row unless said. */
export interface GridPlace {
  readonly column: number;
  readonly row: number;
  readonly columns?: number;
  readonly rows?: number;
}

export interface PieceNode extends GridPlace {
  readonly id: string;
  readonly title: string;
  /** With its article: « le courtier ». */
  readonly named: string;
  readonly place: Place;
  /** Where it stands on a phone, in a grid of its own: said for every node of the piece, or for none. */
  readonly onPhone?: GridPlace;
  readonly readings: readonly NodeReading[];
  /** Workers and queue places when it serves requests; unbounded unless said. */
  readonly workerCount?: number;
  readonly queueLimit?: number;
}

type Given = "id" | "title" | "summary" | "patterns" | "subjectTitle" | "parameters" | "claims";

export interface PieceOptions
  extends Pick<ScenarioCard, Given | "horizonUs">,
    Pick<PieceCard, "family" | "fidelity"> {
  readonly nodes: readonly PieceNode[];
  /** « a|b » */
  readonly links: readonly string[];
  readonly operations: readonly OperationCard[];
  readonly handlers: readonly HandlerCard[];
  /** The first one is the default. */
  readonly variants: ScenarioCard["variants"];
  readonly incidents: readonly PieceIncident[];
  readonly databases?: ScenarioCard["databases"];
  readonly stores?: ScenarioCard["stores"];
  readonly machines?: ScenarioCard["machines"];
  readonly requests?: readonly RequestCard[];
  readonly seed?: number;
}

/** A prepared fault; default variant, seed and parameters unless said. */
export interface PieceIncident
  extends Pick<IncidentCard, "id" | "title" | "text" | "faults" | "breaks"> {
  readonly variant?: string;
  readonly seed?: number;
  readonly parameters?: Parameters;
  readonly defect?: number;
}

/** The lower margin leaves the corner of the stage to its buttons. */
const STAGE = { width: 888, height: 530, margin: 14, foot: 46, gap: 64, rowGap: 48 } as const;
const PHONE = { width: 390, margin: 12, gap: 28, rowHeight: 104 } as const;
const DEFAULT_SEED = 42;
/** A node that the piece does not bound. */
const UNBOUNDED = 1_000_000;

interface Cell {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/** Start and size of `count` cells of a line cut into `total`. */
function span(length: number, gap: number, total: number, at: number, count: number) {
  const cell = (length - gap * (total - 1)) / total;
  return {
    start: Math.round(at * (cell + gap)),
    size: Math.round(count * cell + (count - 1) * gap),
  };
}

type Grid = Pick<Cell, "columns" | "rows">;

const cellOf = ({ column, row, columns = 1, rows = 1 }: GridPlace): Cell => ({
  ...{ column, row, columns, rows },
});

const gridOf = (cells: readonly Cell[]): Grid => ({
  columns: Math.max(...cells.map((cell) => cell.column + cell.columns)),
  rows: Math.max(...cells.map((cell) => cell.row + cell.rows)),
});

function placed({ column, row, columns, rows }: Cell, grid: Grid) {
  const { width, height, margin, foot, gap, rowGap } = STAGE;
  const across = span(width - 2 * margin, gap, grid.columns, column, columns);
  const down = span(height - margin - foot, rowGap, grid.rows, row, rows);
  return {
    ...{ x: margin + across.start, y: margin + down.start },
    ...{ width: across.size, height: down.size },
  };
}

function placedOnPhone({ column, row, columns, rows }: Cell, grid: Grid): NodeCard["phone"] {
  const { width, margin, gap, rowHeight } = PHONE;
  const across = span(width - 2 * margin, gap, grid.columns, column, columns);
  return {
    ...{ x: margin + across.start, y: margin + row * (rowHeight + gap) },
    ...{ width: across.size, height: rows * rowHeight + (rows - 1) * gap },
  };
}

function nodeCards(nodes: readonly PieceNode[]): readonly NodeCard[] {
  const cells = nodes.map(cellOf);
  const phoneCells = nodes.map((node) => cellOf(node.onPhone ?? node));
  const [grid, phoneGrid] = [gridOf(cells), gridOf(phoneCells)];
  return nodes.map((node, i) => ({
    ...{ id: node.id, title: node.title, named: node.named, place: node.place },
    ...placed(cells[i] as Cell, grid),
    phone: placedOnPhone(phoneCells[i] as Cell, phoneGrid),
    readings: node.readings,
    workerCount: node.workerCount ?? UNBOUNDED,
    queueLimit: node.queueLimit ?? UNBOUNDED,
  }));
}

function linkOf(text: string): LinkCard {
  const [a = "", b = ""] = text.split("|");
  return { a, b };
}

export function pieceCard(options: PieceOptions): PieceCard {
  const { nodes, links, incidents, seed = DEFAULT_SEED, ...rest } = options;
  const defaultVariant = options.variants[0]?.id ?? "";
  return {
    ...rest,
    group: "Pièces",
    level: 1,
    minutes: [15],
    defaultVariant,
    nodes: nodeCards(nodes),
    links: links.map(linkOf),
    databases: options.databases ?? [],
    stores: options.stores ?? [],
    machines: options.machines ?? [],
    incidents: incidents.map((incident) => ({
      ...{ variant: defaultVariant, seed, parameters: {}, defect: null },
      ...incident,
    })),
    defaultSeed: seed,
  };
}

interface CountOptions {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly unit: string;
  readonly default: number;
  readonly min?: number;
  readonly max: number;
}

/** A whole number that the reader may turn. */
export const count = ({ min = 0, ...options }: CountOptions): Parameter => ({
  ...{ kind: "count", group: "La pièce", step: 1, min },
  ...options,
});

/** The number of requests, so that growth can be measured: the same id in every piece. */
export const requests = (value: number, unit: string, title = "Demandes"): Parameter => ({
  ...{ kind: "count", id: "demandes", title, unit, group: "La charge", step: 1 },
  help: "Combien il y en a dans toute l’exécution.",
  ...{ min: 1, max: 100_000, default: value },
});

interface DurationOptions {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly default: number;
  readonly min?: number;
  readonly max: number;
  readonly group?: string;
}

/** A length of time, µs. */
export const duration = ({ min = 0, group = "La pièce", ...rest }: DurationOptions): Parameter => ({
  ...{ kind: "duration", group, min, step: 1_000 },
  ...rest,
});

/** Mean time between two requests, µs: the same id in every piece. */
export const interval = (value: number): Parameter =>
  duration({
    ...{ id: "intervalle", title: "Intervalle moyen", group: "La charge" },
    help: "Temps moyen entre deux demandes ; les arrivées suivent un processus de Poisson.",
    ...{ default: value, min: 1_000, max: 60_000_000 },
  });

interface ChoiceOptions {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** The first one is the default. */
  readonly options: readonly (readonly [string, string])[];
}

export const choice = ({ options, ...rest }: ChoiceOptions): Parameter => ({
  ...{ kind: "choice", group: "La pièce", default: options[0]?.[0] ?? "" },
  ...rest,
  options: options.map(([id, title]) => ({ id, title })),
});

/** The card of a promise. @throws when the piece does not promise it. */
export function claimOf(card: PieceCard, id: string): PieceCard["claims"][number] {
  const claim = card.claims.find((known) => known.id === id);
  if (claim === undefined) throw new Error(`${card.id} promises no « ${id} »`);
  return claim;
}
