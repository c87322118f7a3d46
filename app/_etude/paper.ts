/** What a paper says, for the words of a study: they know no more of the simulator. */
export type { Paper, PaperEvent, PaperLine } from "@/simulator/observation/paper.ts";
