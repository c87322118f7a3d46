// Stands in for `d3-transition` where the graph's library asks for it: the graph of the laboratory goes
// to its place at once, so that nothing moves that the run does not move. Turbopack puts it there
// (next.config.mjs). Owns only what d3-zoom needs of a selection; refuses to animate, in words.
import { selection } from "d3-selection";

/** Ends the movements of an element: it never has any. */
export function interrupt() {}

selection.prototype.interrupt = function interruptAll() {
  return this;
};

selection.prototype.transition = () => {
  throw new Error("the graph does not animate: give its library no duration");
};
