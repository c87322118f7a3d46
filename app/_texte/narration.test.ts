import { describe, expect, test } from "vitest";
import { EVENT_KINDS, type EventFields } from "../../simulator/vocabulary/events.ts";
import { EventLog } from "../../simulator/vocabulary/log.ts";
import { eventLabels, labelEvent } from "./labels.ts";
import { narrate, splitLead } from "./narration.ts";
import { narrateShort } from "./narration-short.ts";
import { appendSample, sampleCard, sampleLog } from "./sample.ts";
import { summarise } from "./summary.ts";
import { isWellSet } from "./typography.ts";

const ENGLISH =
  /\b(?:crash|timeout|retry|timed|dropped|message-|request|reply|node|cut|held|null|undefined|rollback|commit|pending|queue)\b/i;

/** No-break spaces shown as plain ones: their presence is what `isWellSet` proves. */
const plain = (text: string): string => text.replace(/[\u00A0\u202F]/g, " ");

/** Tells one event alone. */
function tell<K extends keyof EventFields>(kind: K, place: string, fields: EventFields[K]): string {
  const log = new EventLog();
  appendSample(log, "run-started", "", {});
  const index = appendSample(log, kind, place, fields);
  const text = narrate(log.event(index), sampleCard, log);
  expect(isWellSet(text), text).toBe(true);
  return plain(text);
}

describe("narration", () => {
  const log = sampleLog();

  test.each([...EVENT_KINDS])(
    "« %s » : une phrase française, composée, sans mot anglais",
    (kind) => {
      const event = log.event(EVENT_KINDS.indexOf(kind));
      const text = narrate(event, sampleCard, log);
      expect(text).toMatch(/^[\p{Lu}«]/u);
      expect(text).toMatch(/[.!?…]$/);
      expect(isWellSet(text), text).toBe(true);
      expect(text).not.toMatch(/['"]|\.\.\.|\b(?:de|que) [aeiouéèê]|\bde le\b|\bà le\b|\bde les\b/);
      if (kind !== "statement-failed") expect(text).not.toMatch(ENGLISH);
      const short = narrateShort(event, sampleCard, log);
      expect(short.length).toBeGreaterThan(0);
      expect(isWellSet(short), short).toBe(true);
      expect(labelEvent(event, sampleCard).word.length).toBeGreaterThan(0);
      expect(isWellSet(eventLabels[kind].word)).toBe(true);
    },
  );

  test("l’ensemble se lit d’une traite", () => {
    const lines = EVENT_KINDS.map((_, i) => narrate(log.event(i), sampleCard, log));
    expect(lines.join("\n").replaceAll("\u202F", "_").replaceAll("\u00A0", "~")).toMatchSnapshot();
  });

  test("un arrêt brutal dit ce qui meurt et ce qui survit", () => {
    expect(tell("node-crashed", "orchestrateur", { lostProcessCount: 0 })).toBe(
      "L’orchestrateur s’arrête : sa mémoire est perdue, sa base survit.",
    );
    expect(tell("node-crashed", "clients", { lostProcessCount: 1 })).toBe(
      "Les clients s’arrêtent : leur mémoire est perdue (1 traitement en cours).",
    );
  });

  test("une écriture est un fait du métier : le débit, son montant, sa commande", () => {
    expect(
      tell("transaction-committed", "paiement", {
        database: "payments",
        transaction: "t",
        lsn: 1,
        changes: [{ table: "payments", op: "c", before: null, after: ["p", "1042", 8990, "x"] }],
      }),
    ).toBe("Paiement écrit le débit de 89,90 € de la commande 1042.");
  });

  test("un changement d’état se dit avec les mots de la machine à états", () => {
    expect(
      tell("transaction-committed", "orchestrateur", {
        database: "sagas",
        transaction: "t",
        lsn: 1,
        changes: [
          {
            table: "sagas",
            op: "u",
            before: ["s", "1042", "STARTED", null],
            after: ["s", "1042", "IN_PROGRESS", "PROCESS_PAYMENT"],
          },
        ],
      }),
    ).toBe(
      "L’orchestrateur écrit : la saga de la commande 1042 passe à l’état « en cours », étape « paiement ».",
    );
  });

  test("un délai dépassé n’affirme jamais que l’opération a échoué", () => {
    const text = tell("call-timed-out", "orchestrateur", {
      message: "orchestrateur>paiement:charge:1042#1",
      to: "paiement",
      operation: "charge",
      timeoutUs: 3_000_000,
    });
    expect(text).toContain("rien ne dit si");
  });

  test("le pluriel, l’élision et la contraction suivent l’article du nœud", () => {
    const send = (from: string, to: string) =>
      tell("message-sent", from, {
        message: `${from}>${to}:reserve:1042#1`,
        to,
        operation: "reserve",
        role: "request",
        replyTo: null,
        status: "ok",
        body: null,
        arrivesAtUs: 1,
      });
    expect(send("clients", "orchestrateur")).toBe(
      "Les clients envoient « réserver » à l’orchestrateur pour la commande 1042.",
    );
    expect(send("inventaire", "prestataire")).toContain("au prestataire");
    expect(send("inventaire", "clients")).toContain("aux clients");
    expect(tell("node-degraded", "prestataire", { mode: "disk-full", isOn: false })).toContain(
      "du prestataire",
    );
    expect(tell("clock-shifted", "inventaire", { offsetUs: 0 })).toBe(
      "L’horloge d’Inventaire est remise à l’heure.",
    );
  });

  test("une compensation se reconnaît, un refus ne ressemble pas à un accord", () => {
    const fields = {
      message: "orchestrateur>paiement:refund:1042#1",
      to: "paiement",
      operation: "refund",
      role: "request",
      replyTo: null,
      status: "ok",
      body: null,
      arrivesAtUs: 1,
    } as const;
    expect(tell("message-sent", "orchestrateur", fields)).toContain("une compensation à Paiement");
    expect(
      tell("message-sent", "paiement", { ...fields, role: "reply", status: "refused" }),
    ).toContain("répond non à « rembourser »");
  });

  test("le nœud en tête de phrase se détache pour être composé en gras", () => {
    const event = log.event(EVENT_KINDS.indexOf("node-crashed"));
    const { lead, rest } = splitLead(narrate(event, sampleCard, log), event, sampleCard);
    expect(lead).toBe("L’orchestrateur");
    expect(rest).toMatch(/^ s’arrête/);
  });

  test("le résumé tient en trois phrases et dit le pas, les nœuds, les promesses", () => {
    const text = summarise({
      card: sampleCard,
      log,
      playhead: EVENT_KINDS.indexOf("node-crashed"),
      inFlightCount: 1,
      troubled: [{ node: "orchestrateur", status: "down" }],
      standings: [
        { claim: "paye", verdict: "pending" },
        { claim: "debit", verdict: "broken" },
      ],
    });
    expect(isWellSet(text), text).toBe(true);
    expect(plain(text)).toContain("Orchestrateur (arrêté) ; 1 message en vol");
    expect(text).toContain("Débité une seule fois");
    expect(text.split(/(?<=\.) /).length).toBeLessThanOrEqual(4);
  });
});
