/** Where am I, and what can be done from everywhere, with its key. */
"use client";
import { nodeTitle } from "@/app/_texte/names.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Brand } from "@/app/_ui/Brand.tsx";
import { Button } from "@/app/_ui/Button.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import { ThemeMenu } from "@/app/_ui/ThemeMenu.tsx";
import { compareAddress } from "../compare-link.ts";
import { useCard, useLab, useLabApi } from "../hooks.ts";
import { toggleFog } from "../keyboard.ts";
import { addressOf } from "../link-sync.ts";
import styles from "./shell.module.css";

interface TopBarProps {
  readonly isEmbedded: boolean;
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

/** In a page of its own: the mark, the group, the name. */
function Whereabouts() {
  const card = useCard();
  return (
    <>
      <Brand />
      <span className={styles.rule} />
      <p className={styles.crumb}>
        <span>{card.group}</span>
        <span aria-hidden="true">›</span>
      </p>
      <h1 className={styles.name}>{typeset(card.title)}</h1>
    </>
  );
}

/** This branch beside the one that it left; the first one, beside the next variant. */
function CompareLink() {
  const lab = useLabApi();
  const { id } = useCard();
  return (
    <a
      className={styles.compare}
      href={`/comparer/#v=1&g.labo=${id}&d.labo=${id}`}
      onClick={(event) => {
        event.preventDefault();
        location.assign(compareAddress(lab.store.getState()));
      }}
    >
      <Sign name="compare" /> Comparer
    </a>
  );
}

/** The same state, with the whole screen for it. */
function WholeScreen() {
  const lab = useLabApi();
  const { id } = useCard();
  return (
    <a
      className={styles.whole}
      href={`/labo/${id}/`}
      onClick={(event) => {
        event.preventDefault();
        location.assign(addressOf(lab));
      }}
    >
      Plein écran
    </a>
  );
}

export function TopBar({ isEmbedded, onCopy, onHelp, isCopied }: TopBarProps) {
  return (
    <header className={styles.top}>
      {isEmbedded ? <h2 className={styles.name}>Laboratoire</h2> : <Whereabouts />}
      <span className={styles.space} />
      <FogButton />
      {!isEmbedded && <CompareLink />}
      <Button variant="quiet" sign={isCopied ? "ok" : "link"} shortcut="C" onClick={onCopy}>
        {isCopied ? "Lien copié" : "Copier le lien"}
      </Button>
      {isEmbedded ? <WholeScreen /> : <ThemeMenu />}
      <Button variant="quiet" sign="help" shortcut="?" onClick={onHelp}>
        Aide
      </Button>
    </header>
  );
}
