/** The fault menu, fetched when it is first asked for. */
"use client";
import { useState } from "react";
import { useLab } from "../hooks.ts";
import { FaultMenu } from "./Views.tsx";

export function LazyFaultMenu() {
  const isAsked = useLab((s) => s.view.faultMenu !== null);
  const [wasAsked, setAsked] = useState(false);
  if (isAsked && !wasAsked) setAsked(true);
  return wasAsked ? <FaultMenu /> : null;
}
