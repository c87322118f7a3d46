/** When: the keys of the player and the lanes of time, at the bottom of the page. */
"use client";
import type { ReactNode } from "react";
import { MenuButton } from "@/app/_ui/MenuButton.tsx";
import { useActions, useLab } from "../hooks.ts";
import { VIEW_TABS } from "../view.ts";
import { VIEW_TITLES } from "../view-titles.ts";
import { CompactLane } from "./CompactLane.tsx";
import { Clock, Narration, PlayKeys, SpeedButton, Speeds, Step } from "./Keys.tsx";
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
      <CompactLane margin={16} height={18} rowHeight={26} />
    </section>
  );
}

/** Beside a study: the keys, the clock, one lane. */
export function StudyTransport({ children }: { readonly children?: ReactNode }) {
  return (
    <section className={styles.study} aria-label="Quand">
      <div className={styles.row}>
        <PlayKeys />
        <Clock />
        <Step />
        {children}
      </div>
      <CompactLane margin={16} height={18} rowHeight={26} />
    </section>
  );
}

/** Projector: big keys, the sentence on a row of its own, the views behind one menu. */
export function ProjectorTransport() {
  const actions = useActions();
  const tab = useLab((s) => s.view.tab);
  return (
    <section className={styles.projector} aria-label="Quand">
      <Narration className={styles.loud} />
      <div className={styles.row}>
        <PlayKeys />
        <Clock />
        <Step />
        <MenuButton
          menuLabel="Vues"
          className={styles.views}
          items={VIEW_TABS.map((id) => ({
            id,
            label: VIEW_TITLES[id],
            checked: id === tab,
            onSelect: () => actions.showTab(id),
          }))}
        >
          {VIEW_TITLES[tab]} ▾
        </MenuButton>
      </div>
      <CompactLane margin={24} height={20} rowHeight={42} />
    </section>
  );
}
