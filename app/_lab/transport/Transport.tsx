/** When: the keys of the player and the lanes of time, at the bottom of the page. */
"use client";
import { Clock, Narration, PlayKeys, Speeds, Step } from "./Keys.tsx";
import { Lanes } from "./Lanes.tsx";
import styles from "./transport.module.css";

export function Transport() {
  return (
    <section className={styles.transport} aria-label="Quand">
      <div className={styles.row}>
        <PlayKeys />
        <Speeds />
        <Clock />
        <Step />
        <Narration />
      </div>
      <Lanes />
    </section>
  );
}
