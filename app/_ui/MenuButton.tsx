"use client";
/** A button that opens a menu beneath itself; the menu is fetched when a hand comes near. */
import { type ComponentProps, type ComponentType, type ReactNode, useRef, useState } from "react";
import { Button } from "./Button.tsx";
import type { Menu, MenuItem } from "./Menu.tsx";
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

type MenuPart = ComponentType<ComponentProps<typeof Menu>>;

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
  const [Shown, setShown] = useState<MenuPart | null>(null);
  /** A file that does not come opens nothing; the next press asks again. */
  const fetchMenu = async (): Promise<boolean> => {
    if (Shown !== null) return true;
    try {
      const part = await import("./Menu.tsx");
      setShown(() => part.Menu);
      return true;
    } catch {
      return false;
    }
  };
  const toggle = async (): Promise<void> => {
    if (anchor !== null) setAnchor(null);
    else if (await fetchMenu()) setAnchor(button.current);
  };
  return (
    <>
      <Button
        ref={button}
        variant={variant}
        sign={sign}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        className={className}
        onPointerEnter={() => void fetchMenu()}
        onFocus={() => void fetchMenu()}
        onClick={() => void toggle()}
      >
        {children}
      </Button>
      {Shown !== null && (
        <Shown
          label={menuLabel}
          anchor={anchor}
          items={items}
          header={header}
          onClose={() => setAnchor(null)}
        />
      )}
    </>
  );
}
