/** Where am I, and what can be done from everywhere, with its key. */
"use client";
import { nodeTitle } from "@/app/_texte/names.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Brand } from "@/app/_ui/Brand.tsx";
import { Button } from "@/app/_ui/Button.tsx";
import { ThemeMenu } from "@/app/_ui/ThemeMenu.tsx";
import { useCard, useLab, useLabApi } from "../hooks.ts";
import { toggleFog } from "../keyboard.ts";
import styles from "./shell.module.css";

interface TopBarProps {
  readonly onCopy: () => void;
  readonly onHelp: () => void;
  /** « Lien copié » for a moment after copying. */
  readonly isCopied: boolean;
}

export function FogButton() {
  const lab = useLabApi();
  const card = useCard();
  const fog = useLab((s) => s.view.fog);
  return (
    <Button
      variant="quiet"
      sign="fog"
      shortcut="N"
      pressed={fog !== null}
      onClick={() => toggleFog(lab)}
    >
      {fog === null ? "Brouillard" : typeset(`Brouillard : ${nodeTitle(card, fog)}`)}
    </Button>
  );
}

export function TopBar({ onCopy, onHelp, isCopied }: TopBarProps) {
  const card = useCard();
  return (
    <header className={styles.top}>
      <Brand />
      <span className={styles.rule} />
      <p className={styles.crumb}>
        <span>{card.group}</span>
        <span aria-hidden="true">›</span>
      </p>
      <h1 className={styles.name}>{typeset(card.title)}</h1>
      <span className={styles.space} />
      <FogButton />
      <Button variant="quiet" sign={isCopied ? "ok" : "link"} shortcut="C" onClick={onCopy}>
        {isCopied ? "Lien copié" : "Copier le lien"}
      </Button>
      <ThemeMenu />
      <Button variant="quiet" sign="help" shortcut="?" onClick={onHelp}>
        Aide
      </Button>
    </header>
  );
}
