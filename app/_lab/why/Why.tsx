/**
 * « Pourquoi ? »: from the breach of `view.whyClaim` back to its first cause, in numbered stops.
 *
 * ↑↓ walk the stops and move the playhead; the stop under the pointer is lit in every view. The chain
 * comes from the observation folds, the words from the texts: nothing is worked out here.
 */
"use client";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useActions, useCard, useLab, usePlayhead, useSetup } from "@/app/_lab/hooks.ts";
import { lightsEvent } from "@/app/_lab/lit.ts";
import { splitLead } from "@/app/_texte/narration.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { quoted } from "@/app/_texte/typography.ts";
import { firstCauseOf, type ToldStop, tellFirstCause, tellStops } from "@/app/_texte/why.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Kbd } from "@/app/_ui/Kbd.tsx";
import { Sign, type SignName } from "@/app/_ui/Sign.tsx";
import type { Explanation, StopLink, WhyStop } from "@/simulator/observation/why.ts";
import { formatFault } from "@/simulator/vocabulary/fault-text.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { useWhy } from "./use-why.ts";
import styles from "./Why.module.css";
import { repairedVariant, stopAt } from "./walk.ts";

const LINK_SIGNS: Readonly<Record<StopLink, SignName>> = {
  "same-process": "local",
  message: "request",
  "same-transaction": "write",
  absence: "none",
  fault: "fault",
  suspect: "fault",
};

interface StopLineProps {
  readonly number: number;
  readonly stop: WhyStop;
  readonly told: ToldStop;
  readonly log: EventLog;
  readonly isHere: boolean;
  readonly isTabStop: boolean;
}

function StopLine({ number, stop, told, log, isHere, isTabStop }: StopLineProps) {
  const card = useCard();
  const actions = useActions();
  const isLit = useLab((s) => lightsEvent(s.view.lit, stop.index));
  const isChosen = useLab(
    (s) => s.view.selection?.kind === "event" && s.view.selection.index === stop.index,
  );
  const { lead, rest } = splitLead(told.sentence, log.event(stop.index), card);
  return (
    <li
      data-lit={isLit || undefined}
      className={cx(
        styles.stop,
        number === 1 && styles.breach,
        stop.kind === "fault" && styles.fault,
        isHere && styles.here,
        isLit && !isHere && styles.lit,
        isChosen && !isHere && "brackets",
      )}
    >
      <button
        type="button"
        data-stop={number}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isHere ? "step" : undefined}
        onClick={() => {
          actions.select({ kind: "event", index: stop.index });
          actions.goTo(stop.index);
        }}
        onPointerEnter={() => actions.light({ kind: "event", index: stop.index })}
        onPointerLeave={() => actions.light(null)}
        onFocus={() => actions.light({ kind: "event", index: stop.index })}
        onBlur={() => actions.light(null)}
      >
        <span className={styles.number} aria-hidden="true">
          {number}
        </span>
        <span className={styles.sentence}>
          {lead !== "" && <b>{lead}</b>}
          {rest}
        </span>
        <span className={styles.step}>{told.step}</span>
        <span className={styles.link}>
          <Sign name={LINK_SIGNS[stop.link]} /> {told.link}
        </span>
      </button>
    </li>
  );
}

function Stops({ explanation, log }: { readonly explanation: Explanation; log: EventLog }) {
  const card = useCard();
  const playhead = usePlayhead();
  const { goTo, select } = useActions();
  const list = useRef<HTMLOListElement>(null);
  const { stops } = explanation;
  // The link names the event that it leads to, which may lie between two stops.
  const told = stops.map((stop) => {
    const next = stop.linkIndex < 0 ? [] : [{ ...stop, index: stop.linkIndex }];
    return tellStops([stop, ...next], card, log)[0] as ToldStop;
  });
  const here = stopAt(stops, playhead);

  // Opened by a keyboard or a click far away: the reader is taken to the first stop, and back.
  useEffect(() => {
    const before = document.activeElement;
    list.current?.querySelector<HTMLElement>("[data-stop='1']")?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = (event.target as HTMLElement).closest<HTMLElement>("[data-stop]");
    if (target === null) return;
    const at = Number(target.dataset.stop) - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: stops.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const stop = stops[to];
    if (stop === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-stop='${to + 1}']`)?.focus();
    select({ kind: "event", index: stop.index });
    goTo(stop.index);
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the buttons inside take the focus and are walked here
    <ol ref={list} className={styles.stops} onKeyDown={onKeyDown}>
      {stops.map((stop, i) => (
        <StopLine
          key={stop.index}
          number={i + 1}
          stop={stop}
          told={told[i] as ToldStop}
          log={log}
          isHere={stop.index === playhead}
          isTabStop={i === Math.max(0, here)}
        />
      ))}
    </ol>
  );
}

interface FirstCauseProps {
  readonly claim: string;
  readonly explanation: Explanation;
  readonly log: EventLog;
}

function FirstCause({ claim, explanation, log }: FirstCauseProps) {
  const card = useCard();
  const { variant, faults: placed } = useSetup();
  const { goTo, select, setVariant } = useActions();
  const root = firstCauseOf(explanation.stops);
  const faults = placed.flatMap((one) => (one.isEnabled ? [formatFault(one.intervention)] : []));
  const repaired = repairedVariant(card, { variant, faults, claim });
  return (
    <footer className={styles.foot}>
      <p>
        <b>Cause première&nbsp;:</b> {lowered(tellFirstCause(explanation.stops, card, log))}
      </p>
      <div className={styles.actions}>
        {root !== null && (
          <Button
            variant="link"
            onClick={() => {
              select({ kind: "event", index: root.index });
              goTo(root.index);
            }}
          >
            Aller au {formatStep(root.index)}
          </Button>
        )}
        {repaired !== null && (
          <Button variant="link" onClick={() => setVariant(repaired.id)}>
            Rejouer en {quoted(repaired.title)}
          </Button>
        )}
      </div>
    </footer>
  );
}

const lowered = (text: string): string => text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);

export function Why() {
  const card = useCard();
  const log = useLab((s) => s.run.log);
  const isDone = useLab((s) => s.run.summary !== null);
  const { askWhy } = useActions();
  const why = useWhy();
  const claim = card.claims.find((known) => known.id === why?.claim);
  const explanation = why?.explanation ?? null;
  return (
    <section className={styles.why} aria-labelledby="pourquoi">
      <header className={styles.head}>
        <p className={styles.path}>
          {explanation === null
            ? claim?.title
            : `Promesse rompue au ${formatStep(explanation.breach)}`}
        </p>
        <div className={styles.title}>
          <h2 id="pourquoi">
            <Sign name="why" /> Pourquoi&#x202F;?
          </h2>
          <button
            type="button"
            className={styles.close}
            aria-keyshortcuts="Escape"
            onClick={() => askWhy(null)}
          >
            <span className="visually-hidden">Revenir à l’inspecteur</span>
            <Kbd>Échap</Kbd>
          </button>
        </div>
        <p className={styles.text}>{explanation?.text || claim?.sentence}</p>
      </header>
      {explanation === null ? (
        <p className={styles.holds}>
          {isDone
            ? "Cette promesse tient à cet instant, et dans tout le parcours."
            : "Le parcours se calcule."}
        </p>
      ) : (
        <>
          <Stops key={`${why?.claim} ${explanation.breach}`} explanation={explanation} log={log} />
          <FirstCause claim={why?.claim ?? ""} explanation={explanation} log={log} />
        </>
      )}
    </section>
  );
}
