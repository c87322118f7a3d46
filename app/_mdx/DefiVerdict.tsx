"use client";
/** How the run shown beside the text stands before a challenge; keeps the link of the one that meets it. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { type LabGlance, labGlance } from "../_etude/lab-link.ts";
import { useStudy } from "../_etude/use-study.ts";
import { quoted, typeset } from "../_texte/typography.ts";
import type { DefiProps } from "./Defi.tsx";

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
    return { kind: "over", text: `${many(glance.faultCount, "panne")} : c’est trop.` };
  }
  if (glance.changedParameters > challenge.parametersMax + given) {
    return { kind: "over", text: `${many(glance.changedParameters, "réglage")} : c’est trop.` };
  }
  if (glance.broken === null) return { kind: "running" };
  return { kind: glance.broken.includes(challenge.claim) ? "met" : "held" };
}

export function DefiVerdict({ challenge }: { readonly challenge: DefiProps }) {
  const { id, claimTitle } = challenge;
  const study = useStudy();
  const glance = useStore(labGlance, (state) => state.glance);
  const judgement = judge(glance, challenge);
  const isMet = judgement.kind === "met";
  useEffect(() => {
    if (isMet && glance !== null) study.pass(id, glance.address);
  }, [isMet, glance, study, id]);
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
      return `${quoted(claimTitle)} tient encore.`;
    case "met":
      return typeset(`${quoted(claimTitle)} est rompue\u00a0: défi relevé.`);
  }
}
