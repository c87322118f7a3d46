"use client";
/** Something long that is only worked out when asked for: a caption, a button, then what was found. */
import { type ReactNode, Suspense, useState } from "react";
import styles from "./OnDemand.module.css";

interface OnDemandProps<T> {
  readonly caption: string;
  /** `say` tells how far it is, as a sentence. @throws Error whose message is for the reader. */
  readonly work: (say: (progress: string) => void) => Promise<T>;
  /** What was found; loaded late, so it may suspend. */
  readonly children: (found: T) => ReactNode;
}

type State<T> =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly progress: string }
  | { readonly kind: "done"; readonly found: T }
  | { readonly kind: "failed"; readonly message: string };

export function OnDemand<T>({ caption, work, children }: OnDemandProps<T>) {
  const [state, setState] = useState<State<T>>({ kind: "idle" });
  async function measure(): Promise<void> {
    setState({ kind: "running", progress: "En cours." });
    try {
      const found = await work((progress) => setState({ kind: "running", progress }));
      setState({ kind: "done", found });
    } catch (error) {
      setState({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
  return (
    <figure className={styles.figure}>
      <p className={styles.caption}>{caption}</p>
      {state.kind === "done" ? (
        <Suspense>{children(state.found)}</Suspense>
      ) : (
        <p className={styles.run}>
          <button
            type="button"
            className={styles.button}
            disabled={state.kind === "running"}
            onClick={() => void measure()}
          >
            Mesurer
          </button>
          <span aria-live="polite">
            {state.kind === "running" && state.progress}
            {state.kind === "failed" && state.message}
          </span>
        </p>
      )}
    </figure>
  );
}
