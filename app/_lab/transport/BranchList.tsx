/** Every kept branch: show it, name it, let it go. */
"use client";
import { useState } from "react";
import { countOf } from "@/app/_texte/numbers.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { useLab } from "../hooks.ts";
import { later } from "../shell/Later.tsx";
import styles from "./transport.module.css";

/** Nobody reads the list before asking for it. */
export const BranchLine = later(() => import("./BranchLine.tsx").then((m) => m.BranchLine));

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
