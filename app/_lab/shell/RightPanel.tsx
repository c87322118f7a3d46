/** What you look at: the inspector with the code pinned under it, or « Pourquoi ? ». */
"use client";
import { useLab } from "../hooks.ts";
import { Inspector } from "../inspector/Inspector.tsx";
import styles from "./shell.module.css";
import { ViewBoundary } from "./ViewBoundary.tsx";
import { CodePanel, Why } from "./Views.tsx";

export function RightPanel({ withCode }: { readonly withCode: boolean }) {
  const panel = useLab((s) => s.view.rightPanel);
  const tab = useLab((s) => s.view.tab);
  const claim = useLab((s) => s.view.whyClaim);
  const selection = useLab((s) => JSON.stringify(s.view.selection));
  return (
    <aside className={styles.right} aria-label="Ce que vous regardez">
      {panel === "why" ? (
        <div className={styles.rightMain}>
          <ViewBoundary name={claim ?? ""}>
            <Why />
          </ViewBoundary>
        </div>
      ) : (
        <>
          <div className={styles.rightMain}>
            <ViewBoundary name={selection}>
              <Inspector />
            </ViewBoundary>
          </div>
          {withCode && tab !== "code" && (
            <div className={styles.pinned}>
              <ViewBoundary name="code">
                <CodePanel size="pinned" />
              </ViewBoundary>
            </div>
          )}
        </>
      )}
    </aside>
  );
}
