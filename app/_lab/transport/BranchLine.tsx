/** One kept branch in the list of all. */
"use client";
import { useState } from "react";
import { IconButton } from "@/app/_ui/Button.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import { compareHref } from "../compare-link.ts";
import { type Branch, branchTitle, shownBranch } from "../document.ts";
import { useActions, useLabApi } from "../hooks.ts";
import styles from "./transport.module.css";

export function BranchLine({
  branch,
  isShown,
  parent,
}: {
  readonly branch: Branch;
  readonly isShown: boolean;
  readonly parent: Branch | null;
}) {
  const actions = useActions();
  const [draft, setDraft] = useState<string | null>(null);
  const name = branch.name ?? branch.changeText;
  const commit = (): void => {
    if (draft !== null) actions.renameBranch(branch.id, draft);
    setDraft(null);
  };
  const { card, document } = useLabApi().store.getState();
  const { setup: shown } = shownBranch(document);
  return (
    <li className={styles.branchLine}>
      <input
        type="radio"
        name="branche"
        checked={isShown}
        aria-label={`Afficher ${branchTitle(branch)}`}
        onChange={() => actions.showBranch(branch.id)}
      />
      <b>{branch.id.toUpperCase()}</b>
      <input
        type="text"
        value={draft ?? name}
        maxLength={60}
        aria-label={`Nom de la branche ${branch.id.toUpperCase()}`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
      <small>
        {parent === null
          ? "le départ"
          : `quitte ${parent.id.toUpperCase()} ${branch.leavesAt < 0 ? "dès le départ" : `au pas ${branch.leavesAt + 1}`}`}
      </small>
      {isShown ? (
        <span />
      ) : (
        <a
          className={styles.compare}
          href={compareHref({ card, setup: branch.setup }, { card, setup: shown })}
          title="Comparer à la branche affichée"
          aria-label={`Comparer ${branch.id.toUpperCase()} à la branche affichée`}
        >
          <Sign name="compare" />
        </a>
      )}
      {branch.parent === null ? (
        <span />
      ) : (
        <IconButton
          sign="close"
          label={`Effacer la branche ${branch.id.toUpperCase()}`}
          onClick={() => actions.removeBranch(branch.id)}
        />
      )}
    </li>
  );
}
