/** What a tile says of a group at the playhead: each of its nodes, and what they have not sent yet. */
"use client";
import type { CrowdCard, NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import type { Timeline } from "../folds.ts";
import { useLab } from "../hooks.ts";

/** Of the least to the most serious. */
export type MemberState = "up" | "slowed" | "cut" | "down";

export interface GroupState {
  readonly members: readonly MemberState[];
  /** What the nodes of the group hold back, added up. */
  readonly unsent: number;
}

/** What the fold calls the state of a member. Written once: eighty tiles ask for it at each step. */
interface MemberPaths {
  readonly status: string;
  readonly unsent: string;
  readonly toHub: string;
  readonly fromHub: string;
}

const paths = new WeakMap<NodeGroup, readonly MemberPaths[]>();

function pathsOf(group: NodeGroup, { hub, unsent }: CrowdCard): readonly MemberPaths[] {
  const known = paths.get(group);
  if (known !== undefined) return known;
  const made = group.members.map((node) => ({
    status: `node/${node}/status`,
    unsent: `memory/${node}/${unsent.key}`,
    toHub: `link/${node}>${hub}`,
    fromHub: `link/${hub}>${node}`,
  }));
  paths.set(group, made);
  return made;
}

function memberState(timeline: Timeline, { status, toHub, fromHub }: MemberPaths): MemberState {
  const state = timeline.value(status);
  if (state === "down") return "down";
  if (timeline.value(toHub) === "cut" || timeline.value(fromHub) === "cut") return "cut";
  return state === undefined || state === "up" ? "up" : "slowed";
}

const EMPTY: GroupState = { members: [], unsent: 0 };

/** One text for the selector: a tile is drawn again when what it shows has changed. */
const encoded = ({ members, unsent }: GroupState): string => `${unsent} ${members.join(" ")}`;

function decoded(text: string): GroupState {
  if (text === "") return EMPTY;
  const [unsent, ...members] = text.split(" ");
  return { unsent: Number(unsent), members: members as readonly MemberState[] };
}

export function useGroupState(group: NodeGroup): GroupState {
  return decoded(
    useLab(({ run, card: { crowd } }) => {
      if (run.number === 0 || crowd === undefined) return "";
      const { timeline } = run;
      const members = pathsOf(group, crowd);
      let unsent = 0;
      for (const member of members) {
        const count = timeline.value(member.unsent);
        if (typeof count === "number") unsent += count;
      }
      return encoded({ members: members.map((member) => memberState(timeline, member)), unsent });
    }),
  );
}
