/** What the books of a run say, for the words of a study: they know no more of the simulator. */
export {
  type Counted,
  countedIn,
  isWrong,
  type SubjectLedger,
} from "@/simulator/observation/counted.ts";
export type { MachineTally } from "@/simulator/observation/ledger.ts";
