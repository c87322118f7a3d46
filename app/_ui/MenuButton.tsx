"use client";
/** A button that opens a menu beneath itself. */
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./Button.tsx";
import { Menu, type MenuItem } from "./Menu.tsx";
import type { SignName } from "./Sign.tsx";

interface MenuButtonProps {
  /** Text of the button; also names the menu unless `menuLabel` does. */
  readonly children: ReactNode;
  readonly menuLabel: string;
  readonly items: readonly MenuItem[];
  readonly sign?: SignName | undefined;
  readonly variant?: "plain" | "quiet" | undefined;
  readonly header?: ReactNode;
  readonly className?: string | undefined;
}

export function MenuButton({
  children,
  menuLabel,
  items,
  sign,
  variant = "quiet",
  header,
  className,
}: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        ref={button}
        variant={variant}
        sign={sign}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        className={className}
        onClick={() => setAnchor(anchor === null ? button.current : null)}
      >
        {children}
      </Button>
      <Menu
        label={menuLabel}
        anchor={anchor}
        items={items}
        header={header}
        onClose={() => setAnchor(null)}
      />
    </>
  );
}
