/** When: the keys of the player and the lanes of time, at the bottom of the page. */
"use client";
import { useLayout } from "../use-layout.ts";
import { Clock, Narration, PlayKeys, SpeedButton, Speeds, Step } from "./Keys.tsx";
import { Lanes } from "./Lanes.tsx";
import styles from "./transport.module.css";

export function Transport() {
  const isWide = useLayout() === "wide";
  return (
    <section className={styles.transport} aria-label="Quand">
      <div className={styles.row}>
        <PlayKeys withWord={isWide} />
        {isWide ? <Speeds /> : <SpeedButton />}
        <Clock />
        <Step />
        <Narration />
      </div>
      <Lanes />
    </section>
  );
}
