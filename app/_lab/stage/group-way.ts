/** The faults of a whole group. */
import type { Selection } from "../view.ts";

/** The way of a whole side to the hub, as the fault menu takes it. */
export const wayOf = (members: readonly string[], hub: string): Selection => ({
  ...{ kind: "link", from: members.join(","), to: hub },
});
