/** When, for the back of a room. */
"use client";
import type { MenuItem } from "@/app/_ui/Menu.tsx";
import { MenuButton } from "@/app/_ui/MenuButton.tsx";
import { chooseProfile } from "@/app/_ui/theme.ts";
import { useActions, useCard, useLab } from "../hooks.ts";
import { VIEW_TABS, type ViewTab } from "../view.ts";
import { VIEW_TITLES } from "../view-titles.ts";
import { CompactLane } from "./CompactLane.tsx";
import { Clock, Narration, PlayKeys, Step } from "./Keys.tsx";
import styles from "./transport.module.css";

/** The views, then what a teacher may ask of the room: why a promise broke, what is chosen, the way out. */
function useMenu(tab: ViewTab, hasInspector: boolean): readonly MenuItem[] {
  const actions = useActions();
  const { claims } = useCard();
  const tracks = useLab((s) => s.run.claims);
  const broken = claims.filter((claim) =>
    tracks.some((track) => track.id === claim.id && track.brokenAt >= 0),
  );
  return [
    ...VIEW_TABS.map((id) => ({
      id,
      label: VIEW_TITLES[id],
      checked: id === tab,
      onSelect: () => actions.showTab(id),
    })),
    ...broken.map((claim, i) => ({
      id: `why ${claim.id}`,
      label: `Pourquoi\u202f? ${claim.title}`,
      separated: i === 0,
      onSelect: () => actions.askWhy(claim.id),
    })),
    ...(hasInspector
      ? [
          {
            id: "inspector",
            label: "Inspecteur",
            separated: true,
            onSelect: () => {
              actions.askWhy(null);
              actions.toggleInspector(true);
            },
          },
        ]
      : []),
    {
      id: "leave",
      label: "Quitter le projecteur",
      separated: !hasInspector,
      onSelect: () => chooseProfile("normal"),
    },
  ];
}

/** Projector: big keys, the sentence on a row of its own, everything else behind one menu. */
export function ProjectorTransport({ hasInspector = true }: { readonly hasInspector?: boolean }) {
  const tab = useLab((s) => s.view.tab);
  const items = useMenu(tab, hasInspector);
  return (
    <section className={styles.projector} aria-label="Quand">
      <Narration className={styles.loud} />
      <div className={styles.row}>
        <PlayKeys />
        <Clock />
        <Step />
        <MenuButton menuLabel="Vues" className={styles.views} items={items}>
          {VIEW_TITLES[tab]} ▾
        </MenuButton>
      </div>
      <CompactLane margin={24} height={20} rowHeight={42} letterPx={13} />
    </section>
  );
}
