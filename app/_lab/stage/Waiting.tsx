/**
 * Clients that wait for their answer: since when, and how much of their patience is left.
 *
 * The bar follows the continuous clock by writing to the page directly: React redraws when a call
 * begins or ends, not sixty times a second.
 */
"use client";
import { useEffect, useMemo, useRef } from "react";
import { formatDecimal, formatDuration } from "@/app/_texte/numbers.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { useLab, useLabApi, useRunKey, useSlots } from "../hooks.ts";
import styles from "./Node.module.css";

type Call = { readonly [field: string]: Value };

/** How long this node's callers wait before giving up, as the run itself shows it; null: unknown. */
function patienceUs(log: EventLog, node: string): number | null {
  for (let i = 0; i < log.length; i++) {
    if (log.kind(i) === "call-timed-out" && log.node(i) === node) {
      return log.eventOf("call-timed-out", i).timeoutUs;
    }
  }
  return null;
}

function WaitingLine({ call, limitUs }: { readonly call: Call; readonly limitUs: number | null }) {
  const { clock } = useLabApi();
  const bar = useRef<HTMLElement>(null);
  const text = useRef<HTMLElement>(null);
  const sinceUs = Number(call.sinceUs);
  useEffect(() => {
    const show = (): void => {
      const waitedUs = Math.max(0, clock.timeUs() - sinceUs);
      if (bar.current !== null && limitUs !== null) {
        bar.current.style.transform = `scaleX(${Math.min(1, waitedUs / limitUs)})`;
      }
      if (text.current !== null) {
        text.current.textContent = `${formatDecimal(Math.floor(waitedUs / 100_000) / 10, 1)}\u202fs`;
      }
    };
    show();
    return clock.subscribe(show);
  }, [clock, sinceUs, limitUs]);
  return (
    <p className={styles.row}>
      <span className={styles.subject}>{call.subject === null ? "–" : String(call.subject)}</span>
      {limitUs === null ? (
        <b ref={text} className={styles.count} />
      ) : (
        <span className={styles.bar} aria-hidden="true">
          <i ref={bar} />
        </span>
      )}
    </p>
  );
}

export function Waiting({
  node,
  title,
  lines,
}: {
  readonly node: string;
  readonly title: string;
  readonly lines: number;
}) {
  const slots = useSlots("call/");
  const log = useLab((s) => s.run.log);
  const runKey = useRunKey();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log grows in place, its key says when
  const limitUs = useMemo(() => patienceUs(log, node), [log, node, runKey]);
  const calls = slots.filter(([, value]) => (value as Call).from === node);
  const hasHead = lines > 1;
  const shown = calls.slice(0, hasHead ? lines - 1 : lines);
  return (
    <div className={styles.rows}>
      {hasHead && (
        <p className={styles.row}>
          <b className={styles.heading}>{title}</b>
          {limitUs !== null && <span className={styles.aside}>sur {formatDuration(limitUs)}</span>}
        </p>
      )}
      {shown.length === 0 && (
        <p className={styles.absent}>{hasHead ? "personne" : "sans attente"}</p>
      )}
      {shown.map(([path, value]) => (
        <WaitingLine key={path} call={value as Call} limitUs={limitUs} />
      ))}
    </div>
  );
}
