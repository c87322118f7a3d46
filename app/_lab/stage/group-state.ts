/** What a tile says of a group at the playhead: each of its nodes, and what they have not sent yet. */
"use client";
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import type { Timeline } from "../folds.ts";
import { useLab } from "../hooks.ts";

/** Of the least to the most serious. */
export type MemberState = "up" | "slowed" | "cut" | "down";

export interface GroupState {
  readonly members: readonly MemberState[];
  /** What the nodes of the group hold back, added up. */
  readonly unsent: number;
}

function memberState(timeline: Timeline, node: string, hub: string): MemberState {
  const status = timeline.value(`node/${node}/status`);
  if (status === "down") return "down";
  const isCut =
    timeline.value(`link/${node}>${hub}`) === "cut" ||
    timeline.value(`link/${hub}>${node}`) === "cut";
  if (isCut) return "cut";
  return status === undefined || status === "up" ? "up" : "slowed";
}

const EMPTY: GroupState = { members: [], unsent: 0 };

/** One text for the selector: a tile is drawn again when what it shows has changed. */
const encoded = ({ members, unsent }: GroupState): string => `${unsent} ${members.join(" ")}`;

function decoded(text: string): GroupState {
  if (text === "") return EMPTY;
  const [unsent, ...members] = text.split(" ");
  return { unsent: Number(unsent), members: members as readonly MemberState[] };
}

export function useGroupState({ members }: NodeGroup): GroupState {
  return decoded(
    useLab(({ run, card: { crowd } }) => {
      if (run.number === 0 || crowd === undefined) return "";
      const { timeline } = run;
      let unsent = 0;
      for (const node of members) {
        const count = timeline.value(`memory/${node}/${crowd.unsent.key}`);
        if (typeof count === "number") unsent += count;
      }
      const states = members.map((node) => memberState(timeline, node, crowd.hub));
      return encoded({ members: states, unsent });
    }),
  );
}
