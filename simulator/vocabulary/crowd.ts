/**
 * Crowds: nodes that parameters make by the dozen, in groups: the registers of eighty stores.
 *
 * A card draws a few of them one by one. When the parameters of a run make more, `cardFor` gives the card
 * of that very world: every node, link and database by its name, and the groups they stand in. Whatever
 * reads a card (names, faults, databases) then knows them all. Pure; cards stay plain data.
 */
import type { DatabaseCard, LinkCard, NodeCard, ScenarioCard } from "./card.ts";
import type { Parameters } from "./parameters.ts";

/** In its texts `{group}` and `{member}` are ranks from 1, `{letter}` is A, B, C… */
export interface CrowdCard {
  /** Parameters that count the groups, the members of each, and the first groups that have one more. */
  readonly groups: string;
  readonly members: string;
  readonly larger: string;
  /** « Magasin {group} », « le magasin {group} ». */
  readonly group: { readonly id: string; readonly title: string; readonly named: string };
  /** « {count} caisses » of a group, « {count} magasins ». */
  readonly counted: string;
  readonly groupsCounted: string;
  readonly member: NodeCard;
  readonly database: DatabaseCard;
  /** Every member is linked to this node, and to the others of its group. */
  readonly hub: string;
  /** Memory of a member that counts what it has not sent yet, and how a reader calls it. */
  readonly unsent: { readonly key: string; readonly title: string };
  /** Equal shares of the groups, in order. `named` with its article: « la région Nord ». */
  readonly regions: readonly { readonly title: string; readonly named: string }[];
}

/** Nodes that stand together on the stage, and open on demand. */
export interface NodeGroup {
  readonly id: string;
  readonly title: string;
  readonly named: string;
  readonly counted: string;
  /** Rank of its region among those of the crowd. */
  readonly region: number;
  /** Nodes, in order. */
  readonly members: readonly string[];
}

const countOf = (parameters: Parameters, id: string): number => {
  const value = parameters[id];
  return typeof value === "number" ? value : 0;
};

type Rank = Readonly<Record<string, string>>;

const filled = (text: string, rank: Rank): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => rank[name] ?? whole);

/** The same card with its ranks in place of the names that stand for them. */
const instance = <T>(template: T, rank: Rank): T =>
  JSON.parse(filled(JSON.stringify(template), rank)) as T;

const rankOf = (group: number, member: number): Rank => ({
  ...{ group: String(group), member: String(member) },
  letter: String.fromCharCode(64 + member),
});

interface Crowd {
  readonly groups: readonly NodeGroup[];
  readonly nodes: readonly NodeCard[];
  readonly links: readonly LinkCard[];
  readonly databases: readonly DatabaseCard[];
}

function crowdOf(crowd: CrowdCard, parameters: Parameters): Crowd {
  const count = countOf(parameters, crowd.groups);
  const perRegion = Math.max(1, Math.ceil(count / Math.max(1, crowd.regions.length)));
  const groups: NodeGroup[] = [];
  const nodes: NodeCard[] = [];
  const links: LinkCard[] = [];
  const databases: DatabaseCard[] = [];
  for (let i = 0; i < count; i++) {
    const size =
      countOf(parameters, crowd.members) + (i < countOf(parameters, crowd.larger) ? 1 : 0);
    const ranks = Array.from({ length: size }, (_, member) => rankOf(i + 1, member + 1));
    const members = ranks.map((rank) => filled(crowd.member.id, rank));
    groups.push({
      ...instance(crowd.group, { group: String(i + 1) }),
      counted: filled(crowd.counted, { count: String(size) }),
      region: Math.floor(i / perRegion),
      members,
    });
    nodes.push(...ranks.map((rank) => instance(crowd.member, rank)));
    databases.push(...ranks.map((rank) => instance(crowd.database, rank)));
    members.forEach((a, rank) => {
      links.push({ a, b: crowd.hub }, ...members.slice(rank + 1).map((b) => ({ a, b })));
    });
  }
  return { groups, nodes, links, databases };
}

const known = new WeakMap<ScenarioCard, Map<string, ScenarioCard>>();

/** The card of the world that these parameters make: the card itself when it draws every node already. */
export function cardFor(card: ScenarioCard, parameters: Parameters): ScenarioCard {
  const { crowd } = card;
  if (crowd === undefined) return card;
  const key = [crowd.groups, crowd.members, crowd.larger]
    .map((id) => countOf(parameters, id))
    .join();
  const worlds = known.get(card) ?? new Map<string, ScenarioCard>();
  known.set(card, worlds);
  const found = worlds.get(key) ?? peopled(card, crowdOf(crowd, parameters));
  worlds.set(key, found);
  return found;
}

function peopled(card: ScenarioCard, crowd: Crowd): ScenarioCard {
  const drawn = new Set(card.nodes.map(({ id }) => id));
  const nodes = crowd.nodes.filter(({ id }) => !drawn.has(id));
  if (nodes.length === 0) return card;
  const bases = new Set(card.databases.map(({ id }) => id));
  const links = new Set(card.links.map(({ a, b }) => `${a} ${b}`));
  return {
    ...card,
    nodes: [...card.nodes, ...nodes],
    links: [
      ...card.links,
      ...crowd.links.filter(({ a, b }) => !links.has(`${a} ${b}`) && !links.has(`${b} ${a}`)),
    ],
    databases: [...card.databases, ...crowd.databases.filter(({ id }) => !bases.has(id))],
    groups: crowd.groups,
  };
}

const casts = new WeakMap<ScenarioCard, Map<string, ScenarioCard>>();

/**
 * The card with the nodes that a view of lanes or of tables can show at once: all of them, or in a crowded
 * world those that stand alone and one group, that of `node` (the first one when it has none).
 */
export function castFor(card: ScenarioCard, node: string | null): ScenarioCard {
  const { groups } = card;
  if (groups === undefined) return card;
  const group = groups.find(({ members }) => node !== null && members.includes(node)) ?? groups[0];
  const known = casts.get(card) ?? new Map<string, ScenarioCard>();
  casts.set(card, known);
  const id = group?.id ?? "";
  const found = known.get(id) ?? narrowed(card, groups, group);
  known.set(id, found);
  return found;
}

function narrowed(
  card: ScenarioCard,
  groups: readonly NodeGroup[],
  kept: NodeGroup | undefined,
): ScenarioCard {
  const hidden = new Set(
    groups.filter((group) => group !== kept).flatMap(({ members }) => members),
  );
  return {
    ...card,
    nodes: card.nodes.filter(({ id }) => !hidden.has(id)),
    links: card.links.filter(({ a, b }) => !hidden.has(a) && !hidden.has(b)),
    databases: card.databases.filter(({ node }) => !hidden.has(node)),
  };
}
