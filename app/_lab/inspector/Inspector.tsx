/**
 * The inspector: what the reader looks at, at the playhead. Breadcrumb, name, state; five tabs; rows
 * grouped by what survives, with what changed at this step. The selection survives stepping.
 */
"use client";
import { useState } from "react";
import { useActions, useLab, useSelection, useSetup } from "@/app/_lab/hooks.ts";
import {
  AskAbout,
  ClockTab,
  CodePanel,
  FaultPanel,
  GuardOf,
  JournalTab,
  Machine,
  MessagesTab,
} from "@/app/_lab/shell/Views.tsx";
import type { InspectorTab, Selection } from "@/app/_lab/view.ts";
import { narrate } from "@/app/_texte/narration.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { Chip } from "@/app/_ui/Chip.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Tabs, tabPanelProps } from "@/app/_ui/Tabs.tsx";
import { requestsAbout } from "@/simulator/vocabulary/requests.ts";
import { type Heading, headingOf } from "./heading.ts";
import styles from "./Inspector.module.css";
import { KeyValues } from "./KeyValues.tsx";
import { changedCount, filterSections, type InspectSection, type Reading } from "./reading.ts";
import { useReading } from "./use-reading.ts";
import { useSections } from "./use-sections.ts";

const ID = "inspecteur";

function Head({ heading, selection }: HeadProps) {
  const { select } = useActions();
  return (
    <header className={styles.head}>
      <p className={styles.path}>{heading.path || "\u00a0"}</p>
      <div className={styles.name}>
        <h2>
          <Sign name={heading.sign} /> <span>{heading.title}</span>
        </h2>
        {heading.state !== null && (
          <Chip kind={{ ...heading.state, line: "solid" }} className={styles.state} />
        )}
        {selection !== null && (
          <button
            type="button"
            className={styles.leave}
            aria-label="Ne plus rien choisir"
            onClick={() => select(null)}
          >
            <Sign name="close" />
          </button>
        )}
      </div>
    </header>
  );
}

interface HeadProps {
  readonly heading: Heading;
  readonly selection: Selection | null;
}

/** What there is to look at before anything is chosen. */
function Nothing({ reading }: { readonly reading: Reading }) {
  const { card, log, playhead } = reading;
  return (
    <>
      {playhead >= 0 && <p className={styles.hint}>{narrate(log.event(playhead), card, log)}</p>}
      <p className={playhead >= 0 ? styles.aside : styles.hint}>
        Choisissez un nœud, un lien, un message ou un événement&nbsp;: il restera ici pendant que
        vous avancez.
      </p>
    </>
  );
}

interface CountProps {
  readonly sections: readonly InspectSection[];
  readonly selection: Selection | null;
}

function Count({ sections, selection }: CountProps) {
  const flagA = useLab((s) => s.view.flagA);
  const playhead = useLab((s) => s.view.playhead);
  const count = changedCount(sections);
  if (count === 0) return null;
  // An event says what it changed itself, wherever the playhead stands.
  if (selection?.kind === "event") return null;
  const words = count === 1 ? "1 changée" : `${count} changées`;
  return (
    <span className={styles.count}>
      {words} {flagA === null ? `au ${formatStep(playhead)}` : `depuis A, ${formatStep(flagA)}`}
    </span>
  );
}

interface StateTabProps {
  readonly reading: Reading;
  readonly selection: Selection | null;
  readonly sections: readonly InspectSection[];
  readonly filter: string;
}

function StateTab({ reading, selection, sections, filter }: StateTabProps) {
  const { faults } = useSetup();
  const placed =
    selection?.kind === "fault"
      ? faults.find((fault) => fault.intervention.id === selection.fault)
      : undefined;
  const shown = filterSections(sections, filter);
  return (
    <>
      {selection === null && <Nothing reading={reading} />}
      {selection?.kind === "subject" &&
        filter === "" &&
        reading.card.machines.map((machine) => (
          <Machine key={machine.id} machine={machine} subject={selection.subject} />
        ))}
      {selection?.kind === "subject" && filter === "" && requestsAbout(reading.card).length > 0 && (
        <AskAbout subject={selection.subject} />
      )}
      {selection?.kind === "node" && filter === "" && reading.card.guards !== undefined && (
        <GuardOf node={selection.node} />
      )}
      {placed !== undefined && <FaultPanel placed={placed} />}
      {selection?.kind === "fault" && placed === undefined && (
        <p className={styles.hint}>Cette panne a été retirée. Ctrl + Z la rend.</p>
      )}
      <KeyValues sections={shown} />
      {filter !== "" && shown.length === 0 && (
        <p className={styles.hint}>Aucune valeur ne contient « {filter} ».</p>
      )}
    </>
  );
}

/** A selection of another run may name what this one never had. */
function existing(reading: Reading, selection: Selection | null): Selection | null {
  if (selection?.kind === "event" && selection.index >= reading.log.length) return null;
  return selection;
}

export function Inspector() {
  const reading = useReading();
  const chosen = useSelection();
  const tab = useLab((s) => s.view.inspectorTab);
  const { showInspectorTab } = useActions();
  const { faults } = useSetup();
  const [filter, setFilter] = useState("");
  const selection = existing(reading, chosen);
  const fault =
    selection?.kind === "fault"
      ? (faults.find((f) => f.intervention.id === selection.fault)?.intervention ?? null)
      : null;
  const sections = useSections(reading, selection);
  const flying = reading.timeline.entries("message/").filter(([, value]) => {
    if (selection?.kind !== "node") return false;
    const message = value as { readonly from?: string; readonly to?: string };
    return message.from === selection.node || message.to === selection.node;
  }).length;
  const tabs: readonly {
    readonly id: InspectorTab;
    readonly label: string;
    readonly count?: number;
  }[] = [
    { id: "etat", label: "État" },
    { id: "messages", label: "Messages", ...(flying > 0 ? { count: flying } : {}) },
    { id: "horloge", label: "Horloge" },
    { id: "journal", label: "Journal" },
    { id: "code", label: "Code" },
  ];
  const part = { reading, selection, filter };
  return (
    <section className={styles.inspector} aria-label="Inspecteur">
      <Head heading={headingOf(reading, selection, fault)} selection={selection} />
      <Tabs
        label="Inspecteur"
        idBase={ID}
        items={tabs}
        value={tab}
        onChange={showInspectorTab}
        size="panel"
      />
      {tab !== "code" && (
        <div className={styles.filter}>
          <Sign name="search" />
          <input
            type="search"
            value={filter}
            placeholder="Filtrer"
            aria-label="Filtrer l’inspecteur"
            onChange={(event) => setFilter(event.target.value)}
            onKeyDown={(event) => {
              event.stopPropagation(); // what is typed here is never a command of the laboratory
              if (event.key === "Escape") setFilter("");
            }}
          />
          {tab === "etat" && <Count sections={sections} selection={selection} />}
        </div>
      )}
      <div {...tabPanelProps(ID, tab)} className={styles.body}>
        {tab === "etat" && <StateTab {...part} sections={sections} />}
        {tab === "messages" && <MessagesTab {...part} />}
        {tab === "horloge" && <ClockTab {...part} />}
        {tab === "journal" && <JournalTab {...part} />}
        {tab === "code" && <CodePanel size="pinned" />}
      </div>
    </section>
  );
}
