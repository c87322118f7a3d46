/** Where am I, what is shared, and what can be done from everywhere, with its key. */
"use client";
import Link from "next/link";
import { shownBranch } from "@/app/_lab/document.ts";
import { VIEW_TITLES } from "@/app/_lab/view-titles.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Brand } from "@/app/_ui/Brand.tsx";
import { Button } from "@/app/_ui/Button.tsx";
import { MenuButton } from "@/app/_ui/MenuButton.tsx";
import { ThemeMenu } from "@/app/_ui/ThemeMenu.tsx";
import styles from "./comparison.module.css";
import { usePair, useSide } from "./pair-hooks.ts";
import { PANE_VIEWS, paneView } from "./pane-views.ts";

interface PairBarProps {
  readonly isCopied: boolean;
  readonly onCopy: () => void;
  readonly onHelp: () => void;
  readonly onWorld: () => void;
}

export function PairBar({ isCopied, onCopy, onHelp, onWorld }: PairBarProps) {
  const { card, labs } = usePair();
  const left = useSide(0, (s) => shownBranch(s.document).setup.seed);
  const right = useSide(1, (s) => shownBranch(s.document).setup.seed);
  const view = useSide(0, (s) => paneView(s.view.tab));
  return (
    <header className={styles.top}>
      <Brand />
      <p className={styles.crumb}>
        <Link href="/comparer/" prefetch={false}>
          Comparer
        </Link>
        <span aria-hidden="true">›</span>
      </p>
      <h1 className={styles.title}>{typeset(card.title)}</h1>
      <span className={styles.space} />
      <Button variant="solid" sign="compare" className={styles.world} onClick={onWorld}>
        {left === right ? `Même monde, graine ${left}` : `Deux graines\u00a0: ${left} et ${right}`}
      </Button>
      <MenuButton
        menuLabel="Vue des deux côtés"
        className={styles.views}
        items={PANE_VIEWS.map((id) => ({
          id,
          label: VIEW_TITLES[id],
          checked: id === view,
          onSelect: () => labs[0].actions.showTab(id),
        }))}
      >
        {VIEW_TITLES[view]} ▾
      </MenuButton>
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
