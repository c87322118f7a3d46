/**
 * The query: a plain text area with line numbers; the keywords are thickened by a layer above it.
 * Ctrl+Entrée runs; Tab leaves the field, as everywhere.
 */
"use client";
import { type KeyboardEvent, useId, useRef } from "react";
import { SQL_TEXT_MAX } from "./limits.ts";
import styles from "./SqlEditor.module.css";

const KEYWORDS =
  /('(?:[^']|'')*'?|--[^\n]*)|\b(select|from|where|join|left|inner|cross|on|and|or|not|as|order|by|group|having|limit|offset|union|all|except|intersect|with|recursive|case|when|then|else|end|is|null|in|exists|between|like|distinct|asc|desc|values)\b/gi;

interface Piece {
  readonly at: number;
  readonly text: string;
  readonly isKeyword: boolean;
}

/** Cuts a query into keywords and the rest; strings and comments hold no keyword. */
export function sqlPieces(sql: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const push = (to: number, isKeyword: boolean): void => {
    if (to > from) pieces.push({ at: from, text: sql.slice(from, to), isKeyword });
    from = to;
  };
  for (const match of sql.matchAll(KEYWORDS)) {
    if (match[2] === undefined) continue;
    push(match.index, false);
    push(match.index + match[0].length, true);
  }
  push(sql.length, false);
  return pieces;
}

interface SqlEditorProps {
  readonly value: string;
  readonly onChange: (sql: string) => void;
  readonly onRun: () => void;
  readonly describedBy: string;
}

export function SqlEditor({ value, onChange, onRun, describedBy }: SqlEditorProps) {
  const id = useId();
  const layer = useRef<HTMLPreElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const lineCount = value.split("\n").length;

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation(); // what is typed here is never a command of the laboratory
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    }
  }

  return (
    <div className={styles.editor}>
      <pre ref={numbers} className={styles.numbers} aria-hidden="true">
        {Array.from({ length: lineCount }, (_, i) => i + 1).join("\n")}
      </pre>
      <div className={styles.field}>
        <label htmlFor={id} className="visually-hidden">
          Requête SQL
        </label>
        <textarea
          id={id}
          value={value}
          rows={Math.min(6, Math.max(3, lineCount))}
          maxLength={SQL_TEXT_MAX}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          aria-describedby={describedBy}
          aria-keyshortcuts="Control+Enter"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onScroll={({ currentTarget: { scrollLeft, scrollTop } }) => {
            layer.current?.scrollTo(scrollLeft, scrollTop);
            numbers.current?.scrollTo(0, scrollTop);
          }}
        />
        <pre ref={layer} className={styles.layer} aria-hidden="true">
          {sqlPieces(value).map((piece) =>
            piece.isKeyword ? <b key={piece.at}>{piece.text}</b> : piece.text,
          )}
          {"\n"}
        </pre>
      </div>
    </div>
  );
}
