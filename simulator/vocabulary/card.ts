/**
 * The card of a scenario: everything the page must know to draw and name it, as plain data.
 *
 * The page reads cards and logs only; it never imports the engine. Texts are French.
 */
import type { ClaimCard } from "./claims.ts";
import type { CrowdCard, NodeGroup } from "./crowd.ts";
import type { GuardCard, ObjectiveCard, TakingsCard } from "./followed.ts";
import type { Parameter, Parameters } from "./parameters.ts";
import type { Value } from "./values.ts";

export type Place =
  | "client"
  | "service"
  | "orchestrator"
  | "gateway"
  | "broker"
  | "db"
  | "register"
  | "external";

/** How a drawn value is felt: colour is the system's voice, never decoration. */
export type Tone = "good" | "calm" | "warn" | "bad";

/**
 * Where a part shows itself: a key of its node's volatile memory, or, with `store`, a durable record.
 * What stands there has the shape that the reading's kind says (see `PartValue`).
 */
interface PartSlot {
  readonly title: string;
  readonly key: string;
  readonly store?: string;
}

/** Shapes of the values that the readings of parts draw. All are plain `Value`s. */
export interface PartValue {
  /** Id of one of the card's states. */
  readonly state: string;
  readonly gauge: number;
  /** One list a bar, one number a series: window buckets [successes, failures]. */
  readonly bars: readonly (readonly number[])[];
  /** A log or a queue: cells from absolute position `first`, marks at absolute positions. */
  readonly strip: {
    readonly first: number;
    readonly cells: readonly string[];
    readonly marks: readonly { readonly at: number; readonly title: string }[];
  };
  /** Lag by consumer, entries of a vector clock. */
  readonly pairs: readonly (readonly [string, string | number])[];
}

/** A line of live data drawn in a node's box. */
export type NodeReading =
  | (PartSlot & {
      readonly kind: "state";
      readonly states: readonly {
        readonly id: string;
        readonly title: string;
        readonly tone: Tone;
      }[];
    })
  /** `max`: what a full bar means; null draws the number alone. */
  | (PartSlot & { readonly kind: "gauge"; readonly max: number | null })
  | (PartSlot & {
      readonly kind: "bars";
      readonly series: readonly { readonly title: string; readonly tone: Tone }[];
    })
  | (PartSlot & { readonly kind: "strip" })
  | (PartSlot & { readonly kind: "pairs" })
  /** Rows of a table: the latest `limit` ones; `columns` shown in this order. */
  | {
      readonly kind: "table";
      readonly database: string;
      readonly table: string;
      readonly columns: readonly string[];
      readonly limit: number;
    }
  /** Records of a store outside SQL. */
  | {
      readonly kind: "records";
      readonly store: string;
      readonly fields: readonly string[];
      readonly limit: number;
    }
  /** Volatile memory under a key prefix. */
  | { readonly kind: "memory"; readonly prefix: string; readonly title: string }
  /** Commands waiting for their answer (clients). */
  | { readonly kind: "waiting"; readonly title: string }
  | { readonly kind: "queue" }
  | { readonly kind: "workers" };

export interface NodeCard {
  readonly id: string;
  readonly title: string;
  /** With its article, for sentences: « l’orchestrateur », « le service Paiement ». */
  readonly named: string;
  readonly place: Place;
  /** Top left corner and size on the stage, in px of an 888×530 stage. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The same on a phone, 390 px wide. */
  readonly phone: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly readings: readonly NodeReading[];
  /** Workers and queue places, when it serves requests. null: parameter-driven or none. */
  readonly workerCount: number | null;
  readonly queueLimit: number | null;
}

/** One link is two directed tracks. */
export interface LinkCard {
  readonly a: string;
  readonly b: string;
}

export interface ColumnCard {
  readonly name: string;
  readonly type: "text" | "integer" | "cents" | "instant" | "json" | "boolean";
  readonly title: string;
}

