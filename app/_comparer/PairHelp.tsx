/** Help of the comparison: its keys, and what is done to both sides. */
"use client";
import { setPreference, usePreference } from "@/app/_lab/preferences.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Kbd } from "@/app/_ui/Kbd.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { Switch } from "@/app/_ui/Switch.tsx";
import styles from "./comparison.module.css";

const KEYS: readonly (readonly [keys: readonly string[], label: string])[] = [
  [["Espace", "K"], "Lecture, pause"],
  [["→", "←"], "Événement suivant, précédent, de l’un ou l’autre côté"],
  [["Maj + →", "Maj + ←"], "Divergence suivante, précédente"],
  [["Début", "Fin"], "Début, fin des deux parcours"],
  [["V", "Maj + V"], "Vitesse suivante, précédente"],
  [["P", "Menu", "Maj + F10"], "Pannes de l’objet choisi"],
  [["Ctrl + Z", "Ctrl + Maj + Z"], "Annuler, rétablir, des deux côtés"],
  [["G", "E", "T"], "Graphe, espace-temps, table, des deux côtés"],
  [["I", "Entrée"], "Inspecteur de ce côté"],
  [["C"], "Copier le lien de cet état"],
  [["?"], "Aide"],
];

export function PairHelp({ onClose }: { readonly onClose: () => void }) {
  const keys = usePreference("clavier", "oui");
  return (
    <Sheet open title="Aide" size="full" onClose={onClose}>
      <div className={styles.help}>
        <p>
          Un seul curseur pour les deux parcours. Une panne posée d’un côté l’est aussi de l’autre,
          sur le nœud qui y joue le même rôle : juste après le même événement s’il a lieu des deux
          côtés au même moment, sinon à la même heure de l’horloge, quelques pas plus loin.
          L’interrupteur la garde d’un seul côté. Ce que vous pointez à gauche s’allume à droite
          quand il y a un équivalent.
        </p>
        <table>
          <caption className="visually-hidden">Touches</caption>
          <tbody>
            {KEYS.map(([names, label]) => (
              <tr key={label}>
                <th scope="row">{typeset(label)}</th>
                <td>
                  {names.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Switch
          label="Touches du laboratoire"
          checked={keys !== "non"}
          onChange={(isOn) => setPreference("clavier", isOn ? "oui" : "non")}
        />
      </div>
    </Sheet>
  );
}
