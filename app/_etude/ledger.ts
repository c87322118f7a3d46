/** What the books of a run say, for the words of a study: they know no more of the simulator. */
export {
  type Counted,
  countedIn,
  isWrong,
  type MachineTally,
  type SubjectLedger,
} from "@/simulator/observation/ledger.ts";
