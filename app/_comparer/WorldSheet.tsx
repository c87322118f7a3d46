/** What each side is made of: variant, seed, settings. What both hold equal is set on both. */
"use client";
import { LabContext } from "@/app/_lab/hooks.ts";
import { FaultList } from "@/app/_lab/rail/FaultList.tsx";
import { Variants } from "@/app/_lab/rail/Rail.tsx";
import { Settings } from "@/app/_lab/rail/Settings.tsx";
import { typeset } from "@/app/_texte/typography.ts";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import styles from "./comparison.module.css";
import { usePair } from "./pair-hooks.ts";

export function WorldSheet({ onClose }: { readonly onClose: () => void }) {
  const { card, labs } = usePair();
  return (
    <Sheet open title="Les deux mondes" size="full" onClose={onClose}>
      <p className={styles.note}>{typeset(card.summary)}</p>
      <div className={styles.worlds}>
        {([0, 1] as const).map((side) => (
          <LabContext key={side} value={labs[side]}>
            <section aria-label={card.sides[side].title}>
              <h3>{typeset(card.sides[side].title)}</h3>
              <Variants />
              <Settings />
              <FaultList />
            </section>
          </LabContext>
        ))}
      </div>
    </Sheet>
  );
}
