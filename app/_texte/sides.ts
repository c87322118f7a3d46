/**
 * One side of a cut in words: nodes by their names, a crowd by its groups and its regions.
 *
 * « Magasin 4 » rather than its seven registers, « la région Nord » rather than its twenty stores.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { NodeGroup } from "../../simulator/vocabulary/crowd.ts";
import { enumerate } from "./grammar.ts";
import { nodeNamed, nodeTitle } from "./names.ts";
import { formatCount } from "./numbers.ts";

/** This many names are still a list that one reads. */
const LISTED_MAX = 3;

interface Words {
  readonly node: (id: string) => string;
  readonly group: (group: NodeGroup) => string;
  readonly region: (rank: number) => string;
}

/** The groups that these nodes make up, none in part; null when they do not. */
function wholeGroups(
  groups: readonly NodeGroup[],
  side: ReadonlySet<string>,
): readonly NodeGroup[] | null {
  const touched = groups.filter(({ members }) => members.some((id) => side.has(id)));
  const count = touched.reduce((sum, { members }) => sum + members.length, 0);
  return touched.length > 0 && count === side.size ? touched : null;
}

function sideText(card: ScenarioCard, side: readonly string[], words: Words): string {
  const { groups = [], crowd } = card;
  const whole = side.length > 1 ? wholeGroups(groups, new Set(side)) : null;
  if (whole === null || crowd === undefined) {
    return groups.length === 0 || side.length <= LISTED_MAX
      ? enumerate(side.map(words.node))
      : `${formatCount(side.length)} nœuds`;
  }
  const regions = [...new Set(whole.map(({ region }) => region))];
  const isRegions = groups.filter(({ region }) => regions.includes(region)).length === whole.length;
  if (isRegions && regions.length < crowd.regions.length && whole.length > 1) {
    return enumerate(regions.map(words.region));
  }
  return whole.length <= LISTED_MAX
    ? enumerate(whole.map(words.group))
    : crowd.groupsCounted.replace("{count}", formatCount(whole.length));
}

/** As a track writes it: « Siège », « Magasin 4 », « Nord ». */
export const sideTitle = (card: ScenarioCard, side: readonly string[]): string =>
  sideText(card, side, {
    node: (id) => nodeTitle(card, id),
    group: ({ title }) => title,
    region: (rank) => card.crowd?.regions[rank]?.title ?? "",
  });

/** Inside a sentence: « le siège », « le magasin 4 », « la région Nord ». */
export const sideNamed = (card: ScenarioCard, side: readonly string[]): string =>
  sideText(card, side, {
    node: (id) => nodeNamed(card, id),
    group: ({ named }) => named,
    region: (rank) => card.crowd?.regions[rank]?.named ?? "",
  });
