/**
 * The words that a study may use beyond Markdown, bound to one scenario's card.
 *
 * Runs on the server: looks prepared faults up in the card and hands plain setups to the page, so that
 * the card itself never weighs on a study. A fault is named by the defect that it exposes or by its id.
 */
import type { ReactNode } from "react";
import { cards } from "@/scenarios/cards.ts";
import type { IncidentCard, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import {
  formatParameter,
  type ParameterValue,
  parseParameter,
} from "@/simulator/vocabulary/parameters.ts";
import { comparisonHref, type StudySetup } from "../_etude/setup.ts";
import { Campagne } from "../_mdx/Campagne.tsx";
import { Constat } from "../_mdx/Constat.tsx";
import { Courbe } from "../_mdx/Courbe.tsx";
import { Defi } from "../_mdx/Defi.tsx";
import { Flag, StateLink } from "../_mdx/Flag.tsx";
import { type LittleFigures, type MeasureColumn, Mesures } from "../_mdx/Mesures.tsx";
import { type BetOption, Pari } from "../_mdx/Pari.tsx";
import { Question } from "../_mdx/Question.tsx";
import { Reglage } from "../_mdx/Reglage.tsx";
import { Retenir } from "../_mdx/Retenir.tsx";
import { studySections } from "../_mdx/sections.ts";
import { Tableau } from "../_mdx/Tableau.tsx";
import { Ticket } from "../_mdx/Ticket.tsx";
import { countOf } from "../_texte/numbers.ts";
import { typeset } from "../_texte/typography.ts";
import styles from "./StudyWords.module.css";

/** How a study names a run. */
interface RunName {
  /** Another scenario than the study's. */
  readonly scenario?: string;
  readonly defaut?: number;
  readonly incident?: string;
  readonly variante?: string;
  /** The same world without the fault. */
  readonly sansPanne?: boolean;
  /** Settings beside those of the incident, as the laboratory writes them. */
  readonly reglages?: Readonly<Record<string, string>>;
}

/** Where a word points in a run. */
interface PlaceName {
  readonly ou: string;
  /** The view to see it in, when the one that the reader has would not show it. */
  readonly vue?: "temps" | "bases" | "code";
}

function incidentOf(card: ScenarioCard, { defaut, incident }: RunName): IncidentCard | undefined {
  return card.incidents.find((known) =>
    incident === undefined ? known.defect === defaut : known.id === incident,
  );
}

const textsOf = (values: Readonly<Record<string, ParameterValue>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, formatParameter(value)]));

const cardOf = (own: ScenarioCard, scenario: string | undefined): ScenarioCard =>
  scenario === undefined ? own : (cards.find((known) => known.id === scenario) ?? own);

/** The setup of a named run. An unknown name is the default world: tests refuse it. */
export function setupOf(own: ScenarioCard, name: RunName): StudySetup {
  const card = cardOf(own, name.scenario);
  const incident = incidentOf(card, name);
  return {
    scenario: card.id,
    variant: name.variante ?? incident?.variant ?? card.defaultVariant,
    seed: incident?.seed ?? card.defaultSeed,
    parameters: { ...textsOf(incident?.parameters ?? {}), ...name.reglages },
    faults: name.sansPanne ? [] : (incident?.faults ?? []),
  };
}

/** A duration of a card, seconds: the text given, else the default. */
function durationOf(card: ScenarioCard, id: string | undefined, text: string | undefined): number {
  const parameter = card.parameters.find((known) => known.id === id);
  if (parameter?.kind !== "duration") return Number.NaN;
  const parsed = text === undefined ? null : parseParameter(parameter, text);
  return (parsed?.kind === "ok" ? Number(parsed.value) : parameter.default) / 1_000_000;
}

interface SectionProps {
  readonly id: string;
  readonly titre?: string;
  readonly children: ReactNode;
}