export interface TableCard {
  readonly name: string;
  readonly columns: readonly ColumnCard[];
  /** Primary key columns. */
  readonly key: readonly string[];
  /** Column that holds the business key (order id), or null. */
  readonly subject: string | null;
  /** One row with its article, for sentences: « le débit ». Absent: « une ligne de <table> ». */
  readonly rowNamed?: string;
  /** Column of a vector clock (JSON, counts by writer), and the column that names who wrote the row. */
  readonly clock?: { readonly column: string; readonly writer: string };
}

export interface DatabaseCard {
  readonly id: string;
  readonly title: string;
  readonly node: string;
  readonly tables: readonly TableCard[];
}

/** A durable store outside SQL (ledger of an external provider). */
export interface StoreCard {
  readonly id: string;
  readonly title: string;
  readonly node: string;
  readonly fields: readonly ColumnCard[];
  /** One record with its article, for sentences: « le débit ». */
  readonly recordNamed?: string;
}

/** What a message says on its track and in sentences. */
export interface OperationCard {
  readonly id: string;
  /** On the request's track: « réserver ». */
  readonly request: string;
  /** On the reply's track when it succeeded: « réservé ». */
  readonly reply: string;
  /** In a sentence: « demande de réserver le stock ». */
  readonly sentence: string;
  readonly isCompensation: boolean;
}

/** A generator shown in step with the run. */
export interface HandlerCard {
  readonly name: string;
  readonly title: string;
  /** Source file inside the scenario's folder, or of a world it shares: `checkout/orders.services.ts`. */
  readonly file: string;
}

export interface MachineState {
  readonly id: string;
  readonly title: string;
  readonly sign: "saga-new" | "saga-run" | "saga-done" | "saga-undo" | "saga-undone" | "saga-stuck";
}

/** A state machine read from a column: no separate event, the row is the state. */
export interface MachineCard {
  readonly id: string;
  readonly title: string;
  readonly database: string;
  readonly table: string;
  readonly stateColumn: string;
  readonly stepColumn: string | null;
  readonly states: readonly MachineState[];
  readonly transitions: readonly (readonly [string, string])[];
  /** Names of the steps inside « en cours », in order. */
  readonly steps: readonly { readonly id: string; readonly title: string }[];
  /**
   * Where a finished step is written down, when the run declares it: while the row of the machine
   * names a step and the journal has no row for it, that row is expected and missing.
   */
  readonly journal?: {
    readonly table: string;
    readonly stepColumn: string;
    /** States in which a step is expected to be written. */
    readonly whileStates: readonly string[];
  };
}

/**
 * A use case of the running system that the reader may ask for, at any instant: `request:<id>/<key>@12s`.
 * The handler of `operation` receives `body` and answers as it answers anybody.
 */
export interface RequestCard {
  /** Letters, digits, « - », « _ », « . »: it stands in links. */
  readonly id: string;
  /** The question or the order, as its line says it: « Où en est ce checkout ? ». */
  readonly title: string;
  /** One sentence: what it asks and of whom, for a reader who has not yet tried. */
  readonly explanation: string;
  /** Node that sends it and waits for the reply. */
  readonly from: string;
  /** Node that is asked, with one of its operations (an id of the card's operations). */
  readonly to: string;
  readonly operation: string;
  /** Business key that it is about, as its field is called, with one that makes sense; null: none. */
  readonly subject: { readonly title: string; readonly example: string } | null;
  /**
   * Body of the request: wherever the text `{subject}` stands as a whole value, the key is put there (null
   * when there is none). Default: `{ subject: "{subject}" }`. Behind a gateway:
   * `{ method: "GET", path: "/sagas/", body: { subject: "{subject}" } }`.
   */
  readonly body?: Value;
  /** How long the reply is awaited, µs. */
  readonly timeoutUs: number;
}

