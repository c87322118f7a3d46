"use client";
/**
 * A tip that opens on hover after 300 ms and on focus at once, stays under the pointer, and closes with
 * Échap (RGAA 10.13). Nothing moves in the page: it lies in the browser's top layer.
 */
import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Kbd } from "./Kbd.tsx";
import styles from "./Tooltip.module.css";

const HOVER_DELAY_MS = 300;
const CLOSE_DELAY_MS = 120;
/** Between the tip and its target, and between the tip and the edge of the window, px. */
const GAP_PX = 6;
const MARGIN_PX = 8;

/** Under the middle of its target, or above it where the window ends; never beyond an edge. */
function put(tip: HTMLElement, target: DOMRect): void {
  // Measured where nothing squeezes it.
  tip.style.left = "0px";
  const { width, height } = tip.getBoundingClientRect();
  const middle = target.left + target.width / 2;
  const most = window.innerWidth - width - MARGIN_PX;
  const isAbove = target.bottom + GAP_PX + height + MARGIN_PX > window.innerHeight;
  tip.style.left = `${Math.max(MARGIN_PX, Math.min(middle - width / 2, most))}px`;
  tip.style.top = `${isAbove ? target.top - GAP_PX - height : target.bottom + GAP_PX}px`;
}

interface TooltipProps {
  readonly content: ReactNode;
  readonly shortcut?: string | undefined;
  /** The tip repeats the name of its target: it is then not announced a second time. */
  readonly isLabel?: boolean | undefined;
  /** One focusable element. */
  readonly children: ReactElement<{ readonly "aria-describedby"?: string | undefined }>;
}

export function Tooltip({ content, shortcut, isLabel = false, children }: TooltipProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const timer = useRef<number | undefined>(undefined);
  const [target, setTarget] = useState<DOMRect | null>(null);

  function later(delayMs: number, action: () => void): void {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(action, delayMs);
  }

  const open = (): void =>
    setTarget(anchor.current?.firstElementChild?.getBoundingClientRect() ?? null);
  const close = (): void => setTarget(null);
  const isOpen = target !== null;

  // Before the paint: the tip is never seen where it will not stay.
  useLayoutEffect(() => {
    if (tip.current === null || target === null) return;
    if (!tip.current.matches(":popover-open")) tip.current.showPopover();
    put(tip.current, target);
  }, [target]);

  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape") setTarget(null);
    };
    const onScroll = (): void => setTarget(null);
    window.addEventListener("keydown", onKeyDown, true);
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => {
      window.removeEventListener("keydown", onKeyDown, true);
      window.removeEventListener("scroll", onScroll, true);
    };
  }, [isOpen]);

  useEffect(() => () => window.clearTimeout(timer.current), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for its one child, and has no box of its own
    <span
      ref={anchor}
      className={styles.anchor}
      onPointerEnter={(event) => event.pointerType === "mouse" && later(HOVER_DELAY_MS, open)}
      onPointerLeave={() => later(CLOSE_DELAY_MS, close)}
      onPointerDown={() => later(0, close)}
      onFocus={(event) => event.target.matches(":focus-visible") && later(0, open)}
      onBlur={() => later(0, close)}
    >
      {isLabel ? children : cloneElement(children, { "aria-describedby": isOpen ? id : undefined })}
      {isOpen && (
        <div
          ref={tip}
          id={id}
          role="tooltip"
          popover="manual"
          className={styles.tip}
          aria-hidden={isLabel || undefined}
        >
          {content}
          {shortcut && <Kbd>{shortcut}</Kbd>}
        </div>
      )}
    </span>
  );
}
