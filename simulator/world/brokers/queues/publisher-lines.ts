/**
 * Publishers' connections at the broker: publications in the order in which each node sent them, each once.
 *
 * Owns what is answered to a publication and when: its confirm, or that its channel was closed. AMQP runs on
 * TCP; the simulated network may double, mix or lose, so publications bear numbers, and one that is missing is
 * waited for a little, as long as a retransmission takes. Knows neither nodes nor time: the adapter's business.
 */
import { assert } from "../../../base/assert.ts";
import type { Signal } from "../../../kernel/signal.ts";
import { type Refusal, refuse } from "../../node.ts";
import type { Broker } from "./broker.ts";
import { type Confirm, Inbox, type PublishFrame } from "./protocol.ts";

/** What is answered to one publication, once it is known. */
export interface Answer {
  said: Confirm | Refusal | null;
  isRouted: boolean;
  readonly known: Signal<null>;
}

interface Line {
  readonly connection: number;
  readonly inbox: Inbox<PublishFrame>;
  /** By frame; a doubled publication finds the answer of the first. */
  readonly answers: Map<number, Answer>;
  /** Those that wait for the disk, by publication number on the channel. */
  readonly waiting: Map<number, Answer>;
  /** Null after the broker closed it: the next publication opens another. */
  channel: number | null;
}

/** Answers kept for publications that the network may still double. */
const KEPT_ANSWERS = 64;

export class PublisherLines {
  readonly #broker: Broker;
  readonly #signal: () => Signal<null>;
  readonly #byNode = new Map<string, Line>();
  readonly #byChannel = new Map<number, Line>();
  #publishing: Answer | null = null;

  constructor(broker: Broker, signal: () => Signal<null>) {
    this.#broker = broker;
    this.#signal = signal;
  }

  /** Publishes it and those that waited for it, or keeps it until its turn. */
  receive(frame: PublishFrame): Answer | Refusal {
    const line = this.#lineOf(frame);
    if (line === null) return refuse("connexion fermée");
    const known = line.answers.get(frame.frame);
    if (known !== undefined) return known;
    if (frame.frame <= line.inbox.received) return refuse("arrivée après sa connexion");
    const answer: Answer = { said: null, isRouted: true, known: this.#signal() };
    line.answers.set(frame.frame, answer);
    this.#publishAll(line, line.inbox.accept(frame));
    return answer;
  }

  /** Whether something sent before it has not come. */
  isEarly(frame: PublishFrame): boolean {
    const line = this.#lineOf(frame);
    return line !== null && frame.frame > line.inbox.received;
  }

  /** What is missing before this publication is not waited for any more. */
  skipHole(frame: PublishFrame): void {
    const line = this.#lineOf(frame);
    if (line !== null) this.#publishAll(line, line.inbox.skipTo(frame.frame));
  }

  /** The line of the publisher's present connection; null when this one is of a former connection. */
  #lineOf({ node, connection }: PublishFrame): Line | null {
    const known = this.#byNode.get(node);
    if (known !== undefined && known.connection >= connection) {
      return known.connection === connection ? known : null;
    }
    if (known !== undefined) this.#close(known);
    const line: Line = {
      ...{ connection, inbox: new Inbox<PublishFrame>(), channel: null },
      ...{ answers: new Map(), waiting: new Map() },
    };
    this.#byNode.set(node, line);
    return line;
  }

  /** A publisher that comes back has no use for what it was promised before. */
  #close(line: Line): void {
    if (line.channel === null) return;
    this.#byChannel.delete(line.channel);
    this.#broker.closeChannel(line.channel);
  }

  #publishAll(line: Line, frames: readonly PublishFrame[]): void {
    for (const frame of frames) {
      const answer = line.answers.get(frame.frame);
      assert(answer !== undefined, "whatever waits for its turn waits for an answer", frame.id);
      if (line.channel === null) {
        line.channel = this.#broker.openChannel({ confirms: true });
        this.#byChannel.set(line.channel, line);
      }
      this.#publishing = answer;
      const number = this.#broker.publish(line.channel, frame);
      this.#publishing = null;
      if (answer.said === null) line.waiting.set(number, answer);
      line.answers.delete(frame.frame - KEPT_ANSWERS);
    }
  }

  hearReturned(): void {
    if (this.#publishing !== null) this.#publishing.isRouted = false;
  }

  hearConfirmed(channel: number, publication: number, isAccepted: boolean): void {
    const line = this.#byChannel.get(channel);
    const answer = line?.waiting.get(publication) ?? this.#publishing;
    assert(answer !== null, "a confirm answers a publication", publication);
    line?.waiting.delete(publication);
    this.#say(answer, { isAccepted, isRouted: answer.isRouted });
  }

  /** Everything that this channel had not confirmed is in doubt for its publisher. */
  hearClosed(channel: number, text: string): void {
    const line = this.#byChannel.get(channel);
    if (line === undefined) return;
    this.#byChannel.delete(channel);
    line.channel = null;
    const lost = [...line.waiting.values()];
    line.waiting.clear();
    if (this.#publishing !== null) lost.push(this.#publishing);
    for (const answer of lost) this.#say(answer, refuse(text));
  }

  #say(answer: Answer, said: Confirm | Refusal): void {
    answer.said = said;
    answer.known.wakeAll(null);
  }
}
