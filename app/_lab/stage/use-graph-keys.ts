/**
 * The keyboard of the graph: arrows between boxes, L along the links of a box, M through the messages
 * in flight, Enter to inspect, P or Menu for the faults of what has the focus, Échap to step back.
 */
"use client";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import { useActions, useCard, useLabApi } from "../hooks.ts";
import type { Selection } from "../view.ts";
import { wayOf } from "./group-way.ts";
import { centreOf } from "./MessageHold.tsx";
import { boxToward, isArrow } from "./neighbours.ts";
import type { StageContextValue } from "./stage-context.ts";

interface GraphKeysOptions {
  readonly root: RefObject<HTMLElement | null>;
  readonly context: StageContextValue;
  /** Message that the reader holds, by the keyboard or the selection. */
  readonly held: string | null;
  readonly setFocused: (message: string | null) => void;
}

export interface GraphKeys {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly nextMessage: (direction: 1 | -1) => void;
  readonly focusNode: (node: string) => void;
}

/** The object of the graph that a key press came from. */
function objectOf(element: Element): Selection | null {
  const node = element.closest<HTMLElement>("[data-node]")?.dataset.node;
  if (node !== undefined) return { kind: "node", node };
  const [from, to] = element.closest<SVGElement>("[data-link]")?.dataset.link?.split(">") ?? [];
  return from === undefined || to === undefined ? null : { kind: "link", from, to };
}

export function useGraphKeys({ root, context, held, setFocused }: GraphKeysOptions): GraphKeys {
  const actions = useActions();
  const { idBase } = useLabApi();
  const { links, crowd } = useCard();
  const { boxes, tracks, painted, focusNode: current } = context;
  const wantsFocus = useRef(false);

  const byId = (id: string): HTMLElement | SVGElement | null =>
    root.current?.querySelector<HTMLElement | SVGElement>(`#${CSS.escape(idBase + id)}`) ?? null;
  const focusNode = (node: string): void => byId(`noeud-${node}`)?.focus();

  useEffect(() => {
    if (!wantsFocus.current || held === null) return;
    wantsFocus.current = false;
    root.current?.querySelector<HTMLElement>(`#${idBase}message-tenu`)?.focus();
  }, [held, root, idBase]);

  const nextMessage = (direction: 1 | -1): void => {
    const ids = painted.hits
      .filter(({ token }) => token.look !== "lost" && token.look !== "unknown")
      .map(({ token }) => token.message);
    if (ids.length === 0) return;
    const at = held === null ? (direction === 1 ? -1 : 0) : ids.indexOf(held);
    const next = ids[(at + direction + ids.length) % ids.length];
    if (next === undefined) return;
    actions.play(false);
    if (next === held) byId("message-tenu")?.focus();
    wantsFocus.current = next !== held;
    setFocused(next);
  };

  /** The tracks of a node, one after the other; after the last one, back to the node. */
  const nextLink = (element: Element): void => {
    const own = tracks.filter(({ from, to }) => from === current || to === current);
    const key = element.closest<SVGElement>("[data-link]")?.dataset.link;
    const next = own[own.findIndex((track) => track.key === key) + 1];
    if (next === undefined) focusNode(current);
    else byId(`voie-${next.key}`)?.focus();
  };

  /** A tile opens with Enter, and suffers its faults as one side of its way to the hub. */
  const onGroupKey = (event: KeyboardEvent, group: NodeGroup): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (isArrow(key) && !event.shiftKey) {
      const next = boxToward(key, current, boxes, links);
      if (next !== null) focusNode(next);
    } else if (key === "Enter") context.setOpenGroup(group.id);
    else if (key === "p" || key === "ContextMenu" || (key === "F10" && event.shiftKey)) {
      const way = wayOf(group.members, crowd?.hub ?? "");
      actions.openFaultMenu(way, centreOf(event.target as Element));
    } else if (key === "m") nextMessage(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    const tile = target.closest<HTMLElement>("[data-group]")?.dataset.group;
    const group = tile === undefined ? undefined : context.groups.get(tile);
    if (group !== undefined) return onGroupKey(event, group);
    const object = objectOf(target);
    if (object === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (isArrow(key) && !event.shiftKey) {
      const next = boxToward(key, current, boxes, links);
      if (next !== null) focusNode(next);
    } else if (key === "Enter") {
      actions.select(object);
      actions.toggleInspector(true);
    } else if (key === "p" || key === "ContextMenu" || (key === "F10" && event.shiftKey)) {
      actions.openFaultMenu(object, centreOf(target));
    } else if (key === "l") nextLink(target);
    else if (key === "m") nextMessage(event.shiftKey ? -1 : 1);
    else if (key === "Escape" && object.kind === "link") focusNode(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return { onKeyDown, nextMessage, focusNode };
}
