/** Copies the address of this state; when the browser refuses, shows it to be copied by hand. */
"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLabApi } from "../hooks.ts";
import { addressOf } from "../link-sync.ts";

const SHOWN_MS = 2_000;

export interface CopyLink {
  readonly copy: () => void;
  readonly isCopied: boolean;
  /** The address to copy by hand, or null. */
  readonly refused: string | null;
  readonly dismiss: () => void;
}

export function useCopyLink(): CopyLink {
  const lab = useLabApi();
  const [isCopied, setCopied] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback(() => {
    const address = addressOf(lab);
    const done = (): void => {
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), SHOWN_MS);
    };
    if (navigator.clipboard === undefined) setRefused(address);
    else navigator.clipboard.writeText(address).then(done, () => setRefused(address));
  }, [lab]);
  return { copy, isCopied, refused, dismiss: () => setRefused(null) };
}
