"use client";
/**
 * Tabs of a panel: one tab stop, arrows move and choose, Home and End jump (ARIA « tabs », automatic).
 * The panels are the caller's: give each `tabPanelProps(idBase, id)`.
 */
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { cx } from "./cx.ts";
import { Kbd } from "./Kbd.tsx";
import { keyShortcuts } from "./key-names.ts";
import styles from "./Tabs.module.css";

export interface TabItem<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly shortcut?: string | undefined;
  /** A small count after the label, « 4 ». */
  readonly count?: number | undefined;
}

interface TabsProps<Id extends string> {
  /** Names the list for those who listen: « Vues ». */
  readonly label: string;
  /** Ties tabs and panels together; unique on the page. */
  readonly idBase: string;
  readonly items: readonly TabItem<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** After the tabs, on the right. */
  readonly children?: ReactNode;
  readonly size?: "stage" | "panel" | "bottom" | undefined;
  readonly className?: string | undefined;
}

/** Spread these on the element that holds the content of the chosen tab. */
export function tabPanelProps(idBase: string, id: string) {
  return {
    role: "tabpanel",
    id: `${idBase}-${id}-panneau`,
    "aria-labelledby": `${idBase}-${id}`,
    tabIndex: 0,
  } as const;
}

export function Tabs<Id extends string>({
  label,
  idBase,
  items,
  value,
  onChange,
  children,
  size = "stage",
  className,
}: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const index = items.findIndex((item) => item.id === value);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: items.length - 1,
    };
    const target = steps[event.key];
    if (target === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
      return;
    // The laboratory uses the arrows too: here they belong to the tabs.
    event.preventDefault();
    event.stopPropagation();
    const next = items[(target + items.length) % items.length];
    if (next === undefined) return;
    onChange(next.id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${idBase}-${next.id}`)}`)?.focus();
  }

  return (
    <div className={cx(styles.bar, styles[size], className)}>
      <div
        ref={list}
        className={styles.list}
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => {
          const isOn = item.id === value;
          return (
            <button
              key={item.id}
              type="button"
              role="tab"
              id={`${idBase}-${item.id}`}
              aria-selected={isOn}
              // Only the chosen tab has its panel in the page.
              aria-controls={isOn ? `${idBase}-${item.id}-panneau` : undefined}
              aria-keyshortcuts={keyShortcuts(item.shortcut)}
              tabIndex={isOn ? 0 : -1}
              className={styles.tab}
              onClick={() => onChange(item.id)}
            >
              {item.label}
              {item.count !== undefined && <span className={styles.count}>{item.count}</span>}
              {item.shortcut && <Kbd silent>{item.shortcut}</Kbd>}
            </button>
          );
        })}
      </div>
      {children}
    </div>
  );
}