function Section({ id, titre, children }: SectionProps) {
  const section = studySections.find((known) => known.id === id);
  return (
    <section id={id} className={styles.section} aria-labelledby={`${id}-titre`}>
      <h2 id={`${id}-titre`}>
        {section?.number !== null && section !== undefined && (
          <span className={styles.number} aria-hidden="true">
            {section.number}
          </span>
        )}
        {titre ?? section?.title}
      </h2>
      {children}
    </section>
  );
}

function Refutation({ children }: { readonly children: ReactNode }) {
  return <div className={styles.refutation}>{children}</div>;
}

function Ancre({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return <h3 id={id}>{children}</h3>;
}

const budget = (faultsMax: number, parametersMax: number): string =>
  [
    faultsMax === 0 ? "aucune panne" : `au plus ${countOf(faultsMax, "panne")}`,
    parametersMax === 0
      ? "aucun réglage changé"
      : `au plus ${countOf(parametersMax, "réglage changé", "réglages changés")}`,
  ].join(", ");

/** The components of a study about this scenario. */
export function studyWords(card: ScenarioCard) {
  const setup = (name: RunName): StudySetup => setupOf(card, name);
  return {
    Section,
    Refutation,
    Ancre,
    Retenir,
    Question,
    Pas: ({ ou, vue, titre, ...run }: RunName & PlaceName & { readonly titre: string }) => (
      <Flag setup={setup(run)} marker={ou} view={vue} title={typeset(titre)} />
    ),
    Etat: ({
      ou,
      vue,
      coche,
      bouton,
      children,
      ...run
    }: RunName &
      PlaceName & {
        readonly coche?: string;
        readonly bouton?: boolean;
        readonly children: ReactNode;
      }) => (
      <StateLink setup={setup(run)} marker={ou} view={vue} passes={coche} isButton={bouton}>
        {children}
      </StateLink>
    ),
    Pari: ({
      ou,
      constat,
      ...rest
    }: RunName & {
      readonly id: string;
      readonly question: string;
      readonly options: readonly BetOption[];
      readonly constat: string;
      readonly ou: string;
    }) => (
      <Pari
        id={rest.id}
        question={rest.question}
        options={rest.options}
        fact={constat}
        setup={setup(rest)}
        marker={ou}
      />
    ),
    Constat: ({
      id,
      question,
      compte,
      ...run
    }: RunName & {
      readonly id: string;
      readonly question: string;
      readonly compte: string;
    }) => <Constat id={id} question={question} book={compte} setup={setup(run)} />,
    Tableau: ({
      legende,
      scenarios = [card.id],
      ...run
    }: RunName & { readonly legende: string; readonly scenarios?: readonly string[] }) => (
      <Tableau
        caption={typeset(legende)}
        subjectTitle={card.subjectTitle}
        machineTitle={card.machines[0]?.title ?? ""}
        books={(card.books ?? []).map(({ id, title }) => ({ id, title }))}
        rows={scenarios.flatMap((scenario) => {
          const { title, variants } = cardOf(card, scenario);
          return variants.map((variant) => ({
            title: scenarios.length === 1 ? variant.title : `${title}, ${variant.title}`,
            setup: setup({ ...run, scenario, variante: variant.id }),
          }));
        })}
      />
    ),
    Campagne: ({
      legende,
      reglages,
      variantes,
    }: {
      readonly legende: string;
      readonly reglages: Readonly<Record<string, string>>;
      readonly variantes: readonly string[];
    }) => (
      <Campagne
        caption={typeset(legende)}
        rows={variantes.map((id) => ({
          title: card.variants.find((variant) => variant.id === id)?.title ?? id,
          setup: {
            scenario: card.id,
            variant: id,
            seed: card.defaultSeed,
            parameters: reglages,
            faults: [],
          },
        }))}
      />
    ),
    Mesures: ({
      legende,
      lignes,
      colonnes,
      little,
      reflexion,
      graines,
    }: {
      readonly legende: string;
      readonly lignes: readonly (RunName & { readonly titre: string })[];
      readonly colonnes: readonly MeasureColumn[];
      /** Absent: no column for Little’s law. */
      readonly little?: LittleFigures;
      /** Id of the parameter that is the think time; absent with it. */
      readonly reflexion?: string;
      readonly graines: number;
    }) => (
      <Mesures
        caption={typeset(legende)}
        columns={colonnes}
        little={little}
        seeds={graines}
        rows={lignes.map(({ titre, ...run }) => ({
          title: typeset(titre),
          setup: setup(run),
          thinkS: durationOf(
            cardOf(card, run.scenario),
            reflexion,
            run.reglages?.[reflexion ?? ""],
          ),
        }))}
      />
    ),
    Courbe: ({
      legende,
      abscisse,
      ordonnee,
      tailles,
      courbes,
    }: {
      readonly legende: string;
      readonly abscisse: string;
      readonly ordonnee: string;
      readonly tailles: readonly {
        readonly taille: number;
        readonly reglages: Readonly<Record<string, string>>;
      }[];
      readonly courbes: readonly {
        readonly titre: string;
        readonly variante: string;
        readonly mesure: string;
      }[];
    }) => (
      <Courbe
        caption={typeset(legende)}
        across={abscisse}
        up={ordonnee}
        sizes={tailles.map(({ taille }) => taille)}
        series={courbes.map(({ titre, variante, mesure }) => ({
          title: typeset(titre),
          figure: mesure,
          setups: tailles.map(({ reglages }) => setup({ variante, reglages, sansPanne: true })),
        }))}
      />
    ),
    Ticket: ({
      legende,
      sujet,
      ...run
    }: RunName & { readonly legende: string; readonly sujet?: string }) => (
      <Ticket caption={typeset(legende)} subject={sujet} setup={setup(run)} />
    ),
    Reglage: ({
      id,
      legende,
      depart,
      ou,
      colonnes,
      ...run
    }: RunName & {
      /** A parameter that is a number. */
      readonly id: string;
      readonly legende: string;
      readonly depart: number;
      /** Step at which the laboratory shows a place. */
      readonly ou: number;
      readonly colonnes: readonly MeasureColumn[];
    }) => {
      const parameter = cardOf(card, run.scenario).parameters.find((known) => known.id === id);
      if (parameter?.kind !== "count") return null;
      const { title, unit, min, max, step } = parameter;
      return (
        <Reglage
          caption={typeset(legende)}
          parameter={{ id, title: typeset(title), unit: typeset(unit), min, max, step }}
          start={depart}
          setup={setup(run)}
          columns={colonnes}
          step={ou}
        />
      );
    },
    Comparaison: ({
      paire,
      gauche,
      droite,
      children,
    }: {
      readonly paire: string;
      readonly gauche: RunName;
      readonly droite: RunName;
      readonly children: ReactNode;
    }) => <a href={comparisonHref(paire, [setup(gauche), setup(droite)])}>{children}</a>,
    Defi: ({
      id,
      but,
      rompt,
      variante,
      pannes,
      reglages,
      pour,
      demandes = [],
      scenario,
    }: {
      readonly id: string;
      readonly scenario?: string;
      readonly but: string;
      readonly rompt: string;
      readonly variante: string;
      readonly pannes: number;
      readonly reglages: number;
      readonly pour?: Readonly<Record<string, string>>;
      /** What is asked of the system at given instants, as the laboratory writes it: no faults of the reader’s. */
      readonly demandes?: readonly string[];
    }) => (
      <Defi
        id={id}
        goal={typeset(but)}
        claim={rompt}
        claimTitle={
          cardOf(card, scenario).claims.find((claim) => claim.id === rompt)?.title ?? rompt
        }
        variant={variante}
        variantTitle={
          cardOf(card, scenario).variants.find((known) => known.id === variante)?.title ?? variante
        }
        budget={budget(pannes, reglages)}
        faultsMax={pannes}
        parametersMax={reglages}
        setup={{
          scenario: cardOf(card, scenario).id,
          variant: variante,
          seed: cardOf(card, scenario).defaultSeed,
          parameters: pour ?? {},
          faults: demandes,
        }}
      />
    ),
  };
}
