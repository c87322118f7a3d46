"use client";
/**
 * A sheet that rises from the bottom on a phone: inspector, settings, faults.
 * A native dialog: it takes the focus, gives it back, and closes with Échap, a button, a swipe down, or
 * a touch outside. Its content is mounted only while it is open.
 */
import { type PointerEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./Button.tsx";
import styles from "./Sheet.module.css";

const SWIPE_CLOSE_PX = 90;

interface SheetProps {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** Height: half of the screen, or all of it but the top bar. */
  readonly size?: "half" | "full" | undefined;
  readonly children: ReactNode;
}

export function Sheet({ open, title, onClose, size = "half", children }: SheetProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const grabbedAt = useRef<number | null>(null);

  useEffect(() => {
    const element = dialog.current;
    if (open && element !== null && !element.open) element.showModal();
  }, [open]);

  if (!open) return null;

  function drag(event: PointerEvent<HTMLElement>): void {
    if (grabbedAt.current === null || dialog.current === null) return;
    const down = Math.max(0, event.clientY - grabbedAt.current);
    dialog.current.style.translate = `0 ${down}px`;
  }

  function release(event: PointerEvent<HTMLElement>): void {
    if (grabbedAt.current === null || dialog.current === null) return;
    const isFar = event.clientY - grabbedAt.current > SWIPE_CLOSE_PX;
    grabbedAt.current = null;
    dialog.current.style.translate = "";
    if (isFar) onClose();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Échap closes a native dialog by itself
    <dialog
      ref={dialog}
      className={styles.sheet}
      data-size={size}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles.inside}>
        <header
          className={styles.head}
          onPointerDown={(event) => {
            if ((event.target as HTMLElement).closest("button")) return;
            grabbedAt.current = event.clientY;
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={drag}
          onPointerUp={release}
          onPointerCancel={release}
        >
          <h2 id={id}>{title}</h2>
          <IconButton sign="close" label="Fermer" onClick={onClose} />
        </header>
        <div className={styles.body}>{children}</div>
      </div>
    </dialog>
  );
}
