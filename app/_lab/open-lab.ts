/**
 * Opens one laboratory in this page: its worker, what the browser kept, the link, the playback.
 * Everything started here is ended by the one function it returns.
 */

import { typeset } from "@/app/_texte/typography.ts";
import { createEngineClient } from "@/app/_worker/engine-client.ts";
import { NO_WEBASSEMBLY } from "@/app/_worker/protocol.ts";
import { spawnEngine } from "@/app/_worker/spawn-engine.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { endAllOf } from "./closing.ts";
import { offerDemo } from "./demo.ts";
import { type Branch, type LabDocument, shownBranch } from "./document.ts";
import { followLink, syncAddress } from "./link-sync.ts";
import { startPlayback } from "./playback.ts";
import { atStart, documentKeeper, keptKey, loadDocument } from "./storage.ts";
import { createLab, type Lab } from "./store.ts";

const SAVE_REST_MS = 400;

function keepDocument(lab: Lab, card: ScenarioCard, key: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saved = lab.store.getState().document;
  let said: string | null = null;
  const keep = documentKeeper(card, key);
  const save = (): void => {
    const { document } = lab.store.getState();
    if (document === saved) return;
    saved = document;
    const problem = keep(document);
    // Said once, not at every change that follows.
    if (problem !== null && problem !== said) lab.actions.notify(problem);
    said = problem;
  };
  const unsubscribe = lab.store.subscribe((state) => {
    if (state.document === saved) return;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_REST_MS);
  });
  // A page that is closed at once keeps its last change too; a phone only says that it is hidden.
  const leaving = new AbortController();
  window.addEventListener("pagehide", save, { signal: leaving.signal });
  document.addEventListener("visibilitychange", save, { signal: leaving.signal });
  return () => {
    clearTimeout(timer);
    save();
    unsubscribe();
    leaving.abort();
  };
}

export interface OpenOptions {
  readonly card: ScenarioCard;
  /** An embedded laboratory leaves the address of the page alone. */
  readonly isEmbedded?: boolean;
  /** Fragment to start from, for an embedded one. */
  readonly fragment?: string;
  /** The study beside it: what a reader does there is kept apart. */
  readonly study?: string | undefined;
  /** Stands where the reader left it, if they had done something of their own there. */
  readonly resumes?: boolean;
}

/** A state that the text or a link asked for is not the reader's work. */
const isOwn = ({ change, parent }: Branch): boolean =>
  parent !== null && !change.startsWith("setup:");

/** Starts from the kept branch that the reader made last, where it leaves its parent. */
function resume(lab: Lab, document: LabDocument, fragment: string): void {
  lab.actions.start({ kind: "index", index: shownBranch(document).leavesAt });
  lab.actions.notify("Le laboratoire est tel que vous l’aviez laissé.", {
    title: "Revenir au départ",
    act: () => void followLink(lab, fragment),
  });
}

/** Beside a study branches have no list: the last one that the reader made has a door here. */
function offerLast(lab: Lab, document: LabDocument): void {
  const last = document.branches.findLast(isOwn);
  if (last === undefined) return;
  lab.actions.notify(typeset(`Votre essai d’avant est gardé : ${last.name ?? last.changeText}.`), {
    title: "Y revenir",
    act: () => lab.actions.showBranch(last.id),
  });
}

export function openLab(options: OpenOptions): { readonly lab: Lab; readonly close: () => void } {
  const { card, isEmbedded = false, fragment, study, resumes = false } = options;
  const key = keptKey(card.id, study);
  const { document: kept, problem } = loadDocument(card, key);
  const isResumed = resumes && kept !== null && isOwn(shownBranch(kept));
  const lab = createLab({
    card,
    client: createEngineClient(spawnEngine),
    ...(kept === null ? {} : { document: isResumed ? kept : atStart(card, kept) }),
  });
  if (problem !== null) lab.actions.notify(problem);
  const undo = [startPlayback(lab), () => lab.dispose(), () => endAllOf(lab)];
  if (typeof WebAssembly !== "object") {
    lab.store.setState({ engine: { kind: "failed", message: NO_WEBASSEMBLY } });
    lab.actions.notify(NO_WEBASSEMBLY);
  } else if (isResumed) resume(lab, kept, fragment ?? "");
  else {
    const link = fragment ?? (isEmbedded ? "" : location.hash);
    if (!followLink(lab, link)) lab.actions.start();
    offerDemo(lab, link);
    if (resumes && kept !== null) offerLast(lab, kept);
  }
  if (!isEmbedded) undo.push(syncAddress(lab));
  undo.push(keepDocument(lab, card, key));
  return {
    lab,
    close() {
      for (const stop of undo.reverse()) stop();
    },
  };
}
