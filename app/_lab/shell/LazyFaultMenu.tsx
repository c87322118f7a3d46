/** The fault menu, fetched when it is first asked for. */
"use client";
import { lazy, Suspense, useState } from "react";
import { useLab } from "../hooks.ts";

const FaultMenu = lazy(() =>
  import("../stage/FaultMenu.tsx").then((m) => ({ default: m.FaultMenu })),
);

export function LazyFaultMenu() {
  const isAsked = useLab((s) => s.view.faultMenu !== null);
  const [wasAsked, setAsked] = useState(false);
  if (isAsked && !wasAsked) setAsked(true);
  if (!wasAsked) return null;
  return (
    <Suspense fallback={null}>
      <FaultMenu />
    </Suspense>
  );
}
