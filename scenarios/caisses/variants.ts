/** Three designs on the same shop floor: which handler stands at which operation, and nothing else. */

import type { VectorClock } from "../../simulator/coordination.ts";
import type { Assembly, Boots, Handler, NodeDefinition } from "../../simulator/scenario.ts";
import { bootList } from "../../simulator/scenario.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { quantilesOf } from "../checkout/settings.ts";
import { CENTRE, databaseOf } from "./card-names.ts";
import { type Register, registersOf } from "./card-registers.ts";
import * as corrected from "./corrected.services.ts";
import * as former from "./former.services.ts";
import { createJournalTill, giveJournal } from "./journal.services.ts";
import * as published from "./published.services.ts";
import { hearAndCount, hearOnly, sellingWith, syncingWith } from "./register.services.ts";
import * as schema from "./schema.ts";
import * as tampering from "./tampering.services.ts";
import { applyAsPublished, applyEachEvent } from "./tickets.ts";
import type { Till } from "./till.ts";

type Serves = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

interface Design {
  readonly tills: (all: readonly Register[]) => (register: Register) => Till;
  readonly register: Serves;
  readonly registerSchema: readonly string[];
  readonly shelf: (parameters: Parameters, register: Register) => readonly string[];
  readonly centre: Serves;
  readonly centreSchema: readonly string[];
  readonly centreRows: (all: readonly Register[]) => readonly string[];
}

function node(id: string, workers: number, queue: number, serves: Serves, boot: Boots) {
  const handlers: NodeDefinition["handlers"] = new Map(
    Object.entries(serves).map(([operation, named]) => {
      const [name, run] = Object.entries(named)[0] as [string, Handler];
      return [operation, { name, run }];
    }),
  );
  return { id, workerCount: workers, queueLimit: queue, handlers, boot: bootList(boot) };
}

const CENTRE_WORKERS = 16;
const REGISTER_WORKERS = 2;

const build =
  (design: Design) =>
  (parameters: Parameters): Assembly => {
    const registers = registersOf(parameters);
    const tillOf = design.tills(registers);
    const times = {
      read: quantilesOf(parameters, "lecture-sql"),
      write: quantilesOf(parameters, "ecriture-sql"),
    };
    const nodes = registers.map((register) => {
      const till = tillOf(register);
      const boot = { sell: sellingWith(till), sync: syncingWith(till) };
      return node(register.id, REGISTER_WORKERS, 256, design.register, boot);
    });
    const wan = quantilesOf(parameters, "latence-siege");
    const lan = quantilesOf(parameters, "latence-magasin");
    return {
      nodes: [
        node(CENTRE, CENTRE_WORKERS, 10_000, design.centre, {}),
        node("controleur", 0, 0, {}, {}),
        ...nodes,
      ],
      databases: [
        {
          ...{ id: "base-siege", node: CENTRE, schema: design.centreSchema, poolSize: 16 },
          ...{ rows: design.centreRows(registers), ...times },
        },
        ...registers.map((register) => ({
          ...{ id: databaseOf(register.id), node: register.id, schema: design.registerSchema },
          ...{ rows: design.shelf(parameters, register), poolSize: 2, ...times },
        })),
      ],
      latency: (from, to) => (from === CENTRE || to === CENTRE ? wan : lan),
    };
  };

/** As in the text: one entry for every register of the chain, at zero from the first event on (defect 13). */
const everyRegister = (all: readonly Register[]): VectorClock =>
  Object.fromEntries(all.map(({ name }) => [name, 0]));

const journalRegister = (hear: Readonly<Record<string, Handler>>): Serves => ({
  rayon: hear,
  "donner-journal": { giveJournal },
  retoucher: { touchUp: tampering.touchUp },
  effacer: { erase: tampering.erase },
  couper: { cutTail: tampering.cutTail },
});

export const variants: Readonly<Record<string, (parameters: Parameters) => Assembly>> = {
  "dernier-ecrit-gagne": build({
    tills: () => former.createFormerTill,
    register: {
      rayon: { hearAndCount },
      retoucher: { touchUpRow: tampering.touchUpRow },
      effacer: { eraseRow: tampering.eraseRow },
      couper: { cutLastRow: tampering.cutLastRow },
    },
    registerSchema: schema.ticketRegister,
    shelf: schema.wholeShelf,
    centre: {
      synchroniser: { keepLastWriting: former.keepLastWriting },
      controler: { checkNothing: former.checkNothing },
    },
    centreSchema: schema.formerCentre,
    centreRows: () => [],
  }),
  publiee: build({
    tills(all) {
      const habits = { apply: applyAsPublished, firstClock: everyRegister(all), seals: false };
      return (register) => createJournalTill(register, habits);
    },
    register: journalRegister({ hearAndCount }),
    registerSchema: schema.eventRegister,
    shelf: schema.wholeShelf,
    centre: {
      synchroniser: { appendAsItComes: published.appendAsItComes },
      controler: { checkVersions: published.checkVersions },
    },
    centreSchema: schema.publishedCentre,
    centreRows: () => [],
  }),
  corrigee: build({
    tills: () => (register) =>
      createJournalTill(register, { apply: applyEachEvent, firstClock: {}, seals: true }),
    register: journalRegister({ hearOnly }),
    registerSchema: schema.eventRegister,
    shelf: schema.ownQuota,
    centre: {
      synchroniser: { appendOnce: corrected.appendOnce },
      controler: { checkChain: corrected.checkChain },
    },
    centreSchema: schema.correctedCentre,
    centreRows: schema.knownRegisters,
  }),
};
