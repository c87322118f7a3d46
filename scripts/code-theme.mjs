// Colours of the code listings, for shiki: ink only.
// In this book colour belongs to what happened in a run, so that code is set in weights and greys,
// by the same variables as the rest of the page: one theme serves light, dark and projector.

/** A TextMate theme as plain data (it crosses a process boundary on its way to the MDX loader). */
export const inkTheme = {
  name: "encre",
  type: "light",
  colors: { "editor.foreground": "var(--ink)", "editor.background": "var(--well)" },
  settings: [
    { settings: { foreground: "var(--ink)", background: "var(--well)" } },
    {
      scope: ["comment", "punctuation.definition.comment"],
      settings: { foreground: "var(--ink-3)", fontStyle: "italic" },
    },
    {
      scope: ["keyword", "storage.type", "storage.modifier", "keyword.control"],
      settings: { foreground: "var(--ink)", fontStyle: "bold" },
    },
    { scope: ["keyword.operator"], settings: { foreground: "var(--ink)", fontStyle: "" } },
    { scope: ["string", "constant"], settings: { foreground: "var(--ink-2)" } },
  ],
};
