"use client";
/**
 * A challenge: a promise to break within a budget. The simulator judges the run shown beside the text;
 * the link of that run is the proof.
 */
import { useEffect } from "react";
import { useStore } from "zustand";
import { type LabGlance, labGlance } from "../_etude/lab-link.ts";
import type { StudySetup } from "../_etude/setup.ts";
import { useStudy, useStudyState } from "../_etude/use-study.ts";
import { quoted, typeset } from "../_texte/typography.ts";
import { Sign } from "../_ui/Sign.tsx";
import styles from "./Defi.module.css";
import { StateLink } from "./Flag.tsx";

interface DefiProps {
  readonly id: string;
  readonly goal: string;
  readonly claim: string;
  readonly claimTitle: string;
  readonly variant: string;
  readonly variantTitle: string;
  /** What may be done, in words. */
  readonly budget: string;
  readonly faultsMax: number;
  readonly parametersMax: number;
  /** Where the challenge starts from. */
  readonly setup: StudySetup;
}

type Judgement =
  | { readonly kind: "absent" }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "over"; readonly text: string }
  | { readonly kind: "running" }
  | { readonly kind: "held" }
  | { readonly kind: "met" };

const many = (count: number, noun: string): string => `${count} ${noun}${count < 2 ? "" : "s"}`;

function judge(glance: LabGlance | null, challenge: DefiProps): Judgement {
  if (glance === null) return { kind: "absent" };
  if (glance.scenario !== challenge.setup.scenario || glance.variant !== challenge.variant)
    return { kind: "elsewhere" };
  const given = Object.keys(challenge.setup.parameters).length;
  if (glance.faultCount > challenge.faultsMax) {
    return { kind: "over", text: `${many(glance.faultCount, "panne")} : c’est trop.` };
  }
  if (glance.changedParameters > challenge.parametersMax + given) {
    return { kind: "over", text: `${many(glance.changedParameters, "réglage")} : c’est trop.` };
  }
  if (glance.broken === null) return { kind: "running" };
  return { kind: glance.broken.includes(challenge.claim) ? "met" : "held" };
}

export function Defi(props: DefiProps) {
  const study = useStudy();
  const glance = useStore(labGlance, (state) => state.glance);
  const proof = useStudyState((state) => state.progress.passed[props.id]);
  // A challenge taken up is still taken up after a reload: its faults are.
  const isTaken = useStudyState((s) => s.progress.passed[`${props.id}-releve`] !== undefined);
  const judgement = judge(glance, props);
  const isMet = isTaken && judgement.kind === "met";
  useEffect(() => {
    if (isMet && glance !== null) study.pass(props.id, glance.address);
  }, [isMet, glance, study, props.id]);
  return (
    <div className={styles.challenge} data-met={proof !== undefined || undefined}>
      <p className={styles.goal}>{props.goal}</p>
      <p className={styles.budget}>
        Variante {quoted(props.variantTitle)}, {props.budget}.
      </p>
      <p className={styles.go}>
        <StateLink setup={props.setup} marker="debut" passes={`${props.id}-releve`} isButton>
          Relever le défi
        </StateLink>
        <span className={styles.verdict} aria-live="polite">
          {isTaken && <Verdict judgement={judgement} title={props.claimTitle} />}
        </span>
      </p>
      {proof !== undefined && (
        <p className={styles.proof}>
          <Sign name="ok" className="tone-ok" />{" "}
          <a href={proof}>Votre preuve : ce lien rejoue la rupture</a>
        </p>
      )}
    </div>
  );
}

function Verdict({ judgement, title }: { readonly judgement: Judgement; readonly title: string }) {
  switch (judgement.kind) {
    case "absent":
      return "Le laboratoire n’est pas encore ouvert.";
    case "elsewhere":
      return "Le laboratoire montre une autre variante.";
    case "over":
      return judgement.text;
    case "running":
      return "Le parcours se calcule.";
    case "held":
      return `${quoted(title)} tient encore.`;
    case "met":
      return typeset(`${quoted(title)} est rompue : défi relevé.`);
  }
}
