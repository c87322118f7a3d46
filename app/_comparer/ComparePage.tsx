/** A comparison on a page of its own. Drawn before the engines are there, alive a moment later. */
"use client";
import { useEffect, useState } from "react";
import { Stage } from "@/app/_lab/shell/Views.tsx";
import { typeset } from "@/app/_texte/typography.ts";
import { Brand } from "@/app/_ui/Brand.tsx";
import { Comparison } from "./Comparison.tsx";
import styles from "./comparison.module.css";
import { type OpenPairOptions, openPair, pairFragment } from "./open-pair.ts";
import { PairContext } from "./pair-hooks.ts";
import type { Pair } from "./pair-state.ts";

function Waiting({ title, seed }: { readonly title: string; readonly seed: number }) {
  return (
    <main id="contenu" className={styles.waiting} aria-busy="true">
      <Brand />
      <h1>{typeset(title)}</h1>
      <p>{typeset(`Deux mondes se préparent : graine ${seed}.`)}</p>
      <noscript>
        <p>La comparaison a besoin de JavaScript ; les études se lisent sans lui.</p>
      </noscript>
    </main>
  );
}

export function ComparePage(options: OpenPairOptions) {
  const [pair, setPair] = useState<Pair | null>(null);
  const { card, cards, setups, withLabs } = options;
  useEffect(() => {
    const opened = openPair({ card, cards, setups, withLabs });
    let isOpen = true;
    // Drawn in one go with its graphs: the frame alone, drawn first, would only delay them.
    const show = (): void => {
      if (isOpen) setPair(opened.pair);
    };
    Stage.fetch().then(show, show);
    return () => {
      isOpen = false;
      setPair(null);
      opened.close();
    };
  }, [card, cards, setups, withLabs]);
  if (pair === null) return <Waiting title={card.title} seed={card.seed} />;
  const address = (): string =>
    `${location.origin}${location.pathname}#${pairFragment(pair, options)}`;
  return (
    <PairContext value={pair}>
      <Comparison address={address} />
    </PairContext>
  );
}
