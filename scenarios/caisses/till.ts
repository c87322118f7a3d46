/** What every design of a register can do: the same customers, the same gestures, another way of writing. */
import type { Context, Process } from "../../simulator/scenario.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import type { Register } from "./card-registers.ts";
import type { ShelfMove } from "./operations.ts";
import type { Line, Sale, TicketEvent, TicketState } from "./tickets.ts";

/** A ticket under the hands of its register. */
export interface OpenTicket {
  readonly sale: Sale;
  readonly id: string;
  version: number;
  state: TicketState;
  /** What the neighbours have not been told of it. */
  readonly untold: ShelfMove[];
}

/** Whether neighbours hear of this ticket now: at each article, or once, when it is closed. */
export const isTimeToTell = ({ state }: OpenTicket, parameters: Parameters): boolean =>
  parameters.nouvelles === "article" || state.isClosed;

export interface Till {
  readonly register: Register;
  readonly open: (ctx: Context, sale: Sale) => Process<OpenTicket>;
  /** Takes one from the shelf and writes it down; false when there is none left. */
  readonly add: (ctx: Context, ticket: OpenTicket, line: Line) => Process<boolean>;
  /** Puts one back and writes it down. */
  readonly takeOff: (ctx: Context, ticket: OpenTicket, line: Line) => Process<void>;
  readonly record: (ctx: Context, ticket: OpenTicket, event: TicketEvent) => Process<void>;
  /** What the disk has not marked as sent: numbers of lines, or tickets. */
  readonly unsent: (ctx: Context) => Process<readonly (string | number)[]>;
  /** Sends a batch of it, the oldest first. Silence means: again, the same ones. */
  readonly sync: (ctx: Context) => Process<void>;
}
