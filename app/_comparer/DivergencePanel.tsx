/** Where the two stories part: the step on each side, its instant, and what each side tells there. */
"use client";
import { narrate } from "@/app/_texte/narration.ts";
import { formatCount, formatInstant, formatStep } from "@/app/_texte/numbers.ts";
import { sentence, typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { type Divergence, divergenceUs } from "@/simulator/observation/diff.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { SideIndex } from "@/simulator/vocabulary/pair.ts";
import styles from "./comparison.module.css";
import { divergenceShown } from "./divergence-shown.ts";
import { useComparison, usePair, usePairState, useSide } from "./pair-hooks.ts";
import { afterWords } from "./tell-pair.ts";

const KINDS: Readonly<Record<Divergence["kind"], string>> = {
  missing: "Un fait arrive d’un côté et pas de l’autre.",
  order: "Les mêmes faits arrivent dans un autre ordre.",
  content: "Le même fait ne dit pas la même chose.",
  time: "Le même fait arrive à un autre instant.",
};

/** « À gauche, l’orchestrateur… »: a press goes there. */
function Told({ side, index }: { readonly side: SideIndex; readonly index: number }) {
  const { labs, actions } = usePair();
  const { card, run } = labs[side].store.getState();
  const word = side === 0 ? "À gauche" : "À droite";
  if (index < 0 || index >= run.length) {
    return (
      <p>
        <b>{word}</b>, {typeset("plus rien n’arrive.")}
      </p>
    );
  }
  const text = narrate(run.log.event(index), card, run.log);
  return (
    <p>
      <button
        type="button"
        className={styles.told}
        aria-label={typeset(`${word} : aller au ${formatStep(index)}`)}
        onClick={() => actions.goToSide(side, index)}
        onPointerEnter={() => labs[side].actions.light({ kind: "event", index })}
        onPointerLeave={() => labs[side].actions.light(null)}
        onFocus={() => labs[side].actions.light({ kind: "event", index })}
        onBlur={() => labs[side].actions.light(null)}
      >
        {word}
      </button>
      , {afterWords(text, card)}
    </p>
  );
}

function Found({
  divergence,
  rank,
  total,
}: {
  readonly divergence: Divergence;
  readonly rank: number;
  readonly total: number;
}) {
  const { labs, actions } = usePair();
  const [left, right] = labs.map((lab) => lab.store.getState().run.log) as [
    ReturnType<(typeof labs)[0]["store"]["getState"]>["run"]["log"],
    ReturnType<(typeof labs)[0]["store"]["getState"]>["run"]["log"],
  ];
  const [leftCard, rightCard] = labs.map((lab) => lab.store.getState().card) as [
    ScenarioCard,
    ScenarioCard,
  ];
  const isOtherDesign = leftCard.id !== rightCard.id;
  const { a, b, kind } = divergence;
  const atUs = divergenceUs(divergence, left, right);
  const side: SideIndex = a >= 0 && (b < 0 || left.atUs(a) <= right.atUs(b)) ? 0 : 1;
  const index = side === 0 ? a : b;
  return (
    <>
      <p className={styles.flagLine}>
        <button type="button" className={styles.flag} onClick={() => actions.goToSide(side, index)}>
          {formatStep(index)}
        </button>{" "}
        <span className="num">{formatInstant(atUs)}</span>
      </p>
      <p>
        {rank > 0
          ? KINDS[kind]
          : isOtherDesign
            ? typeset(
                `Jusque-là, de chaque ${leftCard.subjectTitle.toLocaleLowerCase("fr")}, les deux systèmes disent la même chose aux mêmes instants.`,
              )
            : "Jusque-là, les deux parcours disent les mêmes faits aux mêmes instants."}
      </p>
      <Told side={0} index={a} />
      <Told side={1} index={b} />
      <p className={styles.rank}>
        <Button variant="link" disabled={rank === 0} onClick={() => actions.goToDivergence(-1)}>
          Précédente
        </Button>{" "}
        {formatCount(rank + 1)} sur {formatCount(total)}{" "}
        <Button
          variant="link"
          disabled={rank === total - 1}
          onClick={() => actions.goToDivergence(1)}
        >
          Suivante
        </Button>
      </p>
    </>
  );
}

export function DivergencePanel() {
  const { clock } = usePair();
  const comparison = useComparison();
  const state = usePairState((s) => s.comparison.kind);
  const left = useSide(0, (s) => s.run);
  const right = useSide(1, (s) => s.run);
  const divergences = comparison?.diff.divergences ?? [];
  const rank = divergenceShown(divergences, [left.log, right.log], clock.timeUs());
  const shown = divergences[rank];
  const isSame = left.summary !== null && left.summary.digest === right.summary?.digest;
  return (
    <aside className={styles.divergence} aria-label="Divergences">
      <h2>{rank === 0 ? "Première divergence" : "Divergence"}</h2>
      {shown !== undefined ? (
        <Found divergence={shown} rank={rank} total={divergences.length} />
      ) : (
        <p>
          {state === "waiting"
            ? "Les deux parcours se comparent."
            : state === "failed"
              ? "La comparaison s’est arrêtée sur une erreur. Les deux parcours sont intacts."
              : isSame
                ? sentence("les deux parcours sont le même, événement pour événement")
                : typeset(
                    "Mêmes messages, mêmes écritures, aux mêmes instants : seul le travail interne diffère.",
                  )}
        </p>
      )}
    </aside>
  );
}
