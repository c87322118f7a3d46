/** A fault on its track, fetched when there is one to draw or when the reader first moves a hand. */
"use client";
import { later } from "../shell/Later.tsx";

export const LaterFaultBar = later(
  () => import("./FaultBar.tsx").then((m) => m.FaultBar),
  null,
  true,
);
