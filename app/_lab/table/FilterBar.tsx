/** Filters of the event table: node, order, kind, text. */
"use client";
import { useMemo } from "react";
import { useCard, useLab, useRunKey } from "@/app/_lab/hooks.ts";
import { countOf, formatCount } from "@/app/_texte/numbers.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import styles from "./EventTable.module.css";
import { isFiltering, KIND_GROUPS, NO_FILTER, subjectsOf, type TableFilter } from "./filter.ts";

interface FilterBarProps {
  readonly filter: TableFilter;
  readonly onChange: (filter: TableFilter) => void;
  readonly shownCount: number;
  readonly totalCount: number;
  readonly isSearching: boolean;
}

interface Choice {
  readonly id: string;
  readonly title: string;
}

function Select(props: {
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className={styles.choice}>
      <span className="visually-hidden">{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{props.all}</option>
        {props.choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.title}
          </option>
        ))}
      </select>
    </label>
  );
}

export function FilterBar(props: FilterBarProps) {
  const { filter, onChange, shownCount, totalCount, isSearching } = props;
  const card = useCard();
  const log = useLab((s) => s.run.log);
  const runKey = useRunKey();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object when it grows
  const subjects = useMemo(() => subjectsOf(log), [log, runKey]);
  const set = (change: Partial<TableFilter>): void => onChange({ ...filter, ...change });
  return (
    <search className={styles.filters}>
      <Select
        label="Nœud"
        all="Tous les nœuds"
        value={filter.node}
        choices={card.nodes.map(({ id, title }) => ({ id, title }))}
        onChange={(node) => set({ node })}
      />
      <Select
        label={card.subjectTitle}
        all={`Toute ${card.subjectTitle.toLocaleLowerCase("fr")}`}
        value={filter.subject}
        choices={subjects.map((id) => ({ id, title: `${card.subjectTitle} ${id}` }))}
        onChange={(subject) => set({ subject })}
      />
      <Select
        label="Genre"
        all="Tous les genres"
        value={filter.kind}
        choices={KIND_GROUPS.map(({ id, title }) => ({ id, title }))}
        onChange={(kind) => set({ kind })}
      />
      <label className={styles.text}>
        <Sign name="search" />
        <span className="visually-hidden">Texte cherché</span>
        <input
          type="search"
          value={filter.text}
          placeholder="Chercher un mot"
          onChange={(event) => set({ text: event.target.value })}
          onKeyDown={(event) => {
            event.stopPropagation(); // what is typed here is never a command of the laboratory
            if (event.key === "Escape") set({ text: "" });
          }}
        />
      </label>
      {isFiltering(filter) && (
        <Button sign="close" variant="quiet" onClick={() => onChange(NO_FILTER)}>
          Tout voir
        </Button>
      )}
      <p className={styles.count} role="status">
        {isFiltering(filter)
          ? `${formatCount(shownCount)} sur ${countOf(totalCount, "pas", "pas")}${isSearching ? "…" : ""}`
          : countOf(totalCount, "pas", "pas")}
      </p>
    </search>
  );
}
