/** The promises, judged on the facts of the log. */
import { seconds } from "../../simulator/base/time.ts";
import { invariant, obligations, type Sighting } from "../../simulator/scenario.ts";
import type { Claim, ClaimCard } from "../../simulator/vocabulary/claims.ts";
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { countOf } from "../checkout/settings.ts";
import { claimCards } from "./claim-cards.ts";
import { createFactReader, FACT_KINDS, type Fact } from "./facts.ts";

const cardOf = (id: string): ClaimCard => claimCards.find((card) => card.id === id) as ClaimCard;

interface Wrong {
  readonly subject: string | null;
  readonly text: string;
}

/** What an event says; read once, whichever promise of the run asks first. */
type FactsOf = (event: SimEvent) => readonly Fact[];

/** An invariant that counts what is wrong, fact after fact. */
function counting(
  id: string,
  createFacts: () => FactsOf,
  createJudge: () => (fact: Fact) => Wrong | null,
): Claim {
  return invariant(cardOf(id), (desk) => {
    const factsOf = desk(createFacts);
    const judge = createJudge();
    let count = 0;
    return {
      watches: FACT_KINDS,
      initial: "0",
      see(event): Sighting | null {
        let first: Wrong | null = null;
        for (const fact of factsOf(event)) {
          const wrong = judge(fact);
          if (wrong === null) continue;
          count++;
          first ??= wrong;
        }
        return first === null ? null : { observed: String(count), isBroken: true, ...first };
      },
    };
  });
}

const tampering = (createFacts: () => FactsOf): Claim =>
  counting("journal-inaltere", createFacts, () => {
    const touched = new Set<string>();
    return (fact) => {
      if (fact.kind === "touched") touched.add(fact.node);
      if (fact.kind !== "verdict" || !touched.has(fact.node)) return null;
      if (fact.verdict === "rompu" || fact.verdict === "injoignable") return null;
      return {
        subject: null,
        text: `Le journal de ${fact.node} a été retouché, et le contrôle répond « ${fact.verdict} ».`,
      };
    };
  });

const causalOrder = (createFacts: () => FactsOf): Claim =>
  counting("ordre-causal", createFacts, () => {
    const ranked = new Map<string, number>();
    return (fact) => {
      if (fact.kind !== "ranked") return null;
      const { register, clock } = fact;
      const own = clock[register] ?? 0;
      const isLate = Object.entries(clock).some(
        ([other, count]) => (other === register ? count - 1 : count) > (ranked.get(other) ?? 0),
      );
      ranked.set(register, Math.max(own, ranked.get(register) ?? 0));
      if (!isLate) return null;
      return {
        subject: null,
        text: `L’événement ${own} de ${register} prend rang avant un événement qu’il avait vu.`,
      };
    };
  });

const euros = (cents: number): string =>
  `${Math.floor(cents / 100)},${String(Math.abs(cents) % 100).padStart(2, "0")} €`;

const rightTotal = (createFacts: () => FactsOf): Claim =>
  counting("total-juste", createFacts, () => (fact) => {
    if (fact.kind !== "closed" || fact.totalCents === fact.dueCents) return null;
    return {
      subject: fact.sale,
      text: `Le ticket ${fact.sale} est payé ${euros(fact.totalCents)} au lieu de ${euros(fact.dueCents)}.`,
    };
  });

const neverOversold = (createFacts: () => FactsOf, stock: number): Claim =>
  counting("jamais-survendu", createFacts, () => {
    const sold = new Map<string, number>();
    return (fact) => {
      if (fact.kind !== "closed") return null;
      let wrong: Wrong | null = null;
      for (const article of fact.articles) {
        const key = `${fact.register.store}/${article}`;
        const count = (sold.get(key) ?? 0) + 1;
        sold.set(key, count);
        if (count <= stock) continue;
        wrong = {
          subject: fact.sale,
          text: `Article ${article}, ${fact.register.store} : ${count} vendus, ${stock} en rayon.`,
        };
      }
      return wrong;
    };
  });

