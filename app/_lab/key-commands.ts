/** Every key of the laboratory, as the help lists them; `keyboard.ts` obeys them. */
export interface KeyCommand {
  /** As printed on the keyboard. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: "base" | "vues" | "pannes";
}

export const KEY_COMMANDS: readonly KeyCommand[] = [
  { keys: ["Espace", "K"], label: "Lecture, pause", group: "base" },
  { keys: ["→", "←"], label: "Pas suivant, pas précédent", group: "base" },
  { keys: ["Maj + →", "Maj + ←"], label: "Événement marqué suivant, précédent", group: "base" },
  { keys: ["Début", "Fin"], label: "Début, fin du parcours", group: "base" },
  { keys: ["V", "Maj + V"], label: "Vitesse suivante, précédente", group: "base" },
  { keys: ["R"], label: "Recommencer, même graine", group: "base" },
  { keys: ["Ctrl + Z", "Ctrl + Maj + Z"], label: "Annuler, rétablir", group: "base" },
  { keys: ["G", "E", "T"], label: "Graphe, espace-temps, table", group: "vues" },
  { keys: ["J"], label: "Journal de l’inspecteur", group: "vues" },
  { keys: ["I", "Entrée"], label: "Inspecteur", group: "vues" },
  { keys: ["L"], label: "Graphe : liens du nœud, l’un après l’autre", group: "vues" },
  { keys: ["M"], label: "Messages en vol ; espace-temps : autre bout du message", group: "vues" },
  { keys: ["N"], label: "Brouillard : ce que sait le nœud choisi", group: "vues" },
  { keys: ["C"], label: "Copier le lien de cet état", group: "vues" },
  { keys: ["F"], label: "Plein écran", group: "vues" },
  { keys: ["?"], label: "Aide", group: "vues" },
  { keys: ["Échap"], label: "Fermer, désélectionner", group: "vues" },
  { keys: ["P", "Menu", "Maj + F10"], label: "Pannes de l’objet choisi", group: "pannes" },
  { keys: ["←", "→"], label: "Sur une panne : un événement plus tôt, plus tard", group: "pannes" },
  {
    keys: ["Alt + ←", "Alt + →"],
    label: "Sur une panne : plus courte, plus longue",
    group: "pannes",
  },
  {
    keys: ["Alt + Maj + ←", "Alt + Maj + →"],
    label: "Sur une panne : commence plus tôt, plus tard",
    group: "pannes",
  },
  { keys: ["Suppr"], label: "Sur une panne : la retirer", group: "pannes" },
  { keys: ["D"], label: "Vos demandes, là où le système en prend", group: "pannes" },
];
