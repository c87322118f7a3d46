/** A square switch: on or off, at once, never « delete ». */

import { cx } from "./cx.ts";
import styles from "./Switch.module.css";

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** The label stands elsewhere on the page; here it is only read aloud. */
  readonly hideLabel?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

export function Switch({
  label,
  checked,
  onChange,
  hideLabel = false,
  disabled,
  className,
}: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={hideLabel ? label : undefined}
      disabled={disabled}
      className={cx(styles.switch, className)}
      onClick={() => onChange(!checked)}
    >
      {!hideLabel && <span className={styles.label}>{label}</span>}
      <span className={styles.track} aria-hidden="true" />
    </button>
  );
}
