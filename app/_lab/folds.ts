/** The folds of one run that every view shares: the state at the playhead, the table of messages. */
export {
  createMessageTable,
  type Flight,
  type MessageRecord,
  type MessageTable,
} from "@/simulator/observation/messages.ts";
export {
  createTimeline,
  type SlotChange,
  type Timeline,
} from "@/simulator/observation/timeline.ts";
