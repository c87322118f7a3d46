/** The rows found by a filter: worked out in slices, so that 100 000 sentences never block the page. */
"use client";
import { useEffect, useState } from "react";
import { useCard, useLab, useRunKey } from "@/app/_lab/hooks.ts";
import { isFiltering, searchRows, type TableFilter } from "./filter.ts";

const SLICE_MS = 8;

export interface FoundRows {
  /** null: every event. */
  readonly found: readonly number[] | null;
  readonly isSearching: boolean;
}

const ALL: FoundRows = { found: null, isSearching: false };

export function useRows(filter: TableFilter): FoundRows {
  const card = useCard();
  const log = useLab((s) => s.run.log);
  const runKey = useRunKey();
  const [rows, setRows] = useState<FoundRows>(ALL);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  useEffect(() => {
    if (!isFiltering(filter)) {
      setRows(ALL);
      return;
    }
    const search = searchRows(log, card, filter);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = (): void => {
      const startMs = performance.now();
      const isDone = search.advance(() => performance.now() - startMs > SLICE_MS);
      setRows({ found: [...search.found], isSearching: !isDone });
      if (!isDone) timer = setTimeout(slice, 0);
    };
    slice();
    return () => clearTimeout(timer);
  }, [log, card, filter, runKey]);
  return rows;
}
