/** Sentences to the reader: an old link, a contradiction, a refused storage. They stay until read. */
"use client";
import { Button, IconButton } from "@/app/_ui/Button.tsx";
import { extensionText, nextBudget } from "../budget-text.ts";
import { useActions, useLab } from "../hooks.ts";
import type { Remedy } from "../state.ts";
import styles from "./shell.module.css";

interface NamedRemedyProps extends Exclude<Remedy, "extend"> {
  readonly onDone: () => void;
}

const NamedRemedy = ({ title, act, onDone }: NamedRemedyProps) => (
  <Button
    variant="link"
    onClick={() => {
      onDone();
      act();
    }}
  >
    {title}
  </Button>
);

export function Notices() {
  const actions = useActions();
  const notices = useLab((s) => s.notices);
  const summary = useLab((s) => s.run.summary);
  const budget = summary === null ? null : nextBudget(summary);
  const isFailed = useLab((s) => s.engine.kind === "failed");
  return (
    <div className={styles.notices} role="status">
      {notices.map((notice, i) => (
        <div key={notice.id} className={styles.notice}>
          <p>{notice.text}</p>
          {isFailed && i === notices.length - 1 && (
            <Button
              variant="link"
              onClick={() => {
                actions.dismiss(notice.id);
                actions.start();
              }}
            >
              Relancer le parcours
            </Button>
          )}
          {notice.remedy === "extend" && summary !== null && budget !== null && (
            <Button
              variant="link"
              onClick={() => {
                actions.dismiss(notice.id);
                actions.extendRun();
              }}
            >
              {extensionText(summary, budget)}
            </Button>
          )}
          {notice.remedy !== null && notice.remedy !== "extend" && (
            <NamedRemedy {...notice.remedy} onDone={() => actions.dismiss(notice.id)} />
          )}
          <IconButton
            sign="close"
            label="Fermer ce message"
            onClick={() => actions.dismiss(notice.id)}
          />
        </div>
      ))}
    </div>
  );
}
