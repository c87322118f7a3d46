/** Copies the address of this comparison; when the browser refuses, shows it to be copied by hand. */
"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/Button.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import styles from "./comparison.module.css";

const SHOWN_MS = 2_000;

export interface CopyPairLink {
  readonly copy: () => void;
  readonly isCopied: boolean;
  readonly dialog: ReactNode;
}

export function useCopyPairLink(address: () => string): CopyPairLink {
  const [isCopied, setCopied] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = (): void => {
    const text = address();
    const done = (): void => {
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), SHOWN_MS);
    };
    if (navigator.clipboard === undefined) setRefused(text);
    else navigator.clipboard.writeText(text).then(done, () => setRefused(text));
  };
  const dialog = (
    <Sheet open={refused !== null} title="Copier le lien" onClose={() => setRefused(null)}>
      <p>Ce navigateur ne laisse pas copier. Voici le lien de cet état&nbsp;:</p>
      <textarea
        className={styles.address}
        readOnly
        rows={5}
        value={refused ?? ""}
        aria-label="Lien de cet état"
        onFocus={(event) => event.target.select()}
      />
      <Button onClick={() => setRefused(null)}>Fermer</Button>
    </Sheet>
  );
  return { copy, isCopied, dialog };
}
