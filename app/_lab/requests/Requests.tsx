/**
 * « Vos demandes »: the use cases that this system takes, a field for the key they are about, and those
 * already placed with what came of them. Placed ones are the same objects as on the track.
 */
"use client";
import { useEffect, useId, useRef, useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Tooltip } from "@/app/_ui/Tooltip.tsx";
import type { AskedRequest } from "@/simulator/observation/requests.ts";
import type { RequestCard } from "@/simulator/vocabulary/card.ts";
import { BUSINESS_KEY_RULE, isBusinessKey } from "@/simulator/vocabulary/fault-text.ts";
import { requestsOf } from "@/simulator/vocabulary/requests.ts";
import { FAULTS_MAX } from "../document.ts";
import { useCard } from "../hooks.ts";
import railStyles from "../rail/rail.module.css";
import { spoken, standingOf } from "./answers.ts";
import { RequestLine } from "./RequestLine.tsx";
import styles from "./Requests.module.css";
import { useAsk, useAsked, useKeyField, usePlacedRequests } from "./use-requests.ts";

interface GroupProps {
  readonly requests: readonly RequestCard[];
  readonly onRefused: (text: string) => void;
}

function AskButton({
  request,
  isReady,
  onAsk,
}: {
  readonly request: RequestCard;
  readonly isReady: boolean;
  readonly onAsk: () => void;
}) {
  return (
    <li>
      <Tooltip content={typeset(request.explanation)}>
        <button
          type="button"
          className={railStyles.incident}
          aria-disabled={!isReady || undefined}
          onClick={onAsk}
        >
          <Sign name="ask" />
          <span>{typeset(request.title)}</span>
        </button>
      </Tooltip>
    </li>
  );
}

/** Requests about nothing in particular. */
function Plain({ requests, onRefused }: GroupProps) {
  const ask = useAsk();
  return (
    <ul>
      {requests.map((request) => (
        <AskButton
          key={request.id}
          request={request}
          isReady
          onAsk={() => onRefused(ask(request, "") ? "" : FULL)}
        />
      ))}
    </ul>
  );
}

const FULL = `Pas plus de ${FAULTS_MAX} pannes et demandes : retirez-en une.`;

/** Requests about one kind of key, under its field. Entrée asks the first one. */
function Keyed({
  requests,
  onRefused,
  ...subject
}: GroupProps & { readonly title: string; readonly example: string }) {
  const ask = useAsk();
  const id = useId();
  const [text, setText] = useKeyField(subject.title, subject.example);
  const key = text.trim();
  const isReady = isBusinessKey(key);
  const askFor = (request: RequestCard | undefined): void => {
    if (request === undefined) return;
    if (isReady) onRefused(ask(request, key) ? "" : FULL);
    else onRefused(`${subject.title} : ${BUSINESS_KEY_RULE}.`);
  };
  return (
    <>
      <div className={railStyles.choice}>
        <label htmlFor={id}>{subject.title}</label>
        <input
          id={id}
          type="text"
          className={cx(railStyles.seed, styles.key)}
          value={text}
          maxLength={64}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={!isReady || undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            event.stopPropagation(); // what is typed here is never a command of the laboratory
            if (event.key === "Enter") askFor(requests[0]);
          }}
        />
      </div>
      <ul>
        {requests.map((request) => (
          <AskButton
            key={request.id}
            request={request}
            isReady={isReady}
            onAsk={() => askFor(request)}
          />
        ))}
      </ul>
    </>
  );
}

/** One group a kind of key, in the order of the card; those about nothing last. */
function groupsOf(requests: readonly RequestCard[]): readonly (readonly RequestCard[])[] {
  const titles = [...new Set(requests.map(({ subject }) => subject?.title ?? ""))];
  return titles
    .sort((a, b) => Number(a === "") - Number(b === ""))
    .map((title) => requests.filter(({ subject }) => (subject?.title ?? "") === title));
}

/** Says the last answer to those who listen. */
function Heard({ asked }: { readonly asked: AskedRequest | undefined }) {
  const card = useCard();
  const text = spoken(asked, standingOf(asked, true), card);
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}

export interface RequestsProps {
  /** The reader has just asked for this section by a key. */
  readonly isWanted?: boolean;
  readonly onShown?: () => void;
}

export function Requests({ isWanted = false, onShown }: RequestsProps) {
  const card = useCard();
  const placed = usePlacedRequests();
  const asked = useAsked(placed.length > 0);
  const [refusal, setRefusal] = useState("");
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    root.current?.querySelector<HTMLElement>("input, button")?.focus();
    onShown?.();
  }, [isWanted, onShown]);
  const last = placed.at(-1)?.intervention.id;
  return (
    <section ref={root} className={cx(railStyles.section, styles.requests)}>
      <h2 className={railStyles.title}>Vos demandes</h2>
      {groupsOf(requestsOf(card)).map((requests) => {
        const subject = requests[0]?.subject ?? null;
        return subject === null ? (
          <Plain key="" requests={requests} onRefused={setRefusal} />
        ) : (
          <Keyed key={subject.title} {...subject} requests={requests} onRefused={setRefusal} />
        );
      })}
      {refusal !== "" && (
        <p role="alert" className={styles.refusal}>
          {typeset(refusal)}
        </p>
      )}
      {placed.length > 0 && (
        <ul className={styles.placed} aria-label="Demandes posées">
          {placed.toReversed().map((one) => (
            <RequestLine
              key={one.intervention.id}
              placed={one}
              asked={asked.get(one.intervention.id)}
            />
          ))}
        </ul>
      )}
      <Heard asked={last === undefined ? undefined : asked.get(last)} />
    </section>
  );
}
