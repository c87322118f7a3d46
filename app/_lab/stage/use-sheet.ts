/**
 * The sheet in its container: which places, which tracks, how large, and the viewport that shows it all.
 *
 * Follows the container's size and the profile of the screen. Once the reader has moved the view it
 * stays where they put it, until « Tout voir ».
 */
"use client";
import { type Node, useReactFlow } from "@xyflow/react";
import {
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { currentProfile, onThemeChange, type Profile } from "@/app/_ui/theme.ts";
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import { useCard } from "../hooks.ts";
import {
  arrange,
  arrangementFor,
  type Box,
  type Fit,
  phoneStretchFor,
  type Size,
  stretchFor,
  textScale,
} from "./arrangement.ts";
import { useCrowd } from "./crowd-door.ts";
import type { CrowdLayout } from "./crowd-layout.ts";
import { freeRoom, type Room } from "./free-room.ts";
import { aboveMark, fitWithMark, type MarkCorner } from "./mark-place.ts";
import { layTracks } from "./routing.ts";
import type { Painted, StageContextValue } from "./stage-context.ts";
import { holding, overhang } from "./tracks.ts";

/** Smallest text of a box, px on screen. */
const FLOOR_PX = 12;
const FLOOR_PROJECTOR_PX = 22;
/** Sizes that a caption may take, the best first, px at scale 1: whole lines of 21 px. */
const CAPTIONS = [
  [290, 106],
  [240, 127],
  [290, 85],
  [250, 106],
  [200, 148],
  [256, 85],
  [236, 106],
  [340, 64],
] as const;
const CUT_HALF = 42;
const CUT_HALF_PROJECTOR = 52;
const NO_SIZE: Size = { width: 0, height: 0 };
const NO_REGIONS: StageContextValue["regions"] = [];
const NO_TRACKS: StageContextValue["tracks"] = [];
/** A crowd before its drawing has come. */
const NOTHING_YET: CrowdLayout = {
  ...{ boxes: [], tracks: NO_TRACKS, regions: NO_REGIONS, sheet: { width: 888, height: 530 } },
};
const TRACK_GAP = 14;
const TRACK_GAP_PROJECTOR = 20;

const useProfile = (): Profile =>
  useSyncExternalStore(onThemeChange, currentProfile, () => "normal");

function useSize(root: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0)
        setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [root]);
  return size;
}

const flowNode = (box: Box): Node<{ readonly id: string }, "box"> => ({
  id: box.id,
  type: "box",
  position: { x: box.x, y: box.y },
  width: box.width,
  height: box.height,
  data: { id: box.id },
  domAttributes: { "aria-roledescription": undefined } as Node["domAttributes"] & object,
});

/** The node with most links: where the keyboard enters. */
const firstNode = (
  links: readonly { readonly a: string; readonly b: string }[],
  boxes: readonly Box[],
): string => {
  const degree = (id: string): number => links.filter(({ a, b }) => a === id || b === id).length;
  return [...boxes].sort((one, other) => degree(other.id) - degree(one.id))[0]?.id ?? "";
};

export interface SheetView {
  readonly isReady: boolean;
  readonly context: StageContextValue;
  readonly nodes: readonly Node[];
  readonly fit: Fit;
  readonly caption: Room | null;
  /** Where the library’s name stands. */
  readonly markCorner: MarkCorner;
  /** Size of the words of messages, px on screen. */
  readonly textPx: number;
  readonly isMoved: boolean;
  /** The reader moved the view: leave it there. */
  readonly keep: () => void;
  readonly refit: () => void;
}

