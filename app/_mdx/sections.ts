/** The sections of every study, in their fixed order: anchors are stable, links of teachers rely on them. */

export interface SectionCard {
  readonly id: string;
  /** 0–10 in the margin; null after the challenge ladder. */
  readonly number: number | null;
  readonly title: string;
}

export const studySections: readonly SectionCard[] = [
  { id: "l-incident", number: 0, title: "L’incident" },
  { id: "votre-pari", number: 1, title: "Votre pari" },
  { id: "l-experience", number: 2, title: "L’expérience" },
  { id: "le-constat", number: 3, title: "Le constat" },
  { id: "l-explication", number: 4, title: "L’explication" },
  { id: "le-correctif", number: 5, title: "Le correctif" },
  { id: "le-prix", number: 6, title: "Le prix" },
  { id: "comparer", number: 7, title: "Comparer" },
  { id: "transferer", number: 8, title: "Transférer" },
  { id: "defi", number: 9, title: "Défi" },
  { id: "retenir", number: 10, title: "Retenir" },
  { id: "atelier", number: null, title: "Atelier" },
  { id: "modele-et-limites", number: null, title: "Modèle et limites" },
  { id: "sources", number: null, title: "Sources" },
  { id: "fiche-enseignant", number: null, title: "Fiche enseignant" },
];
