/**
 * Buttons of the book and of the panel. The label is a verb, in sentence case.
 * `solid` is the one thing to do next, `plain` has a frame, `quiet` stands in a bar, `link` in a text.
 */
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";
import { cx } from "./cx.ts";
import { Kbd } from "./Kbd.tsx";
import { keyShortcuts } from "./key-names.ts";
import { Sign, type SignName } from "./Sign.tsx";
import { Tooltip } from "./Tooltip.tsx";

interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: "plain" | "solid" | "quiet" | "link" | undefined;
  readonly size?: "panel" | "large" | undefined;
  readonly sign?: SignName | undefined;
  /** The key that does the same, shown and announced. */
  readonly shortcut?: string | undefined;
  /** For a button that stays down. */
  readonly pressed?: boolean | undefined;
  readonly children: ReactNode;
}

export function Button({
  variant = "plain",
  size = "panel",
  sign,
  shortcut,
  pressed,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-keyshortcuts={keyShortcuts(shortcut)}
      {...rest}
      className={cx(styles.button, styles[variant], size === "large" && styles.large, className)}
    >
      {sign && <Sign name={sign} />}
      <span>{children}</span>
      {shortcut && <Kbd silent>{shortcut}</Kbd>}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  readonly sign: SignName;
  /** French verb: the name of the button, also shown as a tip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly variant?: "quiet" | "plain" | "solid" | undefined;
}

export function IconButton({
  sign,
  label,
  shortcut,
  pressed,
  variant = "quiet",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut} isLabel>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={keyShortcuts(shortcut)}
        {...rest}
        className={cx(styles.button, styles.icon, styles[variant], className)}
      >
        <Sign name={sign} />
      </button>
    </Tooltip>
  );
}