export function useSheet(root: RefObject<HTMLElement | null>): SheetView {
  const card = useCard();
  const flow = useReactFlow();
  const size = useSize(root);
  const isProjector = useProfile() === "projector";
  const [isMoved, setMoved] = useState(false);
  const painted = useRef<Painted>({ hits: [], listeners: new Set() });
  const container = size ?? { width: 888, height: 530 };
  const arrangement = arrangementFor(container, isProjector);
  // Only a projector's boxes depend on the container: the others are scaled as one picture.
  const spread = arrangement === "room" ? aboveMark(container) : NO_SIZE;

  const beyond = useMemo(() => {
    if (arrangement !== "phone" || card.groups !== undefined) return 0;
    const { boxes, sheet } = arrange(card, arrangement, NO_SIZE);
    return overhang(sheet, layTracks(boxes, card.links, TRACK_GAP));
  }, [card, arrangement]);
  const stretch =
    arrangement === "wide"
      ? stretchFor(container)
      : arrangement === "phone"
        ? phoneStretchFor(card, container, beyond)
        : 1;
  const crowd = useCrowd(card.groups !== undefined);
  const drawn = useMemo(() => {
    if (card.groups !== undefined) {
      const laid = crowd === null ? NOTHING_YET : crowd.layCrowd(card, arrangement === "phone");
      return { ...laid, nodes: laid.boxes.map(flowNode) };
    }
    const { boxes, sheet } = arrange(card, arrangement, {
      ...{ width: spread.width, height: spread.height, stretch },
    });
    const tracks = layTracks(boxes, card.links, isProjector ? TRACK_GAP_PROJECTOR : TRACK_GAP);
    // A phone has no width to give: what its text would lose is worth more than an edge.
    const whole = arrangement === "phone" ? sheet : holding(sheet, tracks);
    return { boxes, tracks, regions: NO_REGIONS, sheet: whole, nodes: boxes.map(flowNode) };
  }, [card, crowd, arrangement, isProjector, spread.width, spread.height, stretch]);
  const groups = useMemo(
    () => new Map((card.groups ?? []).map((group: NodeGroup) => [group.id, group])),
    [card],
  );
  const [openGroup, setOpenGroup] = useState<string | null>(null);
  const [focused, setFocusNode] = useState<string | null>(null);
  // What had the focus may be of another world: parameters make and unmake nodes.
  const focusNode = useMemo(
    () =>
      drawn.boxes.some(({ id }) => id === focused)
        ? (focused as string)
        : firstNode(card.links, drawn.boxes),
    [card, drawn, focused],
  );

  const { width, height } = container;
  const { fit, corner } = useMemo(
    () => fitWithMark(drawn, arrangement, { width, height }),
    [drawn, arrangement, width, height],
  );
  const scale = textScale(fit.zoom, isProjector ? FLOOR_PROJECTOR_PX : FLOOR_PX);

  const caption = useMemo(() => {
    // On a phone and in a room the transport's sentence is the caption.
    if (arrangement !== "wide") return null;
    const sizes = CAPTIONS.map(([w, h]) => ({ width: w * scale, height: h * scale }));
    const tracks = groups.size > 0 ? NO_TRACKS : drawn.tracks;
    return freeRoom(drawn.sheet, drawn.boxes, tracks, sizes);
  }, [drawn, arrangement, scale, groups]);

  useEffect(() => {
    if (!isMoved) void flow.setViewport(fit);
  }, [flow, fit, isMoved]);

  const context = useMemo<StageContextValue>(
    () => ({
      arrangement,
      boxes: drawn.boxes,
      tracks: drawn.tracks,
      caption,
      scale,
      cutHalf: isProjector ? CUT_HALF_PROJECTOR : CUT_HALF,
      isProjector,
      focusNode,
      setFocusNode,
      painted: painted.current,
      groups,
      crowd,
      regions: drawn.regions,
      openGroup: openGroup !== null && groups.has(openGroup) ? openGroup : null,
      setOpenGroup,
    }),
    [arrangement, drawn, caption, scale, isProjector, focusNode, groups, crowd, openGroup],
  );
  return {
    isReady: size !== null && (card.groups === undefined || crowd !== null),
    context,
    nodes: drawn.nodes,
    fit,
    caption,
    markCorner: corner,
    textPx: isProjector ? FLOOR_PROJECTOR_PX : 13,
    isMoved,
    keep: () => setMoved(true),
    refit: () => setMoved(false),
  };
}
