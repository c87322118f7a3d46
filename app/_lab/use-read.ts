/** A fold of a whole run, read without holding the page: at once when it is short, by stretches when it is long. */
"use client";
import { startTransition, useEffect, useMemo, useState } from "react";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { useRunKey } from "./hooks.ts";
import { inStretches } from "./stretches.ts";

/** Events read while drawing: what a growing run adds between two frames. */
const AT_ONCE = 4_096;
/** Events between two looks at the clock. */
const STEP = 512;

/** Reads at most so many events more of this log; true while there are some left. */
export type ReadMore = (log: EventLog, eventsMax: number) => boolean;

/** False until this log was read once to its end; what grows afterwards follows within a frame or two. */
export function useRead(
  log: EventLog,
  readMore: ReadMore,
): { readonly isShown: boolean; readonly isRead: boolean } {
  const runKey = useRunKey();
  const [known, setKnown] = useState<{ readonly log: EventLog; readonly runKey: string } | null>(
    null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const isShort = useMemo(() => !readMore(log, AT_ONCE), [log, readMore, runKey]);
  useEffect(() => {
    // Drawn without haste: a chart may take longer than a frame.
    const tell = (): void => startTransition(() => setKnown({ log, runKey }));
    if (!isShort) return inStretches(() => readMore(log, STEP), tell);
    setKnown((before) => (before?.log === log ? before : { log, runKey }));
  }, [log, readMore, runKey, isShort]);
  const isRead = isShort || (known?.log === log && known.runKey === runKey);
  return { isRead, isShown: isRead || known?.log === log };
}
