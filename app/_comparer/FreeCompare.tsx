/**
 * Any two runs: the link says which, or the form does. A link that cannot be followed is said in words
 * above the form.
 */
"use client";
import { type ReactNode, useEffect, useState } from "react";
import { SIDE_KEYS } from "@/app/_lab/compare-link.ts";
import { defaultSetup } from "@/app/_lab/document.ts";
import { quoted } from "@/app/_texte/typography.ts";
import { ChooseRuns, type RunChoice } from "./ChooseRuns.tsx";
import { ComparePage } from "./ComparePage.tsx";
import { freePair } from "./free-pair.ts";
import { loadCard } from "./load-card.ts";
import type { OpenPairOptions } from "./open-pair.ts";
import { decodePairLink, partOf, readParts } from "./pair-link.ts";

type Asked =
  /** The form, with what was wrong with the link. */
  | { readonly kind: "form"; readonly problem: string | null }
  | { readonly kind: "loading" }
  | { readonly kind: "open"; readonly key: string; readonly options: OpenPairOptions };

const form = (problem: string | null): Asked => ({ kind: "form", problem });
const unknownLab = (id: string): Asked =>
  form(`Laboratoire inconnu\u00a0: ${quoted(id.slice(0, 40))}. Choisissez deux parcours.`);

/** The two laboratories that a fragment names, or what to show instead. */
function labsOf(fragment: string): readonly [string, string] | Asked {
  const parts = readParts(fragment);
  if (parts === null) return form(null);
  if (typeof parts === "string") return form(parts);
  const [left, right] = SIDE_KEYS.map((key) => partOf(parts, `${key}labo`));
  if (left === undefined || right === undefined)
    return form("Ce lien ne nomme pas deux laboratoires. Choisissez deux parcours.");
  return [left, right];
}

async function openFragment(
  [left, right]: readonly [string, string],
  fragment: string,
): Promise<Asked> {
  const [a, b] = await Promise.all([loadCard(left), loadCard(right)]);
  if (a === null) return unknownLab(left);
  if (b === null) return unknownLab(right);
  const cards = [a, b] as const;
  const setups = [defaultSetup(a), defaultSetup(b)] as const;
  const reading = decodePairLink({ cards, setups }, fragment);
  const wanted = reading.kind === "read" ? reading.link.setups : setups;
  return {
    kind: "open",
    key: `${left} ${right}`,
    options: { card: freePair(cards, wanted), cards, setups: wanted, withLabs: true },
  };
}

interface FreeCompareProps {
  readonly header: ReactNode;
  readonly choices: readonly RunChoice[];
  /** Prepared comparisons, shown beside the form. */
  readonly prepared: ReactNode;
}

export function FreeCompare({ header, choices, prepared }: FreeCompareProps) {
  const [asked, setAsked] = useState<Asked>(form(null));
  useEffect(() => {
    let opened = "";
    let isHere = true;
    const follow = (): void => {
      const labs = labsOf(location.hash);
      if ("kind" in labs) {
        // Once two runs are shown, a bad link is theirs to speak of.
        if (opened === "") setAsked(labs);
        return;
      }
      if (labs.join(" ") === opened) return;
      setAsked({ kind: "loading" });
      void openFragment(labs, location.hash).then((next) => {
        if (!isHere) return;
        opened = next.kind === "open" ? next.key : "";
        setAsked(next);
      });
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => {
      isHere = false;
      window.removeEventListener("hashchange", follow);
    };
  }, []);
  if (asked.kind === "open") return <ComparePage key={asked.key} {...asked.options} />;
  return (
    <>
      {header}
      <ChooseRuns
        choices={choices}
        problem={asked.kind === "form" ? asked.problem : null}
        isBusy={asked.kind === "loading"}
        prepared={prepared}
      />
    </>
  );
}
