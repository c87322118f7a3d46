/**
 * A race between waits: the first one to end wins, the others are given up.
 *
 * The loser of a race is disarmed, not stopped: a call that lost against its deadline may well act
 * on the other side. That is the point of most lessons here.
 */
import { PENDING, Wait, type Waiter, type WaitKind } from "./process.ts";

type Arms = Readonly<Record<string, Wait<unknown>>>;

/** `{ key, value }` of the winner; `switch (first.key)` narrows `first.value`. */
export type Winner<A extends Arms> = {
  [K in keyof A]: { readonly key: K; readonly value: A[K] extends Wait<infer T> ? T : never };
}[keyof A];

interface RaceState {
  readonly arms: Arms;
  armed: string[];
}

function giveUpOthers(state: RaceState, winner: string): void {
  const losers = state.armed;
  state.armed = [];
  for (const key of losers) {
    const wait = state.arms[key] as Wait<unknown>;
    if (key !== winner) wait.kind.disarm(wait.state, "race-lost");
  }
}

const RACE: WaitKind<RaceState, unknown> = {
  arm(state, waiter) {
    for (const key of Object.keys(state.arms)) {
      const wait = state.arms[key] as Wait<unknown>;
      const lane: Waiter = {
        task: waiter.task,
        wake(value) {
          giveUpOthers(state, key);
          waiter.wake({ key, value });
        },
        fail(error) {
          giveUpOthers(state, key);
          waiter.fail(error);
        },
      };
      state.armed.push(key);
      const value = wait.kind.arm(wait.state, lane);
      if (value !== PENDING) {
        giveUpOthers(state, key);
        return { key, value };
      }
    }
    return PENDING;
  },
  disarm(state, reason) {
    for (const key of state.armed) {
      const wait = state.arms[key] as Wait<unknown>;
      wait.kind.disarm(wait.state, reason);
    }
    state.armed = [];
  },
};

export const race = <A extends Arms>(arms: A): Wait<Winner<A>> =>
  new Wait(RACE as unknown as WaitKind<never, Winner<A>>, { arms, armed: [] });
