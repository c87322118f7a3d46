/** The drawing of crowds: a case whose card draws each node by itself never weighs it. */
"use client";
import { createDoor } from "./door.ts";

export type CrowdModule = typeof import("./crowd.ts");

export const useCrowd = createDoor<CrowdModule>(() => import("./crowd.ts"));
