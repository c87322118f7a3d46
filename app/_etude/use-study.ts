"use client";
/** How the pieces of a study read it, and the runs that they wait for. */
import { createContext, useContext, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { StudySetup } from "./setup.ts";
import { setupKey } from "./setup.ts";
import type { StudyRun } from "./study-engine.ts";
import type { Study, StudyState } from "./study-store.ts";

export const StudyContext = createContext<Study | null>(null);

export function useStudy(): Study {
  const study = useContext(StudyContext);
  if (study === null) throw new Error("a study stands above this component");
  return study;
}

export const useStudyState = <T>(selector: (state: StudyState) => T): T =>
  useStore(useStudy().store, selector);

export type Awaited<T> =
  | { readonly kind: "waiting" }
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "failed"; readonly message: string };

/** Makes a run once `isWanted`, and gives what is read from it. */
export function useStudyRun(setup: StudySetup, isWanted: boolean): Awaited<StudyRun> {
  const study = useStudy();
  const [state, setState] = useState<Awaited<StudyRun>>({ kind: "waiting" });
  const key = setupKey(setup);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the setup
  useEffect(() => {
    if (!isWanted) return;
    let isHere = true;
    study.run(setup).then(
      (value) => isHere && setState({ kind: "ready", value }),
      (error: unknown) =>
        isHere &&
        setState({
          kind: "failed",
          message: error instanceof Error ? error.message : String(error),
        }),
    );
    return () => {
      isHere = false;
    };
  }, [study, key, isWanted]);
  return state;
}

/** True once the element has come near the window: numbers are worked out when they are about to be read. */
export function useNear(ref: React.RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null || isNear) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true),
      { rootMargin: "400px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, isNear]);
  return isNear;
}
