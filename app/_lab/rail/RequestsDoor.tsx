/**
 * « Vos demandes » before the reader has moved a hand: the titles, at their place, and nothing to fetch.
 * From the first gesture on, or when the link brings requests, the section itself.
 */
"use client";
import { useEffect, useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { requestsOf } from "@/simulator/vocabulary/requests.ts";
import { useCard, useSetup } from "../hooks.ts";
import { Requests } from "../shell/Views.tsx";
import styles from "./rail.module.css";

const GESTURES = ["pointermove", "pointerdown", "keydown", "focusin"] as const;

/** True once the section's file is here, asked for by the first gesture or at once. */
function useSection(isAtOnce: boolean): boolean {
  const [isHere, setHere] = useState(false);
  useEffect(() => {
    if (isHere) return;
    // A file that does not come is asked for again by the next gesture.
    const ask = (): void => void Requests.fetch().then(() => setHere(true), doNothing);
    if (isAtOnce) ask();
    const gestures = new AbortController();
    const options = { signal: gestures.signal, capture: true, passive: true };
    for (const kind of GESTURES) window.addEventListener(kind, ask, options);
    return () => gestures.abort();
  }, [isHere, isAtOnce]);
  return isHere;
}

const doNothing = (): void => {};

interface DoorProps {
  readonly isWanted: boolean;
  readonly onShown: () => void;
}

export function RequestsDoor({ isWanted, onShown }: DoorProps) {
  const card = useCard();
  const { faults } = useSetup();
  const isUsed = faults.some(({ intervention }) => intervention.kind === "request");
  const isHere = useSection(isWanted || isUsed);
  if (isHere) return <Requests isWanted={isWanted} onShown={onShown} />;
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>Vos demandes</h2>
      <ul>
        {requestsOf(card).map((request) => (
          <li key={request.id} className={styles.incident}>
            <Sign name="ask" />
            <span>{typeset(request.title)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
