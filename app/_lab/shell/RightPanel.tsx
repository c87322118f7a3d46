/** What you look at: the inspector with the code pinned under it, or « Pourquoi ? ». */
"use client";
import { CodePanel } from "../code/CodePanel.tsx";
import { useLab } from "../hooks.ts";
import { Inspector } from "../inspector/Inspector.tsx";
import { Why } from "../why/Why.tsx";
import styles from "./shell.module.css";

export function RightPanel({ withCode }: { readonly withCode: boolean }) {
  const panel = useLab((s) => s.view.rightPanel);
  const tab = useLab((s) => s.view.tab);
  return (
    <aside className={styles.right} aria-label="Ce que vous regardez">
      {panel === "why" ? (
        <div className={styles.rightMain}>
          <Why />
        </div>
      ) : (
        <>
          <div className={styles.rightMain}>
            <Inspector />
          </div>
          {withCode && tab !== "code" && (
            <div className={styles.pinned}>
              <CodePanel size="pinned" />
            </div>
          )}
        </>
      )}
    </aside>
  );
}
