/**
 * Everything seen in a comparison, as the fragment of an address: both setups, the place, the view.
 *
 *     #v=1&g.variante=publiee&g.graine=42&d.variante=corrigee&d.graine=42&pas=74.121&vue=table
 *
 * What comes from outside is never trusted: reading keeps the valid parts and says what is wrong.
 */
import { encodeSide, SIDE_KEYS } from "@/app/_lab/compare-link.ts";
import type { Setup } from "@/app/_lab/document.ts";
import { decodeSetup, LINK_BYTES_MAX, LINK_VERSION, splitPairs } from "@/app/_lab/link.ts";
import { formatStamp, parseStamp, type Stamp } from "@/app/_lab/stamp.ts";
import { quoted } from "@/app/_texte/typography.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";
import { type Place, START } from "./merged-steps.ts";
import { PANELS, type Panel, type Scope } from "./pair-state.ts";
import { PANE_VIEWS, type PaneView } from "./pane-views.ts";

/** Two setups, each as long as a laboratory's link may be. */
export const PAIR_LINK_BYTES_MAX = 2 * LINK_BYTES_MAX;

export interface PairLink {
  readonly setups: readonly [Setup, Setup];
  readonly place: Place;
  readonly view: PaneView;
  readonly panel: Panel;
  readonly scope: Scope;
  readonly stamps: readonly [Stamp | null, Stamp | null];
}

export type PairReading =
  | { readonly kind: "empty" }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "read"; readonly link: PairLink; readonly problems: readonly string[] };

type Pairs = readonly (readonly [string, string])[];
type Cards = readonly [ScenarioCard, ScenarioCard];

/** The fragment, without `#`. `withLabs`: the page does not say which laboratories they are. */
export function encodePairLink(cards: Cards, link: PairLink, withLabs: boolean): string {
  const { setups, place, view, panel, scope, stamps } = link;
  const parts = [
    `v=${LINK_VERSION}`,
    ...([0, 1] as const).map((side) =>
      encodeSide(side, { card: cards[side], setup: setups[side] }, withLabs),
    ),
    `pas=${place[0] + 1}.${place[1] + 1}`,
  ];
  if (view !== "graphe") parts.push(`vue=${view}`);
  if (panel !== "compteurs") parts.push(`volet=${panel}`);
  if (scope !== "both") parts.push("pannes=ici");
  for (const [side, stamp] of stamps.entries())
    if (stamp !== null) parts.push(`${SIDE_KEYS[side]}empreinte=${formatStamp(stamp)}`);
  return parts.join("&");
}

const refused = (message: string): PairReading => ({ kind: "refused", message });
const START_STATE = "La comparaison est à son état de départ.";
const left = (what: string): string => `${what} Cette partie du lien est laissée de côté.`;

const SIDE_KEY = /^(?:labo|variante|graine|budget|p\..+|f\d{1,4}(?:-off)?|empreinte)$/;
const OWN_KEY = /^(?:v|pas|vue|volet|pannes)$/;

/** The parts of a fragment, or why it cannot be read at all. */
export function readParts(fragment: string): Pairs | string | null {
  const text = fragment.startsWith("#") ? fragment.slice(1) : fragment;
  if (text === "" || text === "contenu") return null;
  if (text.length > PAIR_LINK_BYTES_MAX)
    return `Ce lien dépasse 16\u202Fko\u00a0: il n’est pas lu. ${START_STATE}`;
  const pairs = splitPairs(text);
  const version = pairs?.find(([key]) => key === "v")?.[1];
  if (pairs === null || version === undefined)
    return `Ce lien est mal formé\u00a0: il n’est pas lu. ${START_STATE}`;
  if (version !== String(LINK_VERSION))
    return `Ce lien vient d’une autre version\u00a0: il n’est pas lu. ${START_STATE}`;
  return pairs;
}

export const partOf = (pairs: Pairs, name: string): string | undefined =>
  pairs.find(([key]) => key === name)?.[1];

const sideParts = (pairs: Pairs, side: SideIndex): Pairs =>
  pairs
    .filter(([key]) => key.startsWith(SIDE_KEYS[side]))
    .map(([key, value]) => [key.slice(SIDE_KEYS[side].length), value] as const);

function readPlace(text: string | undefined, problems: string[]): Place {
  if (text === undefined) return START;
  const shape = /^(\d{1,9})\.(\d{1,9})$/.exec(text);
  if (shape !== null) return [Number(shape[1]) - 1, Number(shape[2]) - 1];
  problems.push(left(`${quoted(text.slice(0, 20))} n’est pas un couple de pas.`));
  return START;
}

/** One of the known words, else the first of them and a sentence. */
function readWord<Word extends string>(
  text: string | undefined,
  { words, name }: { readonly words: readonly [Word, ...Word[]]; readonly name: string },
  problems: string[],
): Word {
  if (text === undefined) return words[0];
  const found = words.find((word) => word === text);
  if (found === undefined) problems.push(left(`${name}\u00a0: ${quoted(text.slice(0, 20))}.`));
  return found ?? words[0];
}

interface ReadOptions {
  readonly cards: Cards;
  /** The setups of the pair, for a side of which the link says nothing. */
  readonly setups: readonly [Setup, Setup];
}

/** Reads a fragment (with or without `#`). Never throws. */
export function decodePairLink({ cards, setups }: ReadOptions, fragment: string): PairReading {
  const pairs = readParts(fragment);
  if (pairs === null) return { kind: "empty" };
  if (typeof pairs === "string") return refused(pairs);
  const problems: string[] = [];
  const sideSetup = (side: SideIndex): Setup => {
    const own = sideParts(pairs, side);
    for (const [key] of own)
      if (!SIDE_KEY.test(key))
        problems.push(left(`${quoted(key.slice(0, 40))} n’est pas connu ici.`));
    return own.some(([key]) => key !== "labo" && key !== "empreinte")
      ? decodeSetup(cards[side], own, problems)
      : setups[side];
  };
  const both = [sideSetup(0), sideSetup(1)] as const;
  const stampOf = (side: SideIndex): Stamp | null => {
    const text = partOf(pairs, `${SIDE_KEYS[side]}empreinte`);
    return text === undefined ? null : parseStamp(text);
  };
  for (const [key] of pairs)
    if (!OWN_KEY.test(key) && !SIDE_KEYS.some((start) => key.startsWith(start)))
      problems.push(left(`${quoted(key.slice(0, 40))} n’est pas connu ici.`));
  const link: PairLink = {
    setups: both,
    place: readPlace(partOf(pairs, "pas"), problems),
    view: readWord(partOf(pairs, "vue"), { words: PANE_VIEWS, name: "Vue inconnue" }, problems),
    panel: readWord(partOf(pairs, "volet"), { words: PANELS, name: "Volet inconnu" }, problems),
    scope:
      readWord(
        partOf(pairs, "pannes"),
        { words: ["partout", "ici"], name: "Portée des pannes inconnue" },
        problems,
      ) === "ici"
        ? "here"
        : "both",
    stamps: [stampOf(0), stampOf(1)],
  };
  return { kind: "read", link, problems: problems.slice(0, 5) };
}
