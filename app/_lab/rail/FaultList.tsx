/** « Vos pannes »: the same objects as on the track. A line is fetched when there is one. */
"use client";
import { cx } from "@/app/_ui/cx.ts";
import { useSetup } from "../hooks.ts";
import { later } from "../shell/Later.tsx";
import { useLayout } from "../use-layout.ts";
import styles from "./rail.module.css";

export const FaultLine = later(
  () => import("./FaultLine.tsx").then((m) => m.FaultLine),
  null,
  true,
);

export function FaultList() {
  const faults = useSetup().faults.filter(({ intervention }) => intervention.kind !== "request");
  const layout = useLayout();
  const gesture = layout === "phone" || layout === "table" ? "Appui long" : "Clic droit";
  return (
    <section className={cx(styles.section, styles.faults)}>
      <h2 className={styles.title}>Vos pannes</h2>
      {faults.length === 0 ? (
        <p
          className={styles.empty}
        >{`Aucune panne. ${gesture} sur un nœud, un lien ou un message.`}</p>
      ) : (
        <ul>
          {faults.map((fault) => (
            <FaultLine key={fault.intervention.id} fault={fault} />
          ))}
        </ul>
      )}
    </section>
  );
}
