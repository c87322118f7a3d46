/**
 * What every scenario with use cases must show: each is answered in every design, an unknown key is refused
 * in words, and asking changes nobody else's luck.
 *
 * One call in the scenario's own test. Owns the expectations, knows no scenario.
 */
import { expect, test } from "vitest";
import { askedRequests } from "../observation/requests.ts";
import type { RequestCard, ScenarioCard } from "../vocabulary/card.ts";
import type { SimEvent } from "../vocabulary/events.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { READER_HANDLER, requestsOf } from "../vocabulary/requests.ts";
import { type Play, play } from "./play.ts";

const textOf = ({ id, subject }: RequestCard, atUs: number, key?: string): string =>
  `request:${id}${subject === null ? "" : `/${key ?? subject.example}`}@${atUs}us`;

/** Message ids that are counted in the name of a request of the reader. */
const ASKED = /#f\d+\./;

/** What moves when somebody else is served meanwhile, and what a run numbers for itself. */
const shown = (event: SimEvent): string => {
  const { index, cause, process, line, ...rest } = event;
  return JSON.stringify({ ...rest, queueDepth: 0, busyWorkers: 0 });
};

/** The events that nobody made in the name of a request of the reader, without what a run numbers. */
export function ownStory(log: EventLog): readonly string[] {
  const askers = new Set<number>();
  const story: string[] = [];
  for (let index = 0; index < log.length; index++) {
    const event = log.event(index);
    // A run ends when nothing moves any more, what was asked included.
    if (event.kind === "fault-started" || event.kind === "run-ended") continue;
    const isAsked = "message" in event && ASKED.test(event.message);
    const begins = event.kind === "process-started" && event.handler === READER_HANDLER;
    if (begins || (event.kind === "request-started" && isAsked)) askers.add(event.process);
    if (!isAsked && !begins && !askers.has(event.process)) story.push(shown(event));
  }
  return story;
}

/** `asked`: what is played beside the request (variant, parameters…), the same in every run. */
export function requestsAreAnswered(
  { card }: { readonly card: ScenarioCard },
  asked: Play = {},
): void {
  const atUs = Math.round((asked.untilUs ?? card.horizonUs) / 4);
  const endOf = (faults: readonly string[], variant: string) =>
    askedRequests(play(card.id, { ...asked, variant, faults }).log).get("f1")?.end;

  for (const request of requestsOf(card)) {
    test.each(card.variants.map(({ id }) => id))(
      `« ${request.title} » reçoit une réponse dans la conception %s`,
      (variant) => {
        expect(endOf([textOf(request, atUs)], variant)?.outcome).toBe("ok");
      },
    );

    if (request.subject === null) continue;
    test(`« ${request.title} » d’une clé inconnue : un mot, pas un plantage`, () => {
      const end = endOf([textOf(request, atUs, "inconnu-0")], card.defaultVariant);
      expect(end?.outcome).not.toBe("timed-out");
      if (end?.outcome === "refused") expect(end.detail.length).toBeGreaterThan(5);
    });
  }
}
