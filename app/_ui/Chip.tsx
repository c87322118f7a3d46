/** A sign and its word: the state of one thing, never colour alone. */
import type { ReactNode } from "react";
import styles from "./Chip.module.css";
import { cx } from "./cx.ts";
import { Sign } from "./Sign.tsx";
import type { Kind } from "./signs.ts";

interface ChipProps {
  readonly kind: Kind;
  /** Instead of the word of the table: « pas 96 », « 4 tenues ». */
  readonly children?: ReactNode;
  /** Only the sign is drawn; the word is read aloud. */
  readonly compact?: boolean | undefined;
  readonly className?: string | undefined;
}

export function Chip({ kind, children, compact = false, className }: ChipProps) {
  return (
    <span className={cx(styles.chip, `tone-${kind.tone}`, className)}>
      <Sign name={kind.sign} title={compact ? kind.word : undefined} />
      {!compact && <span>{children ?? kind.word}</span>}
    </span>
  );
}
