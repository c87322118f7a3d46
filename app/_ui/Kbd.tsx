/** A key of the keyboard, as printed on it. */
import type { ReactNode } from "react";
import styles from "./Kbd.module.css";

interface KbdProps {
  readonly children: ReactNode;
  /** Its control says the key already, by `aria-keyshortcuts`. */
  readonly silent?: boolean | undefined;
}

export function Kbd({ children, silent }: KbdProps) {
  return (
    <kbd className={styles.kbd} aria-hidden={silent}>
      {children}
    </kbd>
  );
}
