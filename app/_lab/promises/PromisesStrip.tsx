/**
 * What must hold: one cell a promise, its verdict here on the left, its first breach in the whole run
 * on the right, its whole life beneath. A promise broken anywhere has a red foot.
 */
"use client";
import { verdictLabels } from "@/app/_texte/labels.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import { type ClaimView, useActions, useClaimsAtPlayhead, useLab } from "../hooks.ts";
import { useAxis } from "../run-axis.ts";
import { useLayout } from "../use-layout.ts";
import { LifeLine } from "./LifeLine.tsx";
import { nextToChange } from "./next-to-change.ts";
import styles from "./promises.module.css";

export const standingOf = ({ standing }: ClaimView) => verdictLabels[standing?.verdict ?? "none"];

/** Two lines of a condensed face hold about so much; expected and observed stand on one. */
const compactWidth = (title: string, { card, standing }: ClaimView): number =>
  Math.max(
    ...[131, 86 + title.length * 2.3],
    122 + 7.3 * (card.expected.length + (standing?.observed ?? "–").length),
  );

interface ClaimCellProps {
  readonly claim: ClaimView;
  readonly track: ClaimTrack | undefined;
  /** Little width: the title takes two lines, the breach stands beside the life line. */
  readonly isCompact: boolean;
}

function ClaimCell({ claim, track, isCompact }: ClaimCellProps) {
  const actions = useActions();
  const log = useLab((s) => s.run.log);
  const isAsked = useLab((s) => s.view.whyClaim === claim.card.id);
  const axis = useAxis();
  const kind = standingOf(claim);
  const { standing, brokenAt, card } = claim;
  const isBroken = brokenAt >= 0;
  const breach = (
    <button
      type="button"
      className={cx(styles.breach, "tone-fail")}
      onClick={() => actions.goTo(brokenAt)}
      aria-label={typeset(`${card.title} : rompue au ${formatStep(brokenAt)}. Y aller`)}
    >
      <Sign name="fail" /> {formatStep(brokenAt)}
    </button>
  );
  return (
    <li
      className={cx(styles.claim, isBroken && styles.hot)}
      style={{
        flexGrow: isCompact ? 1 : card.title.length + 6,
        minWidth: isCompact ? `${compactWidth(card.title, claim)}px` : undefined,
      }}
    >
      <h3 title={card.sentence}>
        <span className={`tone-${kind.tone}`}>
          <Sign name={kind.sign} title={kind.word} />
        </span>
        <span>{card.title}</span>
      </h3>
      <p>
        <span className={styles.reading}>
          attendu <b>{card.expected}</b>
        </span>
        <span className={styles.reading}>
          observé <b>{standing?.observed ?? "–"}</b>
        </span>
        {isBroken
          ? !isCompact && breach
          : !isCompact &&
            standing?.verdict === "pending" && (
              <span className={cx(styles.later, "tone-wait")}>en attente</span>
            )}
      </p>
      <span className={styles.foot}>
        <LifeLine track={track} log={log} axis={axis} />
        {isBroken && isCompact && breach}
        {isBroken && (
          <button
            type="button"
            className={styles.why}
            aria-pressed={isAsked}
            aria-label={typeset(`Pourquoi « ${card.title} » est-elle rompue ?`)}
            onClick={() => actions.askWhy(isAsked ? null : card.id)}
          >
            {isCompact ? <Sign name="why" /> : "Pourquoi\u202f?"}
          </button>
        )}
      </span>
    </li>
  );
}

/** `count`: only so many, those that change next. */
export function PromisesStrip({ count }: { readonly count?: number }) {
  const all = useClaimsAtPlayhead();
  const chosen = useLab((s) => (count === undefined ? "" : nextToChange(s, count).join(" ")));
  const claims =
    count === undefined ? all : all.filter((c) => chosen.split(" ").includes(c.card.id));
  const tracks = useLab((s) => s.run.claims);
  const layout = useLayout();
  const isCompact = layout !== "wide" && count === undefined;
  return (
    <section
      className={styles.strip}
      aria-label="Promesses : ce qui doit tenir"
      // Where it scrolls sideways, the keyboard must be able to scroll it.
      tabIndex={isCompact ? 0 : undefined}
    >
      <h2 className="visually-hidden">Promesses</h2>
      <ul
        className={cx(styles.list, isCompact ? styles.compact : claims.length > 6 && styles.tight)}
      >
        {claims.map((claim) => (
          <ClaimCell
            key={claim.card.id}
            claim={claim}
            track={tracks.find((track) => track.id === claim.card.id)}
            isCompact={isCompact}
          />
        ))}
      </ul>
    </section>
  );
}
