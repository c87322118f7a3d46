/** A ticket: its six events as the text lists them, what they add up to, and what a customer brings. */

export type TicketEvent =
  | { readonly type: "TICKET_OUVERT" }
  | { readonly type: "ARTICLE_AJOUTE"; readonly codeEan: string; readonly prixUnitaire: number }
  | { readonly type: "ARTICLE_RETIRE"; readonly codeEan: string }
  | { readonly type: "REMISE_APPLIQUEE"; readonly pourcentage: number }
  | { readonly type: "PAIEMENT_RECU"; readonly mode: string; readonly montant: number }
  | { readonly type: "TICKET_CLOS"; readonly montantTotal: number };

export interface Line {
  readonly codeEan: string;
  readonly prixUnitaire: number;
}

export interface TicketState {
  readonly lines: readonly Line[];
  /** Cents. */
  readonly total: number;
  readonly isClosed: boolean;
}

export const NEW_TICKET: TicketState = { lines: [], total: 0, isClosed: false };

/** What the next event makes of a ticket. */
export type Reducer = (state: TicketState, event: TicketEvent) => TicketState;

const withoutOne = (lines: readonly Line[], codeEan: string): readonly Line[] => {
  const at = lines.findLastIndex((line) => line.codeEan === codeEan);
  return at < 0 ? lines : lines.toSpliced(at, 1);
};

/** As published: `ARTICLE_RETIRE` falls into `default`, and is still paid (defect 9). */
export const applyAsPublished: Reducer = (state, event) => {
  switch (event.type) {
    case "ARTICLE_AJOUTE":
      return {
        ...state,
        lines: [...state.lines, event],
        total: state.total + event.prixUnitaire,
      };
    case "REMISE_APPLIQUEE":
      return { ...state, total: state.total - Math.round((state.total * event.pourcentage) / 100) };
    case "TICKET_CLOS":
      return { ...state, isClosed: true };
    default:
      return state;
  }
};

/** Every event of the union is applied: an article taken off is no longer paid. */
export const applyEachEvent: Reducer = (state, event) => {
  if (event.type !== "ARTICLE_RETIRE") return applyAsPublished(state, event);
  const price = state.lines.find(({ codeEan }) => codeEan === event.codeEan)?.prixUnitaire ?? 0;
  return {
    ...state,
    lines: withoutOne(state.lines, event.codeEan),
    total: state.total - price,
  };
};

export const ARTICLES: readonly Line[] = [
  { codeEan: "casque", prixUnitaire: 8_990 },
  { codeEan: "radio", prixUnitaire: 4_950 },
  { codeEan: "lampe", prixUnitaire: 2_490 },
  { codeEan: "cable", prixUnitaire: 1_290 },
];

/** What one customer does at the register. */
export interface Sale {
  /** `m1-c2-7`: the seventh customer of that register. */
  readonly name: string;
  readonly articles: readonly Line[];
  /** Whether the last article is taken off again. */
  readonly takesOff: boolean;
  /** 0: no discount. */
  readonly discountPercent: number;
}

/** A line of the register's journal, as it travels to the centre. */
export type JournalLine = {
  readonly number: number;
  readonly ticket: string;
  readonly version: number;
  readonly type: string;
  readonly payload: string;
  readonly register: string;
  readonly createdAt: number;
  readonly clock: string;
  readonly seal: string | null;
};

/** What the seal of a line is made over: everything but the number, which the chain adds. */
export const sealedBody = (line: Omit<JournalLine, "number" | "seal">): string =>
  JSON.stringify([
    ...[line.ticket, line.version, line.type, line.payload],
    ...[line.register, line.createdAt, line.clock],
  ]);

const OPENING_US = 9 * 3_600_000_000;
const DAY_US = 24 * 3_600_000_000;

/** The trading day of an instant of a register's watch; the run begins at nine in the morning of the first. */
export const dayOf = (clockUs: number): string =>
  `jour ${1 + Math.floor((clockUs + OPENING_US) / DAY_US)}`;
