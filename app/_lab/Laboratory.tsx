/** One laboratory on a page of its own. Drawn before the engine is there, alive a moment later. */
"use client";
import { useEffect, useState } from "react";
import { countOf } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Brand } from "@/app/_ui/Brand.tsx";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { LabContext } from "./hooks.ts";
import styles from "./Laboratory.module.css";
import { openLab } from "./open-lab.ts";
import { LabShell } from "./shell/LabShell.tsx";
import { Stage } from "./shell/Views.tsx";
import type { Lab } from "./store.ts";

function Waiting({ card }: { readonly card: ScenarioCard }) {
  const bases = countOf(card.databases.length, "base");
  const nodes = countOf(card.nodes.length, "nœud");
  return (
    <main id="contenu" className={styles.waiting} aria-busy="true">
      <header>
        <Brand />
      </header>
      <h1>{typeset(card.title)}</h1>
      <p>{typeset(`Le monde se prépare : ${bases}, ${nodes}, graine ${card.defaultSeed}.`)}</p>
      <noscript>
        <p>Le laboratoire a besoin de JavaScript ; les études se lisent sans lui.</p>
      </noscript>
    </main>
  );
}

export function Laboratory({ card }: { readonly card: ScenarioCard }) {
  const [lab, setLab] = useState<Lab | null>(null);
  useEffect(() => {
    const opened = openLab({ card });
    let isOpen = true;
    // Drawn in one go with its graph: the frame alone, drawn first, would only delay it.
    const show = (): void => {
      if (isOpen) setLab(opened.lab);
    };
    Stage.fetch().then(show, show);
    return () => {
      isOpen = false;
      setLab(null);
      opened.close();
    };
  }, [card]);
  if (lab === null) return <Waiting card={card} />;
  return (
    <LabContext value={lab}>
      <LabShell />
    </LabContext>
  );
}
