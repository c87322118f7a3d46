/** The scenario's sources, fetched once when a reader first looks at the code. */
"use client";
import { useEffect, useState } from "react";
import { type ScenarioSources, sourcesUrl } from "./source-format.ts";

const known = new Map<string, Promise<ScenarioSources>>();
const loaded = new Map<string, ScenarioSources>();

async function load(scenario: string): Promise<ScenarioSources> {
  const response = await fetch(sourcesUrl(scenario));
  if (!response.ok) throw new Error(`${response.status}`);
  const sources = (await response.json()) as ScenarioSources;
  loaded.set(scenario, sources);
  return sources;
}

export type SourcesState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed" }
  | { readonly kind: "ready"; readonly sources: ScenarioSources };

export function useSources(scenario: string): SourcesState {
  const [state, setState] = useState<SourcesState>(() => {
    const sources = loaded.get(scenario);
    return sources === undefined ? { kind: "loading" } : { kind: "ready", sources };
  });
  useEffect(() => {
    let isHere = true;
    const promise = known.get(scenario) ?? load(scenario);
    known.set(scenario, promise);
    promise.then(
      (sources) => isHere && setState({ kind: "ready", sources }),
      () => {
        known.delete(scenario);
        if (isHere) setState({ kind: "failed" });
      },
    );
    return () => {
      isHere = false;
    };
  }, [scenario]);
  return state;
}
