/** A card of a crowded world names every node that the engine runs, and no other. */
import { expect, test } from "vitest";
import { card } from "../../scenarios/caisses/card.ts";
import { scenario } from "../../scenarios/caisses/scenario.ts";
import { checkFault } from "./check-fault.ts";
import { cardFor, castFor } from "./crowd.ts";
import { parseFault } from "./fault-text.ts";
import { defaultParameters, type Parameters } from "./parameters.ts";

const world = (changes: Parameters) => ({ ...defaultParameters(card.parameters), ...changes });
const CHAIN = world({ magasins: 80, "caisses-par-magasin": 6, "magasins-plus-grands": 20 });

test("the card that draws every node already is left as it is", () => {
  expect(cardFor(card, world({}))).toBe(card);
});

test("nodes and databases are those of the engine, one for one", () => {
  const crowded = cardFor(card, CHAIN);
  const assembly = scenario.variants.corrigee?.(CHAIN);
  const ids = (list: readonly { readonly id: string }[] = []) => list.map(({ id }) => id).sort();
  expect(ids(crowded.nodes)).toEqual(ids(assembly?.nodes));
  expect(ids(crowded.databases)).toEqual(ids(assembly?.databases));
  expect(crowded.nodes).toHaveLength(502);
});

test("groups hold each of the crowd once, in four regions of twenty", () => {
  const { groups = [] } = cardFor(card, CHAIN);
  const members = groups.flatMap((group) => group.members);
  expect(new Set(members).size).toBe(500);
  expect(groups.map(({ members: { length } }) => length)).toEqual([
    ...Array.from({ length: 20 }, () => 7),
    ...Array.from({ length: 60 }, () => 6),
  ]);
  expect([0, 1, 2, 3].map((rank) => groups.filter(({ region }) => region === rank).length)).toEqual(
    [20, 20, 20, 20],
  );
});

test("a fault may aim at any of them, in the world where they are", () => {
  const read = parseFault("partition:m80-c6|siege@10s+20s", "f1");
  if (read.kind === "error") throw new Error(read.message);
  expect(checkFault(cardFor(card, CHAIN), read.value).kind).toBe("ok");
  expect(checkFault(card, read.value).kind).toBe("error");
});

test("une vue de voies montre le siège, le contrôleur et un magasin : celui du nœud choisi", () => {
  const crowded = cardFor(card, CHAIN);
  const ids = castFor(crowded, "m40-c2").nodes.map(({ id }) => id);
  expect(ids).toEqual(["siege", "controleur", ...[1, 2, 3, 4, 5, 6].map((rank) => `m40-c${rank}`)]);
  expect(castFor(card, "m1-c1")).toBe(card);
});
