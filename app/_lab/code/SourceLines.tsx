/** The lines of one file with the marks of the run. Draws; decides nothing. */
"use client";
import { memo, useEffect, useMemo, useRef } from "react";
import { formatStep } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import styles from "./SourceLines.module.css";
import type { SourceFile, SourceLine } from "./source-format.ts";
import { tokensOf } from "./source-format.ts";
import { type LiveMark, neverRun, type SourceMarks } from "./source-marks.ts";

interface LineProps {
  readonly number: number;
  readonly line: SourceLine;
  readonly isCurrent: boolean;
  readonly isReached: boolean;
  readonly isNever: boolean;
  readonly isSelected: boolean;
  /** Business keys of the other processes that stand here. */
  readonly others: string;
}

const TOKEN_CLASS = { k: styles.k, s: styles.s, c: styles.c, "": undefined };

const Line = memo(function Line(props: LineProps) {
  const { number, line, isCurrent, isReached, isNever, isSelected, others } = props;
  return (
    <li
      className={cx(
        styles.line,
        isCurrent && styles.current,
        isReached && styles.reached,
        isNever && styles.never,
        isSelected && "brackets",
      )}
      data-line={number}
      aria-current={isCurrent ? "step" : undefined}
    >
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <code>
        {tokensOf(line).map((token) => (
          <span key={token.at} className={TOKEN_CLASS[token.kind]}>
            {token.text}
          </span>
        ))}
      </code>
      {others !== "" && <span className={styles.others}>{others}</span>}
    </li>
  );
});

interface SourceLinesProps {
  readonly file: SourceFile;
  readonly marks: SourceMarks;
  readonly label: string;
}

const whoStands = (marks: readonly LiveMark[]): string =>
  marks.map(({ record }) => record.subject ?? record.handler).join(", ");

export function SourceLines({ file, marks, label }: SourceLinesProps) {
  const list = useRef<HTMLOListElement>(null);
  const { focus, focusPlace, crash, selected, reached } = marks;
  const isFocusFile = focusPlace?.file === file.name;
  const crashLine = crash?.file === file.name ? crash.line : 0;
  const currentLine = isFocusFile && crashLine === 0 ? (focusPlace?.line ?? 0) : 0;
  const [neverFrom, neverTo] = useMemo(
    () => (crashLine > 0 ? neverRun(file, crashLine) : [1, 0]),
    [file, crashLine],
  );
  const others = useMemo(() => {
    const byLine = new Map<number, LiveMark[]>();
    for (const mark of marks.live) {
      if (mark.file !== file.name || mark.record === focus) continue;
      byLine.set(mark.line, [...(byLine.get(mark.line) ?? []), mark]);
    }
    return byLine;
  }, [marks, file, focus]);

  const shownLine = crashLine || currentLine || (selected?.file === file.name ? selected.line : 0);
  useEffect(() => {
    // With the frame: measuring at once would lay the page out at every step of a drag.
    const frame = requestAnimationFrame(() => {
      const scroller = list.current?.parentElement;
      const line = list.current?.querySelector<HTMLElement>(`[data-line="${shownLine}"]`);
      if (scroller == null || line == null) return;
      // Only the panel scrolls: scrollIntoView would move the page too.
      const middle = line.offsetTop + line.offsetHeight / 2;
      const isSeen =
        line.offsetTop >= scroller.scrollTop + 20 &&
        line.offsetTop + 2 * line.offsetHeight <= scroller.scrollTop + scroller.clientHeight;
      if (!isSeen) scroller.scrollTop = middle - scroller.clientHeight * 0.45;
    });
    return () => cancelAnimationFrame(frame);
  }, [shownLine]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={label}>
      <ol ref={list} className={styles.lines}>
        {file.lines.map((line, i) => {
          const number = i + 1;
          const row = (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              key={number}
              number={number}
              line={line}
              isCurrent={number === currentLine}
              isReached={isFocusFile && reached.has(number)}
              isNever={number >= neverFrom && number <= neverTo && !reached.has(number)}
              isSelected={selected?.file === file.name && selected.line === number}
              others={whoStands(others.get(number) ?? [])}
            />
          );
          return number === crashLine && crash !== null
            ? [
                row,
                <li key="crash" className={cx(styles.line, styles.current, styles.crash)}>
                  <Sign name="fault" /> arrêt brutal, {formatStep(crash.index)}
                </li>,
              ]
            : row;
        })}
      </ol>
    </section>
  );
}
