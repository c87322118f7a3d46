/**
 * Opens one laboratory in this page: its worker, what the browser kept, the link, the playback.
 * Everything started here is ended by the one function it returns.
 */
import { createEngineClient } from "@/app/_worker/engine-client.ts";
import { NO_WEBASSEMBLY } from "@/app/_worker/protocol.ts";
import { spawnEngine } from "@/app/_worker/spawn-engine.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { endAllOf } from "./closing.ts";
import { offerDemo } from "./demo.ts";
import { followLink, syncAddress } from "./link-sync.ts";
import { startPlayback } from "./playback.ts";
import { documentKeeper, loadDocument, STORAGE_REFUSED } from "./storage.ts";
import { createLab, type Lab } from "./store.ts";

const SAVE_REST_MS = 400;

function keepDocument(lab: Lab, card: ScenarioCard): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saved = lab.store.getState().document;
  const keep = documentKeeper(card);
  const save = (): void => {
    const { document } = lab.store.getState();
    if (document === saved) return;
    saved = document;
    if (!keep(document)) lab.actions.notify(STORAGE_REFUSED);
  };
  const unsubscribe = lab.store.subscribe((state) => {
    if (state.document === saved) return;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_REST_MS);
  });
  // A page that is closed at once keeps its last change too.
  window.addEventListener("pagehide", save);
  return () => {
    clearTimeout(timer);
    save();
    unsubscribe();
    window.removeEventListener("pagehide", save);
  };
}

export interface OpenOptions {
  readonly card: ScenarioCard;
  /** An embedded laboratory (in a study) leaves the address and the stored branches alone. */
  readonly isEmbedded?: boolean;
  /** Fragment to start from, for an embedded one. */
  readonly fragment?: string;
}

export function openLab({ card, isEmbedded = false, fragment }: OpenOptions): {
  readonly lab: Lab;
  readonly close: () => void;
} {
  const stored = isEmbedded ? null : loadDocument(card);
  const lab = createLab({
    card,
    client: createEngineClient(spawnEngine),
    ...(stored === null ? {} : { document: stored }),
  });
  const undo = [startPlayback(lab), () => lab.dispose(), () => endAllOf(lab)];
  if (typeof WebAssembly !== "object") {
    lab.store.setState({ engine: { kind: "failed", message: NO_WEBASSEMBLY } });
    lab.actions.notify(NO_WEBASSEMBLY);
  } else {
    const link = fragment ?? (isEmbedded ? "" : location.hash);
    if (!followLink(lab, link)) lab.actions.start();
    offerDemo(lab, link);
  }
  if (!isEmbedded) undo.push(syncAddress(lab), keepDocument(lab, card));
  return {
    lab,
    close() {
      for (const stop of undo.reverse()) stop();
    },
  };
}
