// The line marks, as a loader for the bundler of the site (see mark-lines.mjs).
const { markLines } = require("./mark-lines.mjs");

module.exports = function markLinesLoader(source) {
  return markLines(source);
};
