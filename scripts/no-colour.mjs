// Stands in for `d3-color`: what the graph and the curves interpolate is numbers, never colours.
// Turbopack puts it there (next.config.mjs). A text is then no colour, which d3-interpolate understands.

/** Reads a text as a colour: it never is one. */
export function color() {
  return null;
}

function refuse() {
  throw new Error("no colour is interpolated here: colours are tokens");
}

export { refuse as cubehelix, refuse as hcl, refuse as hsl, refuse as lab, refuse as rgb };
