/** Keys as printed on a French keyboard, and as `aria-keyshortcuts` wants them. */
const standardNames: Readonly<Record<string, string>> = {
  Maj: "Shift",
  Ctrl: "Control",
  "→": "ArrowRight",
  "←": "ArrowLeft",
  "↑": "ArrowUp",
  "↓": "ArrowDown",
  Espace: "Space",
  Échap: "Escape",
  Entrée: "Enter",
  Début: "Home",
  Fin: "End",
};

/** « Maj + → » gives `Shift+ArrowRight`. */
export function keyShortcuts(printed: string | undefined): string | undefined {
  return printed
    ?.split(/\s*\+\s*/)
    .map((key) => standardNames[key] ?? key)
    .join("+");
}
