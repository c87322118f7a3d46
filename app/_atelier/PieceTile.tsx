/**
 * One piece of the gallery: what it is, its stage, the faults to inject, what they break.
 *
 * Light: the living stage and the engine's client are fetched when a piece comes on screen.
 */
"use client";
import Link from "next/link";
import { type ComponentProps, type ComponentType, useEffect, useRef, useState } from "react";
import { Sign } from "../_ui/Sign.tsx";
import { promiseKinds } from "../_ui/signs.ts";
import { pieceHref, slugOfPiece } from "./families.ts";
import type { GalleryIncident, GalleryPiece } from "./gallery-piece.ts";
import { type Presence, type Watch, watch } from "./in-view.ts";
import type { LivingPiece, Outcome } from "./LivingPiece.tsx";
import { labHref } from "./lab-href.ts";
import styles from "./piece.module.css";
import { StillStage } from "./StillStage.tsx";
import { TrialLabel } from "./TrialLabel.tsx";
import { Verdict } from "./Verdict.tsx";

type LivingProps = ComponentProps<typeof LivingPiece>;

function StillPiece({ piece }: { readonly piece: GalleryPiece }) {
  return (
    <>
      <StillStage piece={piece} />
      <ul className={styles.promises} aria-label="Promesses">
        {piece.claims.map(({ id, title }) => (
          <li key={id}>
            <Sign name={promiseKinds.none.sign} className="tone-mute" />
            <span>{title}</span>
          </li>
        ))}
      </ul>
      <div className={styles.axis} />
    </>
  );
}

/** What the reader did, and what came of it. */
function Result({
  incident,
  outcome,
}: {
  readonly incident: GalleryIncident | null;
  readonly outcome: Outcome | null;
}) {
  const isHere = outcome !== null && outcome.incident === (incident?.id ?? null);
  return (
    <div
      className={styles.result}
      role="status"
      data-outcome={isHere && incident !== null ? incident.id : undefined}
      data-digest={outcome?.digest}
    >
      {incident !== null && <p className={styles.done}>{incident.text}</p>}
      {incident !== null &&
        (isHere ? (
          <Verdict breaches={outcome.breaches} isDecided={outcome.isDecided} />
        ) : (
          <p>La pièce rejoue…</p>
        ))}
    </div>
  );
}

function Faults({
  piece,
  chosen,
  onChoose,
}: {
  readonly piece: GalleryPiece;
  readonly chosen: string | null;
  readonly onChoose: (incident: string | null) => void;
}) {
  return (
    <ul className={styles.faults} aria-label={`Mettre à l’épreuve ${piece.title}`}>
      {piece.incidents.map((incident) => (
        <li key={incident.id}>
          <button
            type="button"
            aria-pressed={chosen === incident.id}
            data-incident={incident.id}
            data-breaks={incident.breaks.join(" ")}
            onClick={() => onChoose(chosen === incident.id ? null : incident.id)}
          >
            <TrialLabel
              title={incident.title}
              faultCount={incident.faults.length}
              isChosen={chosen === incident.id}
            />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The living piece once its file has come; null before. */
function useLivingPiece(isWanted: boolean): ComponentType<LivingProps> | null {
  const [Living, setLiving] = useState<ComponentType<LivingProps> | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    let isHere = true;
    void import("./LivingPiece.tsx").then((module) => {
      if (isHere) setLiving(() => module.LivingPiece);
    });
    return () => {
      isHere = false;
    };
  }, [isWanted]);
  return Living;
}

/** The kinds of readings that its boxes show, for those who look for one of each. */
const readingKinds = ({ nodes }: GalleryPiece): string =>
  [...new Set(nodes.flatMap(({ readings }) => readings.map(({ kind }) => kind)))].sort().join(" ");

interface PieceTileProps {
  readonly piece: GalleryPiece;
  readonly isStill: boolean;
}

export function PieceTile({ piece, isStill }: PieceTileProps) {
  const root = useRef<HTMLElement>(null);
  const watching = useRef<Watch | null>(null);
  const [presence, setPresence] = useState<Presence>("away");
  const [chosen, setChosen] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const Living = useLivingPiece(presence !== "away");
  useEffect(() => {
    if (root.current === null) return;
    const mine = watch(piece.id, root.current, setPresence);
    watching.current = mine;
    return mine.stop;
  }, [piece.id]);
  const incident = piece.incidents.find(({ id }) => id === chosen) ?? null;
  const titleId = `piece-${slugOfPiece(piece.id)}`;
  return (
    <article
      ref={root}
      id={slugOfPiece(piece.id)}
      className={styles.tile}
      aria-labelledby={titleId}
      data-piece={piece.id}
      data-readings={readingKinds(piece)}
    >
      <header>
        <h3 id={titleId}>
          <Link href={pieceHref(piece.id)} prefetch={false}>
            {piece.title}
          </Link>
        </h3>
        <p className={styles.summary}>{piece.summary}</p>
        <p className={styles.follows}>Suit : {piece.follows}</p>
      </header>
      <div className={styles.living}>
        {Living === null ? (
          <StillPiece piece={piece} />
        ) : (
          <Living {...{ piece, incident, presence, isStill }} onOutcome={setOutcome} />
        )}
      </div>
      <div className={styles.hand}>
        <Faults
          piece={piece}
          chosen={chosen}
          onChoose={(id) => {
            watching.current?.touch();
            setChosen(id);
          }}
        />
        <Result incident={incident} outcome={outcome} />
        <p className={styles.links}>
          <Link href={pieceHref(piece.id)} prefetch={false}>
            La pièce et sa fiche<span className="visually-hidden"> : {piece.title}</span>
          </Link>
          <Link href={labHref(piece, incident, outcome)} prefetch={false}>
            Laboratoire<span className="visually-hidden"> : {piece.title}</span>
          </Link>
        </p>
      </div>
    </article>
  );
}
