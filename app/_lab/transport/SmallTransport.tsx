/** When, where room is short: on a phone, and beside a study. */
"use client";
import type { ReactNode } from "react";
import { CompactLane } from "./CompactLane.tsx";
import { Clock, PlayKeys, SpeedButton, Step } from "./Keys.tsx";
import styles from "./transport.module.css";

/** Phone: three keys, the clock, one lane. */
export function PhoneTransport() {
  return (
    <section className={styles.phone} aria-label="Quand">
      <div className={styles.row}>
        <PlayKeys />
        <SpeedButton />
        <span className={styles.reading}>
          <Clock />
          <Step />
        </span>
      </div>
      <CompactLane margin={16} height={18} rowHeight={26} letterPx={7} />
    </section>
  );
}

/** Beside a study: the keys, the clock, one lane. */
export function StudyTransport({ children }: { readonly children?: ReactNode }) {
  return (
    <section className={styles.study} aria-label="Quand">
      <div className={styles.row}>
        <PlayKeys withWord />
        <Clock />
        <Step />
        {children}
      </div>
      <CompactLane margin={16} height={18} rowHeight={26} letterPx={7} />
    </section>
  );
}
