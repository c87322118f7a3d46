/** A finger that stays where it is for half a second: the touch screen's right click. */
"use client";
import { type PointerEvent, useEffect, useRef } from "react";

const PRESS_MS = 500;
const SLIP_PX = 10;

interface PressHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** Mouse and pen have their own button: only touch is watched. Coordinates are those of the window. */
export function useLongPress(onPress: (x: number, y: number) => void): PressHandlers {
  const timer = useRef(0);
  const start = useRef({ x: 0, y: 0 });
  const stop = (): void => {
    window.clearTimeout(timer.current);
    timer.current = 0;
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return {
    onPointerDown(event) {
      if (event.pointerType !== "touch") return;
      stop();
      const { clientX: x, clientY: y } = event;
      start.current = { x, y };
      timer.current = window.setTimeout(() => onPress(x, y), PRESS_MS);
    },
    onPointerMove(event) {
      if (timer.current === 0) return;
      const { x, y } = start.current;
      if (Math.hypot(event.clientX - x, event.clientY - y) > SLIP_PX) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
}
