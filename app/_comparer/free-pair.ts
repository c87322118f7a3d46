/**
 * A comparison that nobody prepared: any two setups, of one scenario or of two. Its names come from what
 * differs: the scenario, the variant, the seed, else the faults.
 */
import { type Setup, worldKey } from "@/app/_lab/document.ts";
import { comparisons } from "@/scenarios/comparisons.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { otherSide, type PairCard, type SideIndex } from "@/simulator/vocabulary/pair.ts";

type Cards = readonly [ScenarioCard, ScenarioCard];
type Setups = readonly [Setup, Setup];

const upper = (text: string): string => text.charAt(0).toLocaleUpperCase("fr") + text.slice(1);

type Names = Pick<PairCard, "counterparts"> & Required<Pick<PairCard, "operations">>;
const flipped = (pairs: Names["counterparts"]): Names["counterparts"] =>
  pairs.map(([left, right]) => [right, left]);

/** What stands for what, as a prepared pair of the same two scenarios says. */
function namesOf([left, right]: Cards): Names {
  for (const { sides, counterparts, operations = [] } of comparisons) {
    const [a, b] = sides.map(({ scenario }) => scenario);
    if (a === left.id && b === right.id) return { counterparts, operations };
    if (a === right.id && b === left.id)
      return { counterparts: flipped(counterparts), operations: flipped(operations) };
  }
  return { counterparts: [], operations: [] };
}

const variantTitle = (card: ScenarioCard, setup: Setup): string =>
  card.variants.find(({ id }) => id === setup.variant)?.title ?? setup.variant;

function sideTitle(cards: Cards, setups: Setups, side: SideIndex): string {
  const [own, other] = [cards[side], cards[otherSide(side)]];
  const [setup, beside] = [setups[side], setups[otherSide(side)]];
  if (own.id !== other.id) return own.title;
  if (setup.variant !== beside.variant) return upper(variantTitle(own, setup));
  if (setup.seed !== beside.seed) return `Graine ${setup.seed}`;
  if (worldKey(setup) !== worldKey(beside))
    return side === 0 ? "Réglages de gauche" : "Réglages de droite";
  const count = setup.faults.filter(({ isEnabled }) => isEnabled).length;
  return count === 0 ? "Sans panne" : count === 1 ? "Avec une panne" : `Avec ${count} pannes`;
}

export function freePair(cards: Cards, setups: Setups): PairCard {
  const titles = ([0, 1] as const).map((side) => sideTitle(cards, setups, side)) as [
    string,
    string,
  ];
  const [left, right] = cards;
  const names = titles[0] === titles[1] ? (["À gauche", "À droite"] as const) : titles;
  return {
    id: "libre",
    title:
      left.id === right.id
        ? `${left.title} : ${names.map((name) => name.toLocaleLowerCase("fr")).join(" ∥ ")}`
        : names.join(" ∥ "),
    summary: "Deux parcours choisis, sous une seule horloge.",
    sides: [
      { scenario: left.id, variant: setups[0].variant, parameters: {}, title: names[0] },
      { scenario: right.id, variant: setups[1].variant, parameters: {}, title: names[1] },
    ],
    ...namesOf(cards),
    sharedParameters: "all",
    seed: setups[0].seed,
  };
}
