/**
 * Source of the running handlers, in step with the run: pinned under the inspector, as its tab, or
 * as a whole view with the list of what is running.
 */
"use client";
import { useMemo, useState } from "react";
import {
  useActions,
  useCard,
  usePlayhead,
  useRun,
  useSelection,
  useSetup,
} from "@/app/_lab/hooks.ts";
import { handlerTitle, nodeTitle } from "@/app/_texte/names.ts";
import { cx } from "@/app/_ui/cx.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import styles from "./CodePanel.module.css";
import type { ProcessRecord } from "./processes.ts";
import { SourceLines } from "./SourceLines.tsx";
import type { ScenarioSources } from "./source-format.ts";
import { type LiveMark, type SourceMarks, sourceMarks } from "./source-marks.ts";
import { useSources } from "./use-sources.ts";

/** « Orchestrateur · Saga telle que publiée · 1042 ». */
const processTitle = (card: ScenarioCard, record: ProcessRecord): string =>
  [nodeTitle(card, record.node), handlerTitle(card, record.handler), record.subject]
    .filter(Boolean)
    .join(" · ");

function useMarks(sources: ScenarioSources | null): SourceMarks | null {
  const card = useCard();
  const run = useRun();
  const playhead = usePlayhead();
  const selection = useSelection();
  return useMemo(
    () =>
      sources === null ? null : sourceMarks({ card, log: run.log, playhead, selection }, sources),
    [sources, card, run, playhead, selection],
  );
}

function Running({ live, onShow }: { readonly live: readonly LiveMark[]; onShow: () => void }) {
  const card = useCard();
  const { select } = useActions();
  return (
    <nav className={styles.running} aria-label="Ce qui s’exécute">
      <h3>Ce qui s’exécute</h3>
      {live.length === 0 && <p>Rien ne s’exécute à cet instant.</p>}
      <ul>
        {live.map((mark) => (
          <li key={mark.record.process}>
            <button
              type="button"
              onClick={() => {
                // The event that began it: the one choice that names this very process.
                select({ kind: "event", index: mark.record.startIndex });
                onShow();
              }}
            >
              <b>{nodeTitle(card, mark.record.node)}</b>
              <span>
                {handlerTitle(card, mark.record.handler)}
                {mark.record.subject !== null && <> · {mark.record.subject}</>}
              </span>
              <span className={styles.where}>
                {mark.file.replace(/\.services\.ts$/, "")}&nbsp;: {mark.line}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface CodePanelProps {
  readonly size: "pinned" | "view";
}

export function CodePanel({ size }: CodePanelProps) {
  const card = useCard();
  const state = useSources(card.id);
  const sources = state.kind === "ready" ? state.sources : null;
  const marks = useMarks(sources);
  /** A file that the reader opened by hand; null: the one in step. */
  const [opened, setOpened] = useState<string | null>(null);
  const variantFile = useRunVariantFile();
  const followed = marks?.focusPlace?.file ?? variantFile;
  const name = opened ?? followed;
  const file = sources?.files.find((known) => known.name === name) ?? sources?.files[0];
  const heading = marks?.focus == null ? null : processTitle(card, marks.focus);

  return (
    <section
      className={cx(styles.panel, styles[size])}
      aria-label={size === "view" ? "Code" : "Code, au même instant"}
    >
      <header className={styles.head}>
        <h3>Code, au même instant</h3>
        {size === "view" && heading !== null && <span className={styles.process}>{heading}</span>}
        {sources !== null && (
          <label className={styles.file}>
            <span className="visually-hidden">Fichier montré</span>
            <select
              value={opened ?? ""}
              onChange={(event) => setOpened(event.target.value === "" ? null : event.target.value)}
            >
              <option value="">{followed} (suivi)</option>
              {sources.files.map((known) => (
                <option key={known.name} value={known.name}>
                  {known.name}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      {state.kind === "failed" && (
        <p className={styles.note}>Le code n’a pas pu être lu. Rechargez la page.</p>
      )}
      {file !== undefined && marks !== null && (
        <div className={styles.body}>
          <SourceLines key={file.name} file={file} marks={marks} label={`${file.name}, défilant`} />
          {size === "view" && <Running live={marks.live} onShow={() => setOpened(null)} />}
        </div>
      )}
    </section>
  );
}

/** Main file of the variant shown: what there is to read before anything has run. */
function useRunVariantFile(): string {
  const card = useCard();
  const { variant } = useSetup();
  return card.variants.find((known) => known.id === variant)?.file ?? "";
}
