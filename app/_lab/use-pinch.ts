/**
 * Two fingers on a drawing, followed by pointer events: what they hold stays under them.
 *
 * Owns who the two fingers are and that the browser neither scrolls nor zooms the page meanwhile. What
 * a pinch changes is the caller's: `start` is told where they land and answers what follows their moves.
 */
"use client";
import { type RefObject, useEffect, useRef } from "react";

/** Px from the left edge of the element, in the order in which the fingers came. */
export type FollowPinch = (a: number, b: number) => void;

export function usePinch(
  element: RefObject<HTMLElement | null>,
  start: (a: number, b: number) => FollowPinch | null,
): RefObject<boolean> {
  const isPinching = useRef(false);
  const begin = useRef(start);
  begin.current = start;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const fingers = new Map<number, number>();
    let follow: FollowPinch | null = null;
    const places = (): readonly [number, number] => {
      const [a = 0, b = 0] = fingers.values();
      return [a, b];
    };
    const place = (event: PointerEvent): void => {
      fingers.set(event.pointerId, event.clientX - target.getBoundingClientRect().left);
    };
    const down = (event: PointerEvent): void => {
      if (event.pointerType !== "touch" || fingers.size === 2) return;
      place(event);
      if (fingers.size < 2) return;
      follow = begin.current(...places());
      isPinching.current = follow !== null;
      // The second finger is not a click on what stands under it.
      if (follow !== null) event.stopPropagation();
    };
    const move = (event: PointerEvent): void => {
      if (!fingers.has(event.pointerId)) return;
      place(event);
      follow?.(...places());
    };
    const up = (event: PointerEvent): void => {
      fingers.delete(event.pointerId);
      follow = null;
      if (fingers.size === 0) isPinching.current = false;
    };
    const hold = (event: TouchEvent): void => {
      if (isPinching.current && event.cancelable) event.preventDefault();
    };
    target.addEventListener("pointerdown", down, { capture: true });
    target.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    target.addEventListener("touchmove", hold, { passive: false });
    return () => {
      target.removeEventListener("pointerdown", down, { capture: true });
      target.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", up);
      target.removeEventListener("touchmove", hold);
    };
  }, [element]);
  return isPinching;
}
