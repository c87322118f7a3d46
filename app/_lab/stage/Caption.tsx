/** The caption of the stage, set in the calm part of the sheet. */
"use client";
import { ViewportPortal } from "@xyflow/react";
import { useCard, useLab } from "../hooks.ts";
import type { Room } from "./free-room.ts";
import styles from "./Stage.module.css";
import { tellStory } from "./story.ts";

const FOG =
  "Requête perdue, réponse perdue et lenteur se ressemblent : d’ici, on n’entend que le silence.";
const EMPTY =
  "Rien ne s’est encore passé. Appuyez sur lecture, puis cliquez sur un message en vol pour le perdre.";

export function Caption({ room }: { readonly room: Room }) {
  const card = useCard();
  const text = useLab(({ run, view }) => {
    if (run.length === 0) return "";
    if (view.fog !== null) return FOG;
    return view.playhead < 0 ? EMPTY : tellStory(run.log, view.playhead, card);
  });
  if (text === "") return null;
  return (
    <ViewportPortal>
      <p
        className={styles.caption}
        style={{ left: room.x, top: room.y, width: room.width, maxHeight: room.height }}
      >
        {text}
      </p>
    </ViewportPortal>
  );
}
