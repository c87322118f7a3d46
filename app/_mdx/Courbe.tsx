"use client";
/** One figure against the size of the world, a curve a design: each point is a run made here and now. */
import { lazy } from "react";
import { type StudySetup, setupKey } from "../_etude/setup.ts";
import { useStudy } from "../_etude/use-study.ts";
import { OnDemand } from "./OnDemand.tsx";

export interface CurveSeries {
  readonly title: string;
  /** A figure of the scenario. */
  readonly figure: string;
  /** One run a size. */
  readonly setups: readonly StudySetup[];
}

export interface CourbeProps {
  readonly caption: string;
  /** What the sizes count, what the curves count: « caisses », « octets ». */
  readonly across: string;
  readonly up: string;
  readonly sizes: readonly number[];
  readonly series: readonly CurveSeries[];
}

/** Values by series, then by size. */
export type Curves = readonly (readonly number[])[];

const CourbeResults = lazy(() =>
  import("./CourbeResults.tsx").then((module) => ({ default: module.CourbeResults })),
);

export function Courbe(props: CourbeProps) {
  const study = useStudy();
  async function measure(say: (progress: string) => void): Promise<Curves> {
    // Two figures of one world are read in one run.
    const runs = new Map(
      props.series.flatMap(({ setups }) => setups.map((setup) => [setupKey(setup), setup])),
    );
    const rows = await study.measure([...runs.values()], {
      seeds: 1,
      onProgress: (done) => say(`${done} parcours sur ${runs.size}.`),
    });
    const rowOf = new Map([...runs.keys()].map((key, i) => [key, rows[i]]));
    return props.series.map(({ figure, setups }) =>
      setups.map((setup) => rowOf.get(setupKey(setup))?.[figure] ?? Number.NaN),
    );
  }
  return (
    <OnDemand caption={props.caption} work={measure}>
      {(curves) => <CourbeResults {...props} curves={curves} />}
    </OnDemand>
  );
}
