/** The bar above the traces: one order as a cascade, or all of them as a map. */
"use client";
import type { ReactNode } from "react";
import { useActions } from "@/app/_lab/hooks.ts";
import { Button } from "@/app/_ui/Button.tsx";
import styles from "./Traces.module.css";

const SHOWN = [
  ["traces", "Cascade"],
  ["services", "Carte des services"],
] as const;

interface TraceHeadProps {
  readonly shown: "traces" | "services";
  readonly children: ReactNode;
}

export function TraceHead({ shown, children }: TraceHeadProps) {
  const { showTab } = useActions();
  return (
    <header className={styles.head}>
      <fieldset className={styles.which}>
        <legend className="visually-hidden">Montrer</legend>
        {SHOWN.map(([tab, word]) => (
          <Button key={tab} variant="quiet" pressed={tab === shown} onClick={() => showTab(tab)}>
            {word}
          </Button>
        ))}
      </fieldset>
      {children}
    </header>
  );
}
