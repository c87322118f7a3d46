/**
 * The console's life: the query typed, its last outcome, and the step that it was run at.
 *
 * A query that answers fast is asked again when the cursor moves; one that failed or was slow waits
 * for the reader. The text typed outlives the view.
 */
"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLabApi, usePlayhead, useRunKey } from "@/app/_lab/hooks.ts";
import type { Lab } from "@/app/_lab/store.ts";
import { createSqlConsole, type SqlConsole, type SqlOutcome } from "@/app/_worker/sql-client.ts";
import type { SqlTable } from "@/app/_worker/sql-protocol.ts";
import type { Row } from "@/simulator/vocabulary/values.ts";
import { rowCells, type TableSpec } from "./catalogue.ts";
import { asSqlValue } from "./cells.ts";

const FAST_MS = 200;
const SETTLE_MS = 120;

export interface SqlState {
  readonly sql: string;
  readonly setSql: (sql: string) => void;
  readonly run: (sql?: string) => void;
  readonly outcome: SqlOutcome | null;
  /** Step (event index) of the outcome. */
  readonly ranAt: number;
  readonly isRunning: boolean;
}

interface Kept {
  sql: string;
}
const kept = new WeakMap<Lab, Kept>();

/** The rows of every table at the playhead, as the worker wants them. */
export function sqlTables(specs: readonly TableSpec[], lab: Lab): readonly SqlTable[] {
  const { timeline } = lab.store.getState().run;
  return specs.map((spec) => ({
    schema: spec.schema,
    name: spec.name,
    columns: spec.columns.map(({ name, type }) => ({ name, type })),
    key: spec.key.map((position) => spec.columns[position]?.name ?? ""),
    rows: timeline.entries(spec.prefix).flatMap(([path, value]): readonly Row[] => {
      const cells = rowCells(spec, path, value);
      return cells === null ? [] : [spec.columns.map((_, i) => asSqlValue(cells[i]))];
    }),
  }));
}

export function useSql(specs: readonly TableSpec[], firstSql: string): SqlState {
  const lab = useLabApi();
  const playhead = usePlayhead();
  const runKey = useRunKey();
  const [sql, setText] = useState(() => kept.get(lab)?.sql ?? firstSql);
  const [outcome, setOutcome] = useState<SqlOutcome | null>(null);
  const [ranAt, setRanAt] = useState(-1);
  const [isRunning, setRunning] = useState(false);
  const console = useRef<SqlConsole | null>(null);
  const asked = useRef("");

  useEffect(
    () => () => {
      console.current?.dispose();
      console.current = null;
    },
    [],
  );

  const setSql = useCallback(
    (text: string) => {
      kept.set(lab, { sql: text });
      setText(text);
    },
    [lab],
  );

  const run = useCallback(
    (text?: string) => {
      const query = text ?? kept.get(lab)?.sql ?? sql;
      console.current ??= createSqlConsole();
      asked.current = query;
      const at = lab.store.getState().view.playhead;
      setRunning(true);
      void console.current.run(query, sqlTables(specs, lab)).then((answer) => {
        if (answer.kind === "dropped") return;
        setRunning(false);
        setOutcome(answer);
        setRanAt(at);
      });
    },
    [lab, specs, sql],
  );

  const latest = useRef(run);
  latest.current = run;
  // The first query is asked at once: the reader finds its rows under it. Then they decide.
  useEffect(() => latest.current(), []);

  const isFast = outcome?.kind === "rows" && outcome.tookMs < FAST_MS;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cursor or the run moved: that is what asks again
  useEffect(() => {
    if (!isFast) return;
    const timer = setTimeout(() => latest.current(asked.current), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [playhead, runKey, isFast]);

  return { sql, setSql, run, outcome, ranAt, isRunning };
}
