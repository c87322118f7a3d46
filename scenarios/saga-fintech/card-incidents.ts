/** Prepared faults. */
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";

export const incidents: readonly IncidentCard[] = [];
