/** The visible part of a wide drawing: how far it is scrolled, how large it is, and how to move it. */
"use client";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

export interface DiagramWindow {
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** Brings a place into the middle part of the window when it is not there yet. */
  readonly show: (x: number) => void;
}

/** A place this close to an edge is brought further in, px. */
const EDGE = 60;
/** Kept free on the right: what comes next is half of what a reader looks for. */
const AHEAD = 180;

/** `unit`: px of the screen a px of the drawing; everything returned is in px of the drawing. */
export function useWindow(scroll: RefObject<HTMLDivElement | null>, unit: number): DiagramWindow {
  const [box, setBox] = useState({ left: 0, width: 0, height: 0 });
  const frame = useRef(0);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    const read = (): void => {
      frame.current = 0;
      const left = element.scrollLeft / unit;
      const width = element.clientWidth / unit;
      const height = element.clientHeight / unit;
      setBox((old) =>
        old.left === left && old.width === width && old.height === height
          ? old
          : { left, width, height },
      );
    };
    const ask = (): void => {
      if (frame.current === 0) frame.current = requestAnimationFrame(read);
    };
    read();
    const observer = new ResizeObserver(ask);
    observer.observe(element);
    element.addEventListener("scroll", ask, { passive: true });
    return () => {
      if (frame.current !== 0) cancelAnimationFrame(frame.current);
      frame.current = 0;
      observer.disconnect();
      element.removeEventListener("scroll", ask);
    };
  }, [scroll, unit]);
  return {
    ...box,
    show(x) {
      const element = scroll.current;
      if (element === null || element.clientWidth === 0) return;
      const inside = x * unit - element.scrollLeft;
      const after = Math.min(AHEAD, element.clientWidth / 3);
      if (inside > EDGE && inside < element.clientWidth - after) return;
      element.scrollLeft = x * unit - element.clientWidth * 0.45;
    },
  };
}
