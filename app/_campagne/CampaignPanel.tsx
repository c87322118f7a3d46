/**
 * A campaign: the same story over many seeds, for one design or for two that share their luck.
 * Chooses the seeds, starts and cancels; what came out is in `CampaignResults.tsx`, fetched with it.
 */
"use client";
import {
  lazy,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { countOf, formatCount, formatDuration } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { createCampaignPool } from "@/app/_worker/campaign-pool.ts";
import { spawnCampaign, workersHere } from "@/app/_worker/spawn-campaign.ts";
import styles from "./Campaign.module.css";
import {
  type Campaign,
  type CampaignSide,
  type CampaignState,
  createCampaign,
  progressOf,
  type SeedAddress,
  sameSides,
} from "./campaign.ts";

const COUNTS = [20, 50, 100, 200, 500] as const;
const SEED_MAX = 1_000_000;

const CampaignResults = lazy(() =>
  import("./CampaignResults.tsx").then((module) => ({ default: module.CampaignResults })),
);

export interface CampaignPanelProps {
  /** One design, or left and right. */
  readonly sides: readonly CampaignSide[];
  readonly hrefOf: SeedAddress;
  /** Kept by whoever wants it to outlive this panel; absent: the panel's own. */
  readonly campaign?: Campaign;
}

/** A campaign in this browser, with one worker a core. */
export const openCampaign = (): Campaign =>
  createCampaign(createCampaignPool(spawnCampaign, workersHere()), () => performance.now());

function useOwnCampaign(given: Campaign | undefined): Campaign | null {
  const [own, setOwn] = useState<Campaign | null>(null);
  useEffect(() => {
    if (given !== undefined) return;
    const opened = openCampaign();
    setOwn(opened);
    return () => opened.dispose();
  }, [given]);
  return given ?? own;
}

export function CampaignPanel(props: CampaignPanelProps) {
  const campaign = useOwnCampaign(props.campaign);
  return campaign === null ? null : <Panel {...props} campaign={campaign} />;
}

function Panel({ sides, hrefOf, campaign }: CampaignPanelProps & { readonly campaign: Campaign }) {
  const state = useSyncExternalStore(campaign.subscribe, campaign.state, campaign.state);
  const [count, setCount] = useState<number>(100);
  const [from, setFrom] = useState(1);
  const isRunning = state.kind === "running";
  const isStale = useMemo(
    () => state.kind !== "idle" && !sameSides(state.sides, sides),
    [state.kind, state.sides, sides],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: progress alone draws no table again
  const results = useMemo(() => state, [state.runs]);
  // Drawn in slices, so that the page answers meanwhile.
  const shown = useDeferredValue(results);
  const addressOf = useCallback(
    (seed: number, side: number) => hrefOf(seed, shown.sides[side] as CampaignSide, shown.sides),
    [hrefOf, shown.sides],
  );
  const hasRuns = shown.runs.some((side) => side.length > 0);
  return (
    <section className={styles.panel} aria-label="Campagne">
      <p className={styles.intro}>{typeset(introOf(sides))}</p>
      <div className={styles.controls}>
        <CountField value={count} onChange={setCount} isDisabled={isRunning} />
        <FromField value={from} onChange={setFrom} isDisabled={isRunning} />
        {isRunning ? (
          <Button sign="close" onClick={() => campaign.cancel()}>
            Annuler
          </Button>
        ) : (
          <Button
            variant="solid"
            sign="play"
            onClick={() => campaign.start(sides, { from, count })}
          >
            {state.kind === "idle" ? "Lancer la campagne" : "Relancer"}
          </Button>
        )}
        <Standing state={state} />
      </div>
      {isRunning && <Progress state={state} />}
      {isStale && !isRunning && (
        <p className={styles.stale}>
          Vos réglages ont changé depuis : ces résultats sont ceux d’avant.
        </p>
      )}
      {hasRuns && (
        <Suspense fallback={<p className={styles.stale}>Les résultats se préparent.</p>}>
          <CampaignResults state={shown} hrefOf={addressOf} />
        </Suspense>
      )}
      <Failures state={state} />
    </section>
  );
}

const introOf = (sides: readonly CampaignSide[]): string =>
  sides.length === 2
    ? "La même comparaison sur de nombreuses graines : à chaque graine, les mêmes arrivées et la même chance des deux côtés. Les résultats durent autant que cette page ; les mêmes graines les redonnent."
    : "Le même réglage et les mêmes pannes sur de nombreuses graines : ce qui change est la chance. Les résultats durent autant que cette page ; les mêmes graines les redonnent.";

interface FieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly isDisabled: boolean;
}

function CountField({ value, onChange, isDisabled }: FieldProps) {
  const id = useId();
  return (
    <span className={styles.field}>
      <label htmlFor={id}>graines</label>
      <select
        id={id}
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {COUNTS.map((count) => (
          <option key={count} value={count}>
            {formatCount(count)}
          </option>
        ))}
      </select>
    </span>
  );
}

function FromField({ value, onChange, isDisabled }: FieldProps) {
  const id = useId();
  return (
    <span className={styles.field}>
      <label htmlFor={id}>à partir de la graine</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={0}
        max={SEED_MAX}
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const read = Math.round(Number(event.target.value));
          if (Number.isFinite(read)) onChange(Math.max(0, Math.min(SEED_MAX, read)));
        }}
      />
    </span>
  );
}

/** Said aloud when it changes: beginning and end, not each run. */
function Standing({ state }: { readonly state: CampaignState }) {
  const { done, total } = progressOf(state);
  const seconds = formatDuration(Math.round(state.tookMs / 100) * 100_000);
  const text = {
    idle: "",
    running: `${countOf(total, "parcours", "parcours")} sur ${countOf(workersHere(), "moteur")} en parallèle.`,
    done: `${countOf(done, "parcours", "parcours")} en ${seconds}.`,
    cancelled: `Annulée : ${formatCount(done)} parcours joués sur ${formatCount(total)}.`,
  }[state.kind];
  return (
    <p className={styles.standing} role="status">
      {typeset(text)}
    </p>
  );
}

function Progress({ state }: { readonly state: CampaignState }) {
  const { done, total } = progressOf(state);
  const leftMs = done === 0 ? null : (state.tookMs / done) * (total - done);
  return (
    <p className={styles.progress}>
      <progress value={done} max={total} aria-label="Avancement de la campagne" />
      <span>
        {formatCount(done)} sur {formatCount(total)}
        {leftMs !== null && typeset(`, encore ${formatDuration(Math.ceil(leftMs / 1_000) * 1e6)}`)}
      </span>
    </p>
  );
}

/** What went wrong on our side, said as it is. */
function Failures({ state }: { readonly state: CampaignState }) {
  const { failed, replacedCount } = state;
  if (failed.length === 0 && replacedCount === 0) return null;
  const messages = [...new Set(failed.map(({ message }) => message))];
  return (
    <div className={styles.failures} role="status">
      {replacedCount > 0 && (
        <p>
          {replacedCount === 1
            ? typeset("Un moteur s’est arrêté : il est remplacé, sa graine est rejouée.")
            : typeset(
                `${formatCount(replacedCount)} moteurs se sont arrêtés : ils sont remplacés, leurs graines sont rejouées.`,
              )}
        </p>
      )}
      {messages.map((message) => {
        const count = failed.filter((one) => one.message === message).length;
        return (
          <p key={message}>
            {count > 1 && `${countOf(count, "parcours", "parcours")} sans résultat. `}
            {message}
          </p>
        );
      })}
    </div>
  );
}
