/** Every kept branch: show it, name it, let it go. */
"use client";
import { useState } from "react";
import { countOf } from "@/app/_texte/numbers.ts";
import { Button, IconButton } from "@/app/_ui/Button.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import { compareHref } from "../compare-link.ts";
import { type Branch, branchTitle, shownBranch } from "../document.ts";
import { useActions, useLab, useLabApi } from "../hooks.ts";
import styles from "./transport.module.css";

function BranchLine({
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

export function BranchList() {
  const [isOpen, setOpen] = useState(false);
  const branches = useLab((s) => s.document.branches);
  const shown = useLab((s) => s.document.shown);
  return (
    <>
      <button
        type="button"
        className={styles.laneName}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
      >
        Branches <small>{branches.length}</small>
      </button>
      <Sheet
        open={isOpen}
        title={`Branches : ${countOf(branches.length, "gardée")}`}
        onClose={() => setOpen(false)}
      >
        <p className={styles.branchesText}>
          Le passé ne s’efface pas : chaque changement ouvre une branche, gardée et comparable.
        </p>
        <ul className={styles.branches}>
          {branches.map((branch) => (
            <BranchLine
              key={branch.id}
              branch={branch}
              isShown={branch.id === shown}
              parent={branches.find((b) => b.id === branch.parent) ?? null}
            />
          ))}
        </ul>
        <Button onClick={() => setOpen(false)}>Fermer</Button>
      </Sheet>
    </>
  );
}
