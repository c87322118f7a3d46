/** When, for the back of a room. */
"use client";
import { MenuButton } from "@/app/_ui/MenuButton.tsx";
import { useActions, useLab } from "../hooks.ts";
import { VIEW_TABS } from "../view.ts";
import { VIEW_TITLES } from "../view-titles.ts";
import { CompactLane } from "./CompactLane.tsx";
import { Clock, Narration, PlayKeys, Step } from "./Keys.tsx";
import styles from "./transport.module.css";

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
      <CompactLane margin={24} height={20} rowHeight={42} letterPx={13} />
    </section>
  );
}