/** Something that a shopkeeper counts for one subject: rows of a table, or records, that still stand. */
export interface BookCard {
  readonly id: string;
  /** Plural, without article: « débits ». */
  readonly title: string;
  readonly of: { readonly database: string; readonly table: string } | { readonly store: string };
  /** Column or field that holds the subject. */
  readonly subject: string;
  /** Column or field that says whether it still stands; null: it stands while it is there. */
  readonly status: string | null;
  /** Its values that no longer count: released, refunded… */
  readonly undone: readonly string[];
  /** More than that many for one subject is a wrong. */
  readonly most: number;
  /** Id of a book: none here while that one counts something is a wrong too. */
  readonly owedFor?: string;
}

/** What one kind of event does to a paper. Fields are those of the event's body; amounts are cents. */
export type PaperMark =
  | { readonly kind: "line"; readonly label: string; readonly cents: string }
  /** Strikes the last line of this label that still stands. */
  | { readonly kind: "strike"; readonly label: string }
  /** Takes a share of what stands, percent. */
  | { readonly kind: "discount"; readonly percent: string }
  /** What is said to be due. */
  | { readonly kind: "total"; readonly cents: string }
  | { readonly kind: "none" };

/** A paper that the events of one subject add up to: a receipt, read beside its events. */
export interface PaperCard {
  /** « Ticket ». */
  readonly title: string;
  /** Table of the events, in whatever base of the one who writes them. */
  readonly table: string;
  /** Columns: place among the events of the subject, kind, body (JSON). */
  readonly order: string;
  readonly event: string;
  readonly body: string;
  readonly kinds: Readonly<Record<string, { readonly title: string; readonly mark: PaperMark }>>;
}

/** A prepared fault the reader can inject with one gesture. `faults` in text form. */
export interface IncidentCard {
  readonly id: string;
  readonly title: string;
  /** One sentence: what is done to the system. */
  readonly text: string;
  /** Defect number it exposes in the published code, or null. */
  readonly defect: number | null;
  readonly variant: string;
  readonly seed: number;
  readonly parameters: Parameters;
  readonly faults: readonly string[];
  /** Claims that it breaks in `variant`. */
  readonly breaks: readonly string[];
}

export interface VariantCard {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Source file of its main handler, shown first. */
  readonly file: string;
}

export interface ScenarioCard {
  readonly id: string;
  readonly title: string;
  /** Group on the catalogue: « Cas de production ». */
  readonly group: string;
  /** What breaks, in one sentence. */
  readonly summary: string;
  readonly patterns: readonly string[];
  readonly level: 1 | 2 | 3;
  readonly minutes: readonly (15 | 50 | 90)[];
  /** How a subject is called: « Commande ». */
  readonly subjectTitle: string;
  readonly variants: readonly VariantCard[];
  readonly defaultVariant: string;
  readonly parameters: readonly Parameter[];
  readonly nodes: readonly NodeCard[];
  readonly links: readonly LinkCard[];
  readonly databases: readonly DatabaseCard[];
  readonly stores: readonly StoreCard[];
  readonly operations: readonly OperationCard[];
  readonly handlers: readonly HandlerCard[];
  readonly machines: readonly MachineCard[];
  /** Dependencies and what guards them, drawn among the state machines. */
  readonly guards?: readonly GuardCard[];
  /** What is promised to the clients in per cent, on the dashboard. */
  readonly objective?: ObjectiveCard;
  /** What sites sell against what the centre knows of it, on the dashboard. */
  readonly takings?: TakingsCard;
  readonly claims: readonly ClaimCard[];
  /** What studies count, in the order of their tables. */
  readonly books?: readonly BookCard[];
  /** The paper that the events of one subject add up to. */
  readonly paper?: PaperCard;
  readonly incidents: readonly IncidentCard[];
  /** Use cases that the reader may ask of the running system. */
  readonly requests?: readonly RequestCard[];
  /** Nodes that parameters make beyond those drawn one by one. */
  readonly crowd?: CrowdCard;
  /** Of a card made by `cardFor` for a crowded world: the groups its nodes stand in. */
  readonly groups?: readonly NodeGroup[];
  /** Simulated length of a run, microseconds. */
  readonly horizonUs: number;
  readonly defaultSeed: number;
}
