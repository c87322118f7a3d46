/** Bases and tables with their rows and what changed; choosing one shows it whole. */
"use client";
import { useSlot } from "@/app/_lab/hooks.ts";
import { nodeStatusLabels, placeLabels } from "@/app/_texte/labels.ts";
import { countOf, formatCount } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { VisuallyHidden } from "@/app/_ui/VisuallyHidden.tsx";
import type { TableOwner } from "./catalogue.ts";
import styles from "./TableList.module.css";
import type { TableAt } from "./tables-at.ts";

interface TableListProps {
  readonly owners: readonly TableOwner[];
  readonly tables: ReadonlyMap<string, TableAt>;
  readonly chosen: string | null;
  readonly onChoose: (table: string | null) => void;
}

function OwnerName({ owner }: { readonly owner: TableOwner }) {
  const status = useSlot(`node/${owner.node.id}/status`);
  const label =
    status === undefined || status === "up"
      ? null
      : nodeStatusLabels[status as keyof typeof nodeStatusLabels];
  return (
    <h3 className={styles.owner}>
      <Sign name={placeLabels[owner.node.place].sign} />
      <span>{owner.node.title}</span>
      {label && (
        <span className={`tone-${label.tone}`}>
          <Sign name={label.sign} title={label.word} />
        </span>
      )}
    </h3>
  );
}

export function TableList({ owners, tables, chosen, onChoose }: TableListProps) {
  return (
    <nav className={styles.list} aria-label="Tables">
      <button
        type="button"
        className={cx(styles.item, styles.all)}
        aria-pressed={chosen === null}
        onClick={() => onChoose(null)}
      >
        Toutes les tables
      </button>
      {owners.map((owner) => (
        <section key={owner.node.id} className={styles.group}>
          <OwnerName owner={owner} />
          <ul className={styles.names}>
            {owner.tables.map((spec) => {
              const table = tables.get(spec.id);
              const changed = table?.changedCount ?? 0;
              return (
                <li key={spec.id}>
                  <button
                    type="button"
                    className={styles.item}
                    aria-pressed={chosen === spec.id}
                    onClick={() => onChoose(chosen === spec.id ? null : spec.id)}
                  >
                    <span className={styles.name}>{spec.name}</span>
                    {changed > 0 && (
                      <span className={styles.delta}>
                        <span aria-hidden="true">Δ {formatCount(changed)}</span>
                        <VisuallyHidden>
                          {countOf(changed, "ligne changée", "lignes changées")},{" "}
                        </VisuallyHidden>
                      </span>
                    )}
                    <span className={styles.count}>
                      {formatCount(table?.rowCount ?? 0)}
                      <VisuallyHidden>
                        {" "}
                        {(table?.rowCount ?? 0) < 2 ? "ligne" : "lignes"}
                      </VisuallyHidden>
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </nav>
  );
}
