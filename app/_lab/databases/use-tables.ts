/** Every table at the playhead, compared with the reader's reference: A, else the step before. */
"use client";
import { useMemo } from "react";
import { useCast, useRun } from "@/app/_lab/hooks.ts";
import { type TableOwner, type TableSpec, tableOwners, tableSpecs } from "./catalogue.ts";
import { missingRows, type TableAt, tableAt } from "./tables-at.ts";
import { useReference } from "./use-reference.ts";

export interface TablesView {
  readonly owners: readonly TableOwner[];
  readonly specs: readonly TableSpec[];
  readonly tables: ReadonlyMap<string, TableAt>;
  /** Event index compared with. */
  readonly reference: number;
}

export function useTables(): TablesView {
  const card = useCast();
  const run = useRun();
  const reference = useReference();
  const owners = useMemo(() => tableOwners(card), [card]);
  const specs = useMemo(() => tableSpecs(card), [card]);
  // `run` is a new object at every tick: the timeline inside is the same and has moved.
  const tables = useMemo(() => {
    const missing = missingRows(card, specs, run.timeline);
    return new Map(
      specs.map((spec) => [
        spec.id,
        tableAt(spec, run.timeline, reference, missing.get(spec.id) ?? []),
      ]),
    );
  }, [card, specs, run, reference]);
  return { owners, specs, tables, reference };
}
