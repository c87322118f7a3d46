"use client";
/**
 * The system of the incident, alive: promises above, tracks and boxes, one bracketed reply, the
 * sentence of the step, a small axis. Everything read here comes out of the run.
 */
import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { card } from "@/scenarios/saga-fintech/card.ts";
import { nodeStatusLabels, placeLabels, verdictLabels } from "../_texte/labels.ts";
import { narrate, splitLead } from "../_texte/narration.ts";
import { formatInstant, formatStep } from "../_texte/numbers.ts";
import { Button } from "../_ui/Button.tsx";
import { cx } from "../_ui/cx.ts";
import { Sign } from "../_ui/Sign.tsx";
import { createEngineClient } from "../_worker/engine-client.ts";
import { spawnEngine } from "../_worker/spawn-engine.ts";
import styles from "./Miniature.module.css";
import { MiniatureAxis } from "./MiniatureAxis.tsx";
import { MiniatureTracks } from "./MiniatureTracks.tsx";
import { boxStyle, boxTitle, shownClaims } from "./miniature-layout.ts";
import { readBox, standingAt, statusOf } from "./miniature-reading.ts";
import {
  createMiniature,
  type Miniature as MiniatureApi,
  type MiniatureState,
} from "./miniature-store.ts";

const MOMENT_MS = 650;

function Promises({ state }: { readonly state: MiniatureState }) {
  return (
    <ul className={styles.promises}>
      {shownClaims.map((id) => {
        const claim = card.claims.find((known) => known.id === id);
        const standing = state.run === null ? null : standingAt(state.run, id, state.playhead);
        const label = verdictLabels[standing?.verdict ?? "none"];
        return (
          <li key={id}>
            <Sign name={label.sign} className={`tone-${label.tone}`} />
            <span>{claim?.title}</span>
            <span className={`tone-${label.tone}`}>{label.word}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Boxes({ state }: { readonly state: MiniatureState }) {
  return card.nodes.map((node) => {
    const status = nodeStatusLabels[statusOf(state.run, node.id)];
    const line = state.run === null ? null : readBox(card, state.run, node.id);
    return (
      <div
        key={node.id}
        className={cx(styles.box, node.place === "external" && styles.external)}
        style={boxStyle(node.id)}
      >
        <p className={styles.name}>
          <Sign name={placeLabels[node.place].sign} />
          <span>{boxTitle(node)}</span>
          {node.place !== "client" && node.place !== "external" && (
            <Sign
              name={status.sign}
              title={status.word}
              className={cx(styles.lamp, `tone-${status.tone}`)}
            />
          )}
        </p>
        <p className={cx(styles.reading, line?.isChanged && styles.changed)}>
          <span>{line?.label ?? "…"}</span>
          <b className={line === null || line.isChanged ? undefined : `tone-${line.tone}`}>
            {line?.value ?? ""}
          </b>
        </p>
      </div>
    );
  });
}

function Narration({ state }: { readonly state: MiniatureState }) {
  const { run, playhead, isLost } = state;
  if (state.status === "failed") {
    const address = labHref(state);
    return (
      <p className={styles.says}>
        {state.problem}{" "}
        {state.problem.includes("lien") && (
          <a href={address} className={styles.address}>
            {address}
          </a>
        )}
      </p>
    );
  }
  if (run === null) {
    return <p className={styles.says}>Le monde se prépare : quatre bases, six nœuds.</p>;
  }
  const event = run.log.event(playhead);
  const { lead, rest } = splitLead(narrate(event, card, run.log), event, card);
  const broken = shownClaims
    .map((id) => standingAt(run, id, playhead))
    .find((standing) => standing?.verdict === "broken");
  return (
    <p className={styles.says} aria-live="polite">
      <span className={styles.step}>{formatStep(playhead)}</span>{" "}
      {broken !== undefined && broken !== null && isLost ? (
        <strong className={styles.breach}>{broken.text}</strong>
      ) : (
        <>
          <b>{lead}</b>
          {rest}
        </>
      )}
    </p>
  );
}

/** The link that puts the laboratory exactly here. */
function labHref(state: MiniatureState): string {
  const { run, isLost, playhead } = state;
  const fault =
    run !== null && isLost
      ? `&f1=drop-message:${encodeURIComponent(run.message)}@event:${run.sentIndex}`
      : "";
  return `/labo/${card.id}/#v=1&variante=publiee&graine=${card.defaultSeed}${fault}&pas=${playhead + 1}`;
}

function Gestures({ api, state }: { readonly api: MiniatureApi; readonly state: MiniatureState }) {
  const { run, playhead, isPlaying, isLost } = state;
  const isAtEnd = run !== null && playhead >= run.endIndex;
  return (
    <div className={styles.gestures}>
      {isAtEnd ? (
        <Button variant="solid" size="large" sign="start" onClick={api.rewind}>
          Revenir à la réponse
        </Button>
      ) : (
        <Button
          variant="solid"
          size="large"
          sign={isPlaying ? "pause" : "play"}
          disabled={run === null}
          onClick={isPlaying ? api.pause : api.play}
        >
          {isPlaying ? "Suspendre" : "Faire avancer"}
        </Button>
      )}
      {isAtEnd && isLost ? (
        <Link href={labHref(state)} className={styles.link} prefetch={false}>
          Ouvrir le laboratoire à cet instant
        </Link>
      ) : null}
      <Link href={`/etudes/${card.id}/`} className={styles.link} prefetch={false}>
        Lire l’étude
      </Link>
    </div>
  );
}

/** `drawing` stands there until the worker's client is made. */
export function Miniature({ drawing }: { readonly drawing: ReactNode }) {
  const [api, setApi] = useState<MiniatureApi | null>(null);
  useEffect(() => {
    const made = createMiniature(card, createEngineClient(spawnEngine));
    setApi(made);
    made.start();
    return () => made.dispose();
  }, []);
  return api === null ? drawing : <Living api={api} />;
}

function Living({ api }: { readonly api: MiniatureApi }) {
  const state = useStore(api.store);
  useEffect(() => {
    if (!state.isPlaying) return;
    const timer = setInterval(() => api.step(), MOMENT_MS);
    return () => clearInterval(timer);
  }, [api, state.isPlaying]);
  return <View api={api} state={state} />;
}

interface ViewProps {
  readonly api: MiniatureApi;
  readonly state: MiniatureState;
}

function View({ api, state }: ViewProps) {
  const canLose = state.run !== null && !state.isLost && state.playhead === state.run.sentIndex;
  const instant = state.run === null ? "" : formatInstant(state.run.log.atUs(state.playhead));
  return (
    <>
      <Gestures api={api} state={state} />
      <section className={styles.world} aria-label="Le système, en miniature">
        <Promises state={state} />
        <div className={styles.stage}>
          <MiniatureTracks state={state} onLose={canLose ? api.lose : null} />
          <Boxes state={state} />
          {canLose && (
            <p className={styles.hint}>
              Cliquez sur cette réponse pour la perdre.
              <svg viewBox="0,0,180,40" aria-hidden="true">
                <path d="M2,8C40,34,110,36,164,14" />
                <path d="M170,10l-11,1,6,8Z" fill="currentColor" stroke="none" />
              </svg>
            </p>
          )}
        </div>
        <Narration state={state} />
        <MiniatureAxis state={state} instant={instant} />
      </section>
    </>
  );
}
