/** What every part of the stage shares: the arrangement, the size of text, and where the keyboard is. */
"use client";
import { createContext, useContext } from "react";
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import type { Arrangement, Box } from "./arrangement.ts";
import type { CrowdModule } from "./crowd-door.ts";
import type { RegionPlace } from "./crowd-layout.ts";
import type { Room } from "./free-room.ts";
import type { Hit } from "./paint-scene.ts";
import type { Track } from "./tracks.ts";

/** Where the tokens were last painted; listeners are called after every frame painted. */
export interface Painted {
  hits: readonly Hit[];
  readonly listeners: Set<() => void>;
}

export interface StageContextValue {
  readonly arrangement: Arrangement;
  readonly boxes: readonly Box[];
  readonly tracks: readonly Track[];
  /** Where the caption is set, or null: the words of messages leave it legible. */
  readonly caption: Room | null;
  /** Text is set this much larger on the sheet than the design's 13 px. */
  readonly scale: number;
  /** Half the gap that a cut leaves in a track, px of the sheet: room for its word. */
  readonly cutHalf: number;
  /** True for the back of the room: fewer words, larger. */
  readonly isProjector: boolean;
  /** The node that holds the graph's one tab stop. */
  readonly focusNode: string;
  readonly setFocusNode: (node: string) => void;
  readonly painted: Painted;
  /** Groups that stand as one tile, by id; empty when every node has its box. */
  readonly groups: ReadonlyMap<string, NodeGroup>;
  /** How groups are drawn, once it is here; null where there are none. */
  readonly crowd: CrowdModule | null;
  readonly regions: readonly RegionPlace[];
  /** The group whose nodes are shown, or null. */
  readonly openGroup: string | null;
  readonly setOpenGroup: (group: string | null) => void;
}

export const StageContext = createContext<StageContextValue | null>(null);

export function useStage(): StageContextValue {
  const value = useContext(StageContext);
  if (value === null) throw new Error("a stage stands above this component");
  return value;
}
