"use client";
/**
 * A menu at an object: native popover, focus on the first line, arrows, Home, End, initials, Échap.
 *
 * Controlled: it is open while `anchor` is not null. It gives the focus back to what had it. It knows
 * nothing of faults; the laboratory gives it lines, a title and a foot.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { Kbd } from "./Kbd.tsx";
import { keyShortcuts } from "./key-names.ts";
import styles from "./Menu.module.css";
import { Sign, type SignName } from "./Sign.tsx";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly sign?: SignName | undefined;
  /** At the right of the line: « 10 s », « 3 liens ». */
  readonly hint?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** A tick for the chosen one among several. */
  readonly checked?: boolean | undefined;
  /** A rule above this line. */
  readonly separated?: boolean | undefined;
  readonly onSelect: () => void;
}

/** A place of the viewport (pointer), or the object that the menu belongs to. */
export type MenuAnchor = HTMLElement | SVGElement | { readonly x: number; readonly y: number };

interface MenuProps {
  readonly label: string;
  readonly anchor: MenuAnchor | null;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
  readonly header?: ReactNode;
  readonly footer?: ReactNode;
  /** The line under the pointer or the focus; null when it closes. */
  readonly onHighlight?: ((id: string | null) => void) | undefined;
}

function anchorBox(anchor: MenuAnchor): {
  left: number;
  right: number;
  top: number;
  bottom: number;
} {
  if ("getBoundingClientRect" in anchor) return anchor.getBoundingClientRect();
  return { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
}

function initialOf(label: string): string {
  return label.normalize("NFD").charAt(0).toLowerCase();
}

export function Menu({ label, anchor, items, onClose, header, footer, onHighlight }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const isOpen = anchor !== null;

  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null || anchor === null) return;
    element.showPopover();
    const box = anchorBox(anchor);
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = box.bottom + height + 8 <= window.innerHeight || box.top < height + 8;
    const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
    const top = below
      ? Math.min(box.bottom + 4, window.innerHeight - height - 8)
      : box.top - height - 4;
    element.style.left = `${left}px`;
    element.style.top = `${Math.max(8, top)}px`;
  }, [anchor]);

  useEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    menu.current
      ?.querySelector<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])')
      ?.focus();
    return () => {
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus();
    };
  }, [isOpen]);

  if (!isOpen) return null;

  const lines = (): HTMLElement[] => [
    ...(menu.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []),
  ];

  function onKeyDown(event: KeyboardEvent): void {
    const all = lines();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    };
    let target = moves[event.key];
    if (
      target === undefined &&
      event.key.length === 1 &&
      !event.ctrlKey &&
      !event.metaKey &&
      event.key !== " "
    ) {
      const after = all.map((_, index) => (at + 1 + index) % all.length);
      target = after.find((index) => initialOf(items[index]?.label ?? "") === initialOf(event.key));
    }
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
    } else if (target !== undefined) {
      event.preventDefault();
      all[(target + all.length) % all.length]?.focus();
    }
    event.stopPropagation(); // no key typed in a menu is a command of the laboratory
  }

  function choose(item: MenuItem): void {
    if (item.disabled) return;
    onClose();
    item.onSelect();
  }

  return (
    <div
      ref={menu}
      popover="auto"
      className={styles.menu}
      onToggle={(event) => {
        if (event.newState === "closed") {
          onHighlight?.(null);
          onClose();
        }
      }}
    >
      {header && <div className={styles.head}>{header}</div>}
      <div
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className={styles.lines}
      >
        {items.map((item) => (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: only a line with a tick has the role that takes one
          <button
            key={item.id}
            type="button"
            role={item.checked === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={item.checked}
            aria-disabled={item.disabled || undefined}
            aria-keyshortcuts={keyShortcuts(item.shortcut)}
            tabIndex={-1}
            className={styles.line}
            data-separated={item.separated || undefined}
            onPointerEnter={(event) => event.currentTarget.focus({ preventScroll: true })}
            onFocus={() => onHighlight?.(item.id)}
            onClick={() => choose(item)}
          >
            {item.sign ? (
              <Sign name={item.sign} />
            ) : (
              <span>{item.checked && <Sign name="ok" />}</span>
            )}
            <span>{item.label}</span>
            {item.hint !== undefined && <span className={styles.hint}>{item.hint}</span>}
            {item.shortcut && <Kbd silent>{item.shortcut}</Kbd>}
          </button>
        ))}
      </div>
      {footer && <div className={styles.foot}>{footer}</div>}
    </div>
  );
}
