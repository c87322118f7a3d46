/** The caption of the stage, set in the calm part of the sheet. */
"use client";
import { ViewportPortal } from "@xyflow/react";
import { useCard, useLab } from "../hooks.ts";
import type { Room } from "./free-room.ts";
import styles from "./Stage.module.css";
import { useStage } from "./stage-context.ts";
import { tellStory } from "./story.ts";

/** Line and mean letter of the caption, px at scale 1. */
const LINE_PX = 21;
const LETTER_PX = 7;
const FOG =
  "Requête perdue, réponse perdue et lenteur se ressemblent : d’ici, on n’entend que le silence.";
const EMPTY =
  "Rien ne s’est encore passé. Appuyez sur lecture, puis cliquez sur un message en vol pour le perdre.";

export function Caption({ room }: { readonly room: Room }) {
  const card = useCard();
  const { scale } = useStage();
  const lines = Math.floor(room.height / (LINE_PX * scale));
  const letters = lines * (room.width / (LETTER_PX * scale)) * 0.94;
  const text = useLab(({ run, view }) => {
    if (run.length === 0) return "";
    if (view.fog !== null) return FOG;
    return view.playhead < 0 ? EMPTY : tellStory(run.log, view.playhead, card, letters);
  });
  if (text === "") return null;
  return (
    <ViewportPortal>
      <p
        className={styles.caption}
        style={{ left: room.x, top: room.y, width: room.width, maxHeight: lines * LINE_PX * scale }}
      >
        {text}
      </p>
    </ViewportPortal>
  );
}
