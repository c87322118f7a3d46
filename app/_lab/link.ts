/**
 * Everything seen, as the fragment of an address: readable, versioned, stamped with the run's digest.
 *
 *     #v=1&variante=publiee&graine=42&p.clients=4&f1=crash:orchestrateur@event:38+1.4s&pas=38
 *
 * Parameters that keep their default are left out; a fault keeps its id because the log names it.
 * What comes from outside is never trusted: reading keeps the valid parts and says what is wrong.
 */
import { quoted, typeset } from "@/app/_texte/typography.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { cardFor } from "@/simulator/vocabulary/crowd.ts";
import { formatFault, parseFault } from "@/simulator/vocabulary/fault-text.ts";
import type { FaultTarget } from "@/simulator/vocabulary/interventions.ts";
import {
  formatParameter,
  type ParameterValue,
  parseParameter,
} from "@/simulator/vocabulary/parameters.ts";
import { checkRequest } from "@/simulator/vocabulary/requests.ts";
import {
  defaultSetup,
  EVENTS_ASKED_MAX,
  FAULTS_MAX,
  type PlacedFault,
  type Setup,
} from "./document.ts";
import { formatSelection, parseSelection } from "./link-selection.ts";
import { formatStamp, parseStamp, type Stamp } from "./stamp.ts";
import { type Selection, VIEW_TABS, type ViewTab } from "./view.ts";

export const LINK_VERSION = 1;
export const LINK_BYTES_MAX = 8 * 1024;

export interface LinkView {
  readonly playhead: number;
  readonly tab: ViewTab;
  readonly selection: Selection | null;
  readonly flagA: number | null;
  readonly fog: string | null;
}

export interface LinkContent {
  readonly setup: Setup;
  readonly view: LinkView;
  readonly stamp: Stamp | null;
}

export type LinkReading =
  | { readonly kind: "empty" }
  /** Nothing of it can be used. */
  | { readonly kind: "refused"; readonly message: string }
  /** `problems`: French sentences about the parts left out. */
  | { readonly kind: "read"; readonly content: LinkContent; readonly problems: readonly string[] };

/** Only what a fragment must escape; the rest stays readable. */
const escapeValue = (text: string): string =>
  encodeURIComponent(text).replace(/%(3A|40|2B|2C|7C|2F|3B|3D|5B|5D)/g, (code) =>
    decodeURIComponent(code),
  );

/** The setup alone, without version: also how branches are stored. */
export function encodeSetup(card: ScenarioCard, setup: Setup): string {
  const base = defaultSetup(card);
  const parts = [`variante=${escapeValue(setup.variant)}`, `graine=${setup.seed}`];
  if (setup.eventsMax !== undefined) parts.push(`budget=${setup.eventsMax}`);
  for (const parameter of card.parameters) {
    const value = setup.parameters[parameter.id];
    if (value === undefined) continue;
    const text = formatParameter(value);
    if (text !== formatParameter(base.parameters[parameter.id] as ParameterValue)) {
      parts.push(`p.${parameter.id}=${escapeValue(text)}`);
    }
  }
  for (const { intervention, isEnabled } of setup.faults) {
    const key = isEnabled ? intervention.id : `${intervention.id}-off`;
    parts.push(`${key}=${escapeValue(formatFault(intervention))}`);
  }
  return parts.join("&");
}

/** The fragment, without `#`. */
export function encodeLink(card: ScenarioCard, { setup, view, stamp }: LinkContent): string {
  const parts = [`v=${LINK_VERSION}`, encodeSetup(card, setup), `pas=${view.playhead + 1}`];
  if (view.tab !== "graphe") parts.push(`vue=${view.tab}`);
  if (view.selection !== null) parts.push(`choix=${escapeValue(formatSelection(view.selection))}`);
  if (view.flagA !== null) parts.push(`a=${view.flagA + 1}`);
  if (view.fog !== null) parts.push(`brouillard=${escapeValue(view.fog)}`);
  if (stamp !== null) parts.push(`empreinte=${formatStamp(stamp)}`);
  return parts.join("&");
}

function readPairs(text: string): readonly (readonly [string, string])[] | null {
  const pairs: (readonly [string, string])[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    if (equals <= 0) return null;
    try {
      pairs.push([
        decodeURIComponent(part.slice(0, equals)),
        decodeURIComponent(part.slice(equals + 1)),
      ]);
    } catch {
      return null;
    }
  }
  return pairs;
}

/** Why this scenario has nothing of the kind, in French; null when it has. */
function targetProblem(card: ScenarioCard, target: FaultTarget, text: string): string | null {
  const isNode = (id: string): boolean => card.nodes.some((node) => node.id === id);
  const unknown = `La panne ${quoted(text.slice(0, 60))} vise un nœud inconnu ici.`;
  switch (target.kind) {
    case "node":
      return isNode(target.node) ? null : unknown;
    case "link":
      return [...target.from, ...target.to].every(isNode) ? null : unknown;
    case "message":
      return null;
    case "request": {
      const problem = checkRequest(card, target);
      return problem === null ? null : typeset(problem);
    }
  }
}

const left = (what: string): string => `${what} Cette partie du lien est laissée de côté.`;

