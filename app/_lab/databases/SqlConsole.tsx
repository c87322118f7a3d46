/** Read-only SQL at the playhead, all bases attached by name. */
"use client";
import { useId, useMemo } from "react";
import { usePlayhead } from "@/app/_lab/hooks.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { Kbd } from "@/app/_ui/Kbd.tsx";
import { MenuButton } from "@/app/_ui/MenuButton.tsx";
import type { TableSpec } from "./catalogue.ts";
import { exampleQueries } from "./examples.ts";
import styles from "./SqlConsole.module.css";
import { SqlEditor } from "./SqlEditor.tsx";
import { SqlResult } from "./SqlResult.tsx";
import { useSql } from "./use-sql.ts";

interface SqlConsoleProps {
  readonly specs: readonly TableSpec[];
  readonly chosen: TableSpec | null;
}

export function SqlConsole({ specs, chosen }: SqlConsoleProps) {
  const id = useId();
  const playhead = usePlayhead();
  const examples = useMemo(() => exampleQueries(specs, chosen), [specs, chosen]);
  const state = useSql(specs, examples[0]?.sql ?? "SELECT 1;");
  return (
    <section className={styles.console} aria-label="Requête SQL">
      <header className={styles.head}>
        <h3>Requête</h3>
        <span className={styles.note}>lecture seule, à l’instant du curseur</span>
        <span className={styles.actions}>
          <MenuButton
            menuLabel="Exemples de requêtes"
            items={examples.map((example) => ({
              id: example.title,
              label: example.title,
              onSelect: () => {
                state.setSql(example.sql);
                state.run(example.sql);
              },
            }))}
          >
            Exemples
          </MenuButton>
          <Button onClick={() => state.run()}>
            Exécuter <Kbd>Ctrl + Entrée</Kbd>
          </Button>
        </span>
      </header>
      <SqlEditor
        value={state.sql}
        onChange={state.setSql}
        onRun={() => state.run()}
        describedBy={id}
      />
      <SqlResult
        id={id}
        outcome={state.outcome}
        sql={state.sql}
        specs={specs}
        ranAt={state.ranAt}
        playhead={playhead}
        isRunning={state.isRunning}
      />
    </section>
  );
}
