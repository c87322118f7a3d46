// Marks as pure the calls that only make a component, in a library written as one large file.
//
// @xyflow/react says `const MiniMap = memo(MiniMapComponent)` at the top of its file, for each of its
// components. A bundler keeps a call of which it knows nothing, and with it the map, the controls and
// the resizing of boxes that the laboratory never shows. The mark is what lets it drop them.
const call =
  /^((?:const|let|var) [\w$]+ = )((?:memo|forwardRef|fixedForwardRef|createContext)\()/gm;

module.exports = function markPureCalls(source) {
  return source.replace(call, "$1/*#__PURE__*/ $2");
};
