/** What every design of a register can do: the same customers, the same gestures, another way of writing. */
import type { Context, Process } from "../../simulator/scenario.ts";
import type { Line, Sale, TicketEvent, TicketState } from "./tickets.ts";
import type { Register } from "./topology.ts";

/** A ticket under the hands of its register. */
export interface OpenTicket {
  readonly sale: Sale;
  readonly id: string;
  version: number;
  state: TicketState;
}

export interface Till {
  readonly register: Register;
  readonly open: (ctx: Context, sale: Sale) => Process<OpenTicket>;
  /** Takes one from the shelf and writes it down; false when there is none left. */
  readonly add: (ctx: Context, ticket: OpenTicket, line: Line) => Process<boolean>;
  /** Puts one back and writes it down. */
  readonly takeOff: (ctx: Context, ticket: OpenTicket, line: Line) => Process<void>;
  readonly record: (ctx: Context, ticket: OpenTicket, event: TicketEvent) => Process<void>;
  /** Sends a batch of what the centre does not have yet. True when something is left, as far as is known. */
  readonly sync: (ctx: Context) => Process<boolean>;
}
