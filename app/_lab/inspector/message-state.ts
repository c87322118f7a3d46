/** What became of a message at the playhead, in one word. Light: the head of the inspector needs it at once. */
import type { MessageRecord } from "@/app/_lab/folds.ts";
import { lossLabels, messageEndLabels } from "@/app/_texte/labels.ts";
import { fact, type InspectValue } from "./reading.ts";

/** How a message stands at the playhead: what comes later is not known yet. */
export function messageEnd(
  message: MessageRecord,
  playhead: number,
): "delivered" | "lost" | "flying" | "unsent" {
  if (message.sentIndex > playhead) return "unsent";
  if (message.endIndex < 0 || message.endIndex > playhead) return "flying";
  return message.end;
}

export function messageState(message: MessageRecord, playhead: number): InspectValue {
  const end = messageEnd(message, playhead);
  if (end === "unsent") return fact("pas encore parti", "mute");
  const label = messageEndLabels[end];
  const reason =
    end === "lost" && message.reason !== null ? ` : ${lossLabels[message.reason]}` : "";
  const late = message.ignoredIndex >= 0 && message.ignoredIndex <= playhead ? ", trop tard" : "";
  return fact(`${label.word}${reason}${late}`.replace(" :", "\u00a0:"), label.tone);
}
