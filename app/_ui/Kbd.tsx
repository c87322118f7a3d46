/** A key of the keyboard, as printed on it. */
import type { ReactNode } from "react";
import styles from "./Kbd.module.css";

export function Kbd({ children }: { readonly children: ReactNode }) {
  // Not read aloud inside a button: `aria-keyshortcuts` says it already.
  return <kbd className={styles.kbd}>{children}</kbd>;
}
