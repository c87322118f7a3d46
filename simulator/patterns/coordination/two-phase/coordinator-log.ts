/**
 * What a coordinator must not forget: its commits, until everybody has them. Nothing else.
 *
 * Presumed abort (Mohan, Lindsay and Obermarck 1986): a transaction of which the log knows nothing was, or
 * will be, aborted, so aborts need no record and no acknowledgement. Owns the log and what it answers to
 * those in doubt; refuses to know nodes and messages.
 */
import { assert } from "../../../base/assert.ts";

export type Decision = "commit" | "abort";

export interface Unfinished {
  readonly id: string;
  /** Participants that have not confirmed the commit. */
  readonly waitingFor: readonly string[];
}

export interface CoordinatorLog {
  /** The point of no return: from here on the transaction is committed, whatever happens. */
  readonly recordCommit: (id: string, participants: readonly string[]) => void;
  /** Once all have confirmed, nobody will ever ask again: the record goes. */
  readonly confirm: (id: string, participant: string) => void;
  readonly unfinished: () => readonly Unfinished[];
  readonly unfinishedCount: () => number;
  /** What to tell a participant in doubt. Only for a transaction that is not being voted on. */
  readonly answerFor: (id: string) => Decision;
}

export function createCoordinatorLog(): CoordinatorLog {
  const commits = new Map<string, Set<string>>();
  return {
    recordCommit(id, participants) {
      assert(!commits.has(id), "a transaction is decided once", id);
      assert(participants.length > 0, "a transaction has participants", id);
      commits.set(id, new Set(participants));
    },
    confirm(id, participant) {
      const waiting = commits.get(id);
      if (waiting === undefined) return;
      waiting.delete(participant);
      if (waiting.size === 0) commits.delete(id);
    },
    unfinished: () => [...commits].map(([id, waiting]) => ({ id, waitingFor: [...waiting] })),
    unfinishedCount: () => commits.size,
    answerFor: (id) => (commits.has(id) ? "commit" : "abort"),
  };
}