/** Both sums, by what each row says now. */
const projection = (createFacts: () => FactsOf): Claim =>
  invariant(cardOf("projection-egale-rejeu"), (desk) => {
    const factsOf = desk(createFacts);
    const replayed = new Map<string, number>();
    const rows = new Map<string, number>();
    const sums = { replayed: 0, projected: 0 };
    /** The last sale that came again. */
    let again: string | null = null;
    const put = (into: Map<string, number>, key: string, amount: number | null): number => {
      const before = into.get(key) ?? 0;
      if (amount === null) into.delete(key);
      else into.set(key, amount);
      return (amount ?? 0) - before;
    };
    return {
      watches: FACT_KINDS,
      initial: "0",
      see(event): Sighting | null {
        if (event.kind === "run-ended" && event.reason === "quiet") {
          return standing(sums.projected - sums.replayed, again, true);
        }
        let isNew = false;
        for (const fact of factsOf(event)) {
          if (fact.kind === "arrived") {
            sums.replayed += put(replayed, fact.sale, fact.totalCents);
            if (fact.isAgain) again = fact.sale;
          } else if (fact.kind === "overwritten") {
            sums.replayed += put(replayed, fact.sale, null);
          } else if (fact.kind === "projected") {
            sums.projected += put(rows, `${fact.day}/${fact.store}`, fact.totalCents);
            isNew = true;
          }
        }
        return isNew ? standing(sums.projected - sums.replayed, again, false) : null;
      },
    };
  });

/** `again`: whose coming twice may be why. */
function standing(excess: number, again: string | null, isOver: boolean): Sighting {
  const isBroken = excess > 0 || (isOver && excess !== 0);
  return {
    ...{ observed: String(isBroken ? Math.abs(excess) : 0), isBroken },
    subject: isBroken ? again : null,
    text: isBroken
      ? `Le chiffre d’affaires projeté s’écarte de ${euros(Math.abs(excess))} du rejeu du journal.`
      : "",
  };
}

/** Reads each event once, however often it is asked. */
function createOnce(parameters: Parameters): FactsOf {
  const reader = createFactReader(parameters);
  let index = -1;
  let facts: readonly Fact[] = [];
  return (event) => {
    if (event.index !== index) facts = reader.read(event);
    index = event.index;
    return facts;
  };
}

const neverLost = (createFacts: () => FactsOf): Claim =>
  obligations(cardOf("aucune-vente-perdue"), (desk) => {
    const factsOf = desk(createFacts);
    return {
      watches: FACT_KINDS,
      deadlineUs: null,
      opens: (event) =>
        factsOf(event).flatMap((fact) => (fact.kind === "closed" ? [fact.sale] : [])),
      meets: (event) =>
        factsOf(event).flatMap((fact) => (fact.kind === "arrived" ? [fact.sale] : [])),
      breaks(event) {
        for (const fact of factsOf(event)) {
          if (fact.kind !== "overwritten") continue;
          const text = `Le ticket de la vente ${fact.sale} est écrasé par un autre, qui porte son numéro.`;
          return { subject: fact.sale, text };
        }
        return null;
      },
      lateText: (sale) => `La vente ${sale} est close à sa caisse ; le siège ne le saura jamais.`,
    };
  });

const REPORTED_WITHIN = seconds(5);

/** The first n sales that came from a store are in its revenue when that row counts n tickets. */
const reportedInTime = (createFacts: () => FactsOf): Claim =>
  obligations(cardOf("ca-en-5s"), (desk) => {
    const factsOf = desk(createFacts);
    const waiting = new Map<string, string[]>();
    /** Tickets counted, by store and by day. */
    const counted = new Map<string, Map<string, number>>();
    const countIn = (store: string): number =>
      [...(counted.get(store)?.values() ?? [])].reduce((total, each) => total + each, 0);
    return {
      watches: FACT_KINDS,
      deadlineUs: REPORTED_WITHIN,
      opens: (event) =>
        factsOf(event).flatMap((fact) => {
          if (fact.kind !== "arrived" || fact.isAgain) return [];
          const sales = waiting.get(fact.store) ?? [];
          sales.push(fact.sale);
          waiting.set(fact.store, sales);
          return [fact.sale];
        }),
      meets: (event) =>
        factsOf(event).flatMap((fact) => {
          if (fact.kind !== "projected") return [];
          const sales = waiting.get(fact.store) ?? [];
          const before = countIn(fact.store);
          const days = counted.get(fact.store) ?? new Map<string, number>();
          counted.set(fact.store, days.set(fact.day, fact.tickets));
          return sales.splice(0, Math.max(0, countIn(fact.store) - before));
        }),
      lateText: (sale) =>
        `La vente ${sale} est au siège depuis 5 s, et le chiffre d’affaires de son magasin l’ignore.`,
    };
  });

export function claims(parameters: Parameters): readonly Claim[] {
  const createFacts = (): FactsOf => createOnce(parameters);
  return [
    tampering(createFacts),
    projection(createFacts),
    causalOrder(createFacts),
    rightTotal(createFacts),
    neverLost(createFacts),
    reportedInTime(createFacts),
    neverOversold(createFacts, countOf(parameters, "stock")),
  ];
}
