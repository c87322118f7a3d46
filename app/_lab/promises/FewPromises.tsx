/**
 * Promises where room is short. Phone: the next to change and three totals. Projector: two of them,
 * in letters that the back of the room reads.
 */
"use client";
import { formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { type ClaimView, useActions, useClaimsAtPlayhead, useLab } from "../hooks.ts";
import { nextToChange } from "./next-to-change.ts";
import { standingOf } from "./PromisesStrip.tsx";
import styles from "./promises.module.css";

function One({ claim }: { readonly claim: ClaimView }) {
  const actions = useActions();
  const kind = standingOf(claim);
  return (
    <div className={styles.one}>
      <span className={cx(styles.oneSign, `tone-${kind.tone}`)}>
        <Sign name={kind.sign} title={kind.word} />
      </span>
      <h3>{claim.card.title}</h3>
      <p>
        <span>
          attendu <b>{claim.card.expected}</b>
        </span>
        <span>
          observé <b>{claim.standing?.observed ?? "–"}</b>
        </span>
        {claim.brokenAt >= 0 ? (
          <button
            type="button"
            className={cx(styles.breach, "tone-fail")}
            onClick={() => actions.goTo(claim.brokenAt)}
          >
            <Sign name="fail" title="rompue au" /> {formatStep(claim.brokenAt)}
          </button>
        ) : (
          claim.standing !== null && (
            <span className={cx(styles.later, `tone-${kind.tone}`)}>{kind.word}</span>
          )
        )}
      </p>
    </div>
  );
}

function Totals({ claims }: { readonly claims: readonly ClaimView[] }) {
  const actions = useActions();
  const held = claims.filter((claim) => claim.standing?.verdict === "held").length;
  const pending = claims.filter((claim) => claim.standing?.verdict === "pending").length;
  const broken = claims.filter((claim) => claim.brokenAt >= 0);
  const first = broken.length === 0 ? -1 : Math.min(...broken.map((claim) => claim.brokenAt));
  const earliest = broken.find((claim) => claim.brokenAt === first);
  return (
    <p className={styles.totals}>
      <span className="tone-ok">
        <Sign name="ok" /> {held} {held < 2 ? "tenue" : "tenues"}
      </span>
      {pending > 0 && (
        <span className="tone-wait">
          <Sign name="wait" /> {pending} en attente
        </span>
      )}
      {first >= 0 && (
        <button
          type="button"
          className={cx(styles.breach, "tone-fail")}
          onClick={() => actions.goTo(first)}
        >
          <Sign name="fail" title={broken.length < 2 ? "rompue au" : "rompues dès le"} />{" "}
          {broken.length > 1 && `${broken.length}, `}
          {formatStep(first)}
        </button>
      )}
      {earliest !== undefined && (
        <button
          type="button"
          className={styles.ask}
          aria-label={typeset(`Pourquoi « ${earliest.card.title} » est-elle rompue ?`)}
          onClick={() => actions.askWhy(earliest.card.id)}
        >
          Pourquoi&#x202F;?
        </button>
      )}
    </p>
  );
}

export function FewPromises({
  count,
  withTotals,
}: {
  readonly count: number;
  readonly withTotals: boolean;
}) {
  const claims = useClaimsAtPlayhead();
  const chosen = useLab((s) => nextToChange(s, count).join(" "));
  const shown = claims.filter((claim) => chosen.split(" ").includes(claim.card.id));
  return (
    <section
      className={cx(styles.few, withTotals && styles.phone)}
      aria-label="Promesses : ce qui doit tenir"
    >
      <h2 className="visually-hidden">Promesses</h2>
      <div className={styles.fewCells}>
        {shown.map((claim) => (
          <One key={claim.card.id} claim={claim} />
        ))}
      </div>
      {withTotals && <Totals claims={claims} />}
    </section>
  );
}
