"use client";
/**
 * A tip that opens on hover after 300 ms and on focus at once, stays under the pointer, and closes with
 * Échap (RGAA 10.13). Nothing moves in the page: it lies in the browser's top layer.
 */
import {
  type CSSProperties,
  cloneElement,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { Kbd } from "./Kbd.tsx";
import styles from "./Tooltip.module.css";

const HOVER_DELAY_MS = 300;
const CLOSE_DELAY_MS = 120;

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
  const [place, setPlace] = useState<CSSProperties | null>(null);

  function later(delayMs: number, action: () => void): void {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(action, delayMs);
  }

  function open(): void {
    const target = anchor.current?.firstElementChild?.getBoundingClientRect();
    if (target === undefined) return;
    const above = target.bottom + 60 > window.innerHeight;
    setPlace({
      left: Math.min(Math.max(target.left + target.width / 2, 70), window.innerWidth - 70),
      top: above ? target.top - 6 : target.bottom + 6,
      transform: above ? "translate(-50%, -100%)" : "translate(-50%, 0)",
    });
  }

  const close = (): void => setPlace(null);
  const isOpen = place !== null;

  useEffect(() => {
    if (!isOpen) return;
    tip.current?.showPopover();
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape") setPlace(null);
    };
    const onScroll = (): void => setPlace(null);
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
          style={place}
          aria-hidden={isLabel || undefined}
        >
          {content}
          {shortcut && <Kbd>{shortcut}</Kbd>}
        </div>
      )}
    </span>
  );
}
