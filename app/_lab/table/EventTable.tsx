/**
 * The event table: the accessible equivalent of every drawing. One row an event; the row of the
 * current step is marked, the chosen one bracketed, and faults are injected from a row's menu.
 *
 * Only the rows that are seen exist in the page; ↑↓ walk them, Entrée goes to the step.
 */
"use client";
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useActions, useCard, usePlayhead, useRun, useSelection } from "@/app/_lab/hooks.ts";
import { countOf } from "@/app/_texte/numbers.ts";
import type { MenuAnchor } from "@/app/_ui/Menu.tsx";
import { EventRow } from "./EventRow.tsx";
import styles from "./EventTable.module.css";
import { FilterBar } from "./FilterBar.tsx";
import { NO_FILTER, rowAt } from "./filter.ts";
import { RowMenu } from "./RowMenu.tsx";
import { useRows } from "./use-rows.ts";
import { type ListSize, scrollToRow, windowAt } from "./window.ts";

interface OpenMenu {
  readonly index: number;
  readonly anchor: MenuAnchor;
}

/** Height of a row, px: follows the type of the page. */
function useRowHeight(scroller: React.RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(28);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const read = (): void => {
      const wanted = Number.parseFloat(getComputedStyle(element).getPropertyValue("--row"));
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      if (Number.isFinite(wanted)) setHeight(Math.round(wanted * rem));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return height;
}

function useViewport(scroller: React.RefObject<HTMLDivElement | null>) {
  const [view, setView] = useState({ scrollTop: 0, viewport: 600 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const read = (): void =>
      setView({ scrollTop: element.scrollTop, viewport: element.clientHeight });
    read();
    element.addEventListener("scroll", read, { passive: true });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", read);
      observer.disconnect();
    };
  }, [scroller]);
  return view;
}

export function EventTable() {
  const card = useCard();
  const run = useRun();
  const playhead = usePlayhead();
  const selection = useSelection();
  const actions = useActions();
  const [filter, setFilter] = useState(NO_FILTER);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const { found, isSearching } = useRows(filter);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight(scroller);
  const { scrollTop, viewport } = useViewport(scroller);
  const count = found === null ? run.length : found.length;
  const size: ListSize = { count, rowHeight, viewport };
  const shown = windowAt(size, scrollTop);
  const eventAt = (row: number): number => (found === null ? row : (found[row] ?? -1));

  const chosen = selection?.kind === "event" ? selection.index : -1;
  const chosenRow = chosen < 0 ? -1 : rowAt(found, chosen);
  const isChosenShown = chosenRow >= 0 && eventAt(chosenRow) === chosen;
  const currentRow = rowAt(found, playhead);
  /** The one row that the Tab key reaches. */
  const tabRow = isChosenShown ? chosenRow : Math.max(0, currentRow);
  const focusWanted = useRef(false);

  const reveal = useCallback(
    (row: number) => {
      const element = scroller.current;
      if (element === null || row < 0) return;
      const to = scrollToRow(
        { count, rowHeight, viewport: element.clientHeight },
        row,
        element.scrollTop,
      );
      if (to !== null) element.scrollTop = to;
    },
    [count, rowHeight],
  );

  // The current step stays in sight while the run plays or is stepped.
  useEffect(() => reveal(currentRow), [currentRow, reveal]);
  useEffect(() => {
    if (!focusWanted.current) return;
    const row = scroller.current?.querySelector<HTMLElement>('tr[tabindex="0"]');
    if (row == null) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  });

  function chooseRow(row: number): void {
    const kept = Math.max(0, Math.min(count - 1, row));
    const index = eventAt(kept);
    if (index < 0) return;
    focusWanted.current = true;
    reveal(kept);
    actions.select({ kind: "event", index });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const row = Number(target.closest("tr")?.dataset.row ?? Number.NaN);
    if (Number.isNaN(row) || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(viewport / rowHeight) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: row + 1,
      ArrowUp: row - 1,
      PageDown: row + page,
      PageUp: row - page,
      Home: 0,
      End: count - 1,
    };
    const to = moves[event.key];
    const index = eventAt(row);
    const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    if (to !== undefined && !event.shiftKey) chooseRow(to);
    else if (event.key === "Enter" && target.tagName === "TR") actions.goTo(index);
    else if (isMenu) setMenu({ index, anchor: target.closest("tr") ?? target });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={styles.view}>
      <FilterBar
        filter={filter}
        onChange={setFilter}
        shownCount={count}
        totalCount={run.length}
        isSearching={isSearching}
      />
      <div ref={scroller} className={styles.scroll}>
        <table className={styles.table} aria-rowcount={count + 1}>
          <caption className="visually-hidden">
            Événements du parcours, {countOf(count, "ligne")}. Flèches haut et bas&nbsp;: choisir.
            Entrée&nbsp;: aller à ce pas. Touche Menu&nbsp;: pannes à cet événement.
          </caption>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" className={styles.step}>
                pas
              </th>
              <th scope="col" className={styles.time}>
                temps
              </th>
              <th scope="col" className={styles.node}>
                nœud
              </th>
              <th scope="col" className={styles.kind}>
                <span className={styles.word}>genre</span>
              </th>
              <th scope="col" className={styles.sentence}>
                phrase
              </th>
              <th scope="col" className={styles.subject}>
                {card.subjectTitle.toLocaleLowerCase("fr")}
              </th>
              <th scope="col" className={styles.more}>
                <span className="visually-hidden">actions</span>
              </th>
            </tr>
          </thead>
          {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: the rows inside take the focus and hear the keys here */}
          <tbody onKeyDown={onKeyDown}>
            {shown.before > 0 && (
              <tr style={{ height: shown.before }}>
                <td />
              </tr>
            )}
            {Array.from({ length: shown.to - shown.from }, (_, i) => {
              const row = shown.from + i;
              const index = eventAt(row);
              return (
                <EventRow
                  key={index}
                  row={row}
                  index={index}
                  log={run.log}
                  card={card}
                  isCurrent={index === playhead}
                  isPast={index < playhead}
                  isChosen={index === chosen}
                  isTabStop={row === tabRow}
                  onMenu={(anchor) => setMenu({ index, anchor })}
                />
              );
            })}
            {shown.after > 0 && (
              <tr style={{ height: shown.after }}>
                <td />
              </tr>
            )}
          </tbody>
        </table>
        {count === 0 && (
          <p className={styles.none}>
            {run.length === 0
              ? "Rien ne s’est encore passé."
              : isSearching
                ? "Recherche en cours."
                : "Aucun pas ne correspond. Élargissez le filtre."}
          </p>
        )}
      </div>
      <RowMenu
        index={menu?.index ?? -1}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(null)}
      />
    </div>
  );
}
