/** The drawing of parts: a case made of services and databases never weighs it. */
"use client";
import { createDoor } from "./door.ts";

export type PartsModule = typeof import("./parts.ts");

export const useParts = createDoor<PartsModule>(() => import("./parts.ts"));
