/**
 * A saga that nobody conducts: each service knows its own step, and the events before and after it.
 *
 * Forward, a step answers the event of the one before it. Backward, it answers the return of the one after
 * it: undone or never done, it passes the return on, so that compensations come in reverse order although
 * nobody counts them. An expired saga is stopped at its *last* step and comes back the same way. Pure: which
 * event concerns whom and what it asks; refuses to know buses and disks.
 */
import { BadConfiguration, distinct } from "../../../base/configuration.ts";

export interface ChainStep {
  readonly name: string;
  /** Node of the service. */
  readonly node: string;
  /** Type of the event « it is done »: « StockReserved ». */
  readonly doneType: string;
  /** Type of the event « it is not there any more, or never was »: the return. */
  readonly backType: string;
  /** False for the last step only: once it is done the saga has succeeded. */
  readonly canBeUndone: boolean;
}

export interface Chain {
  readonly steps: readonly ChainStep[];
  /** Published by whoever begins the saga. */
  readonly beginType: string;
  /** Published by the watchdog. */
  readonly expiredType: string;
}

/** What an event asks of a step; null: nothing. */
export type Reaction = "execute" | "undo" | "give-up";

/** What an event means for the saga as a whole; null: it goes on. */
export type ChainEnd = "completed" | "compensated";

/** @throws BadConfiguration on two things of one name, or a step from which there is no way back. */
export function checkedChain(chain: Chain): Chain {
  const { steps, beginType, expiredType } = chain;
  if (steps.length === 0) throw new BadConfiguration("steps", "il faut au moins une étape.");
  distinct(
    "steps",
    steps.map(({ name }) => name),
  );
  distinct(
    "node",
    steps.map(({ node }) => node),
  );
  const types = steps.flatMap(({ doneType, backType }) => [doneType, backType]);
  distinct("types", [beginType, expiredType, ...types]);
  for (const { name, canBeUndone } of steps.slice(0, -1)) {
    if (canBeUndone) continue;
    throw new BadConfiguration(
      "steps",
      `« ${name} » n’est pas la dernière étape et n’a pas de compensation : rien ne pourrait la défaire.`,
    );
  }
  return chain;
}

export function reactionOf(chain: Chain, step: number, type: string): Reaction | null {
  const { steps, beginType, expiredType } = chain;
  const isLast = step === steps.length - 1;
  if (type === (steps[step - 1]?.doneType ?? beginType)) return "execute";
  if (isLast) return type === expiredType ? "give-up" : null;
  return type === steps[step + 1]?.backType ? "undo" : null;
}

export function endOf({ steps }: Chain, type: string): ChainEnd | null {
  if (type === steps.at(-1)?.doneType) return "completed";
  return type === steps[0]?.backType ? "compensated" : null;
}
