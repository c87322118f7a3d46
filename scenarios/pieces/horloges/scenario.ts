/** « Horloges logiques »: what each reading of a letter proves about four clocks. */
import { compareHybrid, compareVectors } from "../../../simulator/coordination.ts";
import { invariant, type Scenario, type Sighting } from "../../../simulator/scenario.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { correspond, type Letter, readLetter } from "./shops.services.ts";

/** What a shop writes down when it reads a letter. */
interface Reading {
  readonly sent: Letter;
  readonly read: Letter;
  readonly isRefused: boolean;
}

type Judged = { readonly isWrong: boolean; readonly text: string };

/** A promise about every letter read: how many broke it. */
const onEveryLetter = (id: string, unit: string, judge: (reading: Reading) => Judged) =>
  invariant(claimOf(card, id), () => {
    let count = 0;
    return {
      watches: ["record-changed"],
      initial: `0 ${unit}`,
      see(event): Sighting | null {
        if (event.kind !== "record-changed" || event.after === null) return null;
        const { isWrong, text } = judge(event.after as unknown as Reading);
        if (isWrong) count++;
        const observed = `${count} ${unit}`;
        return { observed, isBroken: count > 0, subject: event.subject, text: isWrong ? text : "" };
      },
    };
  });

const claims: Scenario["claims"] = () => [
  onEveryLetter("montre", "retour en arrière", ({ sent, read }) => ({
    isWrong: read.watchUs <= sent.watchUs,
    text: `À l’heure des montres, la lettre est lue ${Math.ceil((sent.watchUs - read.watchUs) / 1_000)} ms avant d’être écrite.`,
  })),
  onEveryLetter("logiques", "retour en arrière", ({ sent, read, isRefused }) => ({
    isWrong:
      read.lamport <= sent.lamport ||
      compareVectors(sent.vector, read.vector) !== "before" ||
      (!isRefused && compareHybrid(sent.hybrid, read.hybrid) >= 0),
    text: "Une horloge logique place la lecture avant l’écriture.",
  })),
  onEveryLetter("acceptees", "refus", ({ sent, read, isRefused }) => ({
    isWrong: isRefused,
    text: `La lettre a ${Math.round((sent.hybrid.physicalUs - read.watchUs) / 1_000_000)} s d’avance sur la montre de qui la reçoit.`,
  })),
];

const shop = { serves: { ecrire: { readLetter } }, boot: { correspond } };

export const scenario: Scenario = {
  card,
  claims,
  variants: { "quatre-heures": () => assembly(card.nodes, { a: shop, b: shop, c: shop }) },
  measures: () => ({}),
};