/** Reads the parts of a setup; what is wrong keeps its default and adds a sentence to `problems`. */
export function decodeSetup(
  card: ScenarioCard,
  pairs: readonly (readonly [string, string])[],
  problems: string[],
): Setup {
  const base = defaultSetup(card);
  let { variant, seed, eventsMax } = base;
  const parameters: Record<string, ParameterValue> = { ...base.parameters };
  const faults: PlacedFault[] = [];
  const isFault = ([key]: readonly [string, string]): boolean => /^f\d/.test(key);
  // Faults last: what they aim at depends on the world that the parameters make.
  const ordered = [...pairs.filter((pair) => !isFault(pair)), ...pairs.filter(isFault)];
  for (const [key, value] of ordered) {
    if (key === "variante") {
      if (card.variants.some((known) => known.id === value)) variant = value;
      else problems.push(left(`Variante inconnue\u00a0: ${quoted(value.slice(0, 40))}.`));
    } else if (key === "graine") {
      if (/^\d{1,15}$/.test(value)) seed = Number(value);
      else problems.push(left("La graine est un entier positif."));
    } else if (key === "budget") {
      const asked = /^\d{1,9}$/.test(value) ? Number(value) : 0;
      if (asked >= 1 && asked <= EVENTS_ASKED_MAX) eventsMax = asked;
      else problems.push(left("Le budget d’événements n’est pas possible."));
    } else if (key.startsWith("p.")) {
      const parameter = card.parameters.find((known) => known.id === key.slice(2));
      const parsed = parameter === undefined ? null : parseParameter(parameter, value);
      if (parameter === undefined || parsed === null) {
        problems.push(left(`Réglage inconnu\u00a0: ${quoted(key.slice(2, 42))}.`));
      } else if (parsed.kind === "error") problems.push(left(parsed.message));
      else parameters[parameter.id] = parsed.value;
    } else {
      const shape = /^(f\d{1,4})(-off)?$/.exec(key);
      if (shape === null) continue;
      const id = shape[1] as string;
      const parsed = parseFault(value, id);
      const problem =
        parsed.kind === "error"
          ? parsed.message
          : targetProblem(cardFor(card, parameters), parsed.value.target, value);
      if (problem !== null || parsed.kind === "error") problems.push(left(problem ?? ""));
      else if (
        faults.length >= FAULTS_MAX ||
        faults.some((fault) => fault.intervention.id === id)
      ) {
        problems.push(left(`La panne ${quoted(id)} est de trop.`));
      } else faults.push({ intervention: parsed.value, isEnabled: shape[2] === undefined });
    }
  }
  return { variant, seed, parameters, faults, ...(eventsMax === undefined ? {} : { eventsMax }) };
}

const KNOWN_KEY =
  /^(?:v|variante|graine|budget|p\..+|f\d{1,4}(?:-off)?|pas|vue|choix|a|brouillard|empreinte)$/;

/** Reads a fragment (with or without `#`). Never throws. */
export function decodeLink(card: ScenarioCard, fragment: string): LinkReading {
  const text = fragment.startsWith("#") ? fragment.slice(1) : fragment;
  if (text === "" || text === "contenu") return { kind: "empty" };
  if (text.length > LINK_BYTES_MAX) {
    return {
      kind: "refused",
      message:
        "Ce lien dépasse 8\u202Fko\u00a0: il n’est pas lu. Le laboratoire est à son état de départ.",
    };
  }
  const pairs = readPairs(text);
  const version = pairs?.find(([key]) => key === "v")?.[1];
  if (pairs === null || version === undefined) {
    return {
      kind: "refused",
      message:
        "Ce lien est mal formé\u00a0: il n’est pas lu. Le laboratoire est à son état de départ.",
    };
  }
  if (version !== String(LINK_VERSION)) {
    return {
      kind: "refused",
      message:
        "Ce lien vient d’une autre version\u00a0: il n’est pas lu. Le laboratoire est à son état de départ.",
    };
  }
  const problems: string[] = [];
  const setup = decodeSetup(card, pairs, problems);
  const value = (name: string): string | undefined => pairs.find(([key]) => key === name)?.[1];
  const step = (name: string): number | null => {
    const found = value(name);
    if (found === undefined) return null;
    if (/^\d{1,9}$/.test(found)) return Number(found) - 1;
    problems.push(left(`${quoted(found.slice(0, 20))} n’est pas un pas.`));
    return null;
  };
  const tab = value("vue");
  const isTab = VIEW_TABS.some((known) => known === tab);
  if (tab !== undefined && !isTab) {
    problems.push(left(`Vue inconnue\u00a0: ${quoted(tab.slice(0, 20))}.`));
  }
  const selected = value("choix");
  const selection = selected === undefined ? null : parseSelection(selected);
  if (selected !== undefined && selection === null) {
    problems.push(left(`${quoted(selected.slice(0, 40))} ne désigne rien.`));
  }
  const fog = value("brouillard") ?? null;
  const { nodes } = cardFor(card, setup.parameters);
  const isFog = fog === null || nodes.some((node) => node.id === fog);
  if (!isFog) problems.push(left(`Nœud inconnu\u00a0: ${quoted(fog.slice(0, 40))}.`));
  for (const [key] of pairs) {
    if (!KNOWN_KEY.test(key)) {
      problems.push(left(`${quoted(key.slice(0, 40))} n’est pas connu ici.`));
    }
  }
  const stampText = value("empreinte");
  const stamp = stampText === undefined ? null : parseStamp(stampText);
  return {
    kind: "read",
    content: {
      setup,
      view: {
        playhead: step("pas") ?? -1,
        tab: isTab ? (tab as ViewTab) : "graphe",
        selection,
        flagA: step("a"),
        fog: isFog ? fog : null,
      },
      stamp,
    },
    problems: problems.slice(0, 5),
  };
}

export const splitPairs = readPairs;
