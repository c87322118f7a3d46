/** For those who listen: one polite line a step, said once things rest. */
"use client";
import { useEffect, useState } from "react";
import { narrate } from "@/app/_texte/narration.ts";
import { formatInstant } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { usePair } from "./pair-hooks.ts";
import { tellPair } from "./tell-pair.ts";

const QUIET_MS = 300;

export function PairAnnouncer() {
  const { labs, clock, store } = usePair();
  const [line, setLine] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let said = "-1|-1";
    const say = (): void => {
      const [left, right] = [labs[0].store.getState(), labs[1].store.getState()];
      const { comparison } = store.getState();
      const inB = comparison.kind === "done" ? comparison.comparison.diff.inB : null;
      const text = tellPair(left, right, inB, (state, index) =>
        narrate(state.run.log.event(index), state.card, state.run.log),
      );
      setLine(typeset(`${formatInstant(Math.round(clock.timeUs()))} : ${text}`));
    };
    const listen = (): void => {
      const [left, right] = [labs[0].store.getState(), labs[1].store.getState()];
      const here = `${left.view.playhead}|${right.view.playhead}`;
      if (here === said) return;
      said = here;
      clearTimeout(timer);
      if (!left.view.isPlaying) timer = setTimeout(say, QUIET_MS);
    };
    const stops = labs.map((lab) => lab.store.subscribe(listen));
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [labs, clock, store]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {line}
    </p>
  );
}
