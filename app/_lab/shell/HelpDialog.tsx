/** Help: keys by tabs, and the switch that turns them all off. */
"use client";
import { useState } from "react";
import { typeset } from "@/app/_texte/typography.ts";
import { Kbd } from "@/app/_ui/Kbd.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { Switch } from "@/app/_ui/Switch.tsx";
import { Tabs, tabPanelProps } from "@/app/_ui/Tabs.tsx";
import { KEY_COMMANDS, type KeyCommand } from "../key-commands.ts";
import { setPreference, usePreference } from "../preferences.ts";
import styles from "./shell.module.css";

const TABS = [
  { id: "base", label: "Lecture" },
  { id: "vues", label: "Vues" },
  { id: "pannes", label: "Pannes" },
] as const;

const TEXTS: Readonly<Record<KeyCommand["group"], string>> = {
  base: "Le curseur est le même partout : schéma, bases, code et promesses montrent le même instant, en avant comme en arrière.",
  vues: "L’encre est à vous, la couleur est au système : ce qui est noir, c’est vous qui l’avez posé.",
  pannes:
    "Clic droit sur un nœud, un lien ou un message en vol. La panne agit juste après le pas affiché ; le passé reste, une branche s’ouvre.",
};

export function HelpDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const [tab, setTab] = useState<KeyCommand["group"]>("base");
  const keys = usePreference("clavier", "oui");
  return (
    <Sheet open={isOpen} title="Aide" size="full" onClose={onClose}>
      <Tabs label="Aide" idBase="aide" items={TABS} value={tab} onChange={setTab} size="panel" />
      <div {...tabPanelProps("aide", tab)} className={styles.help}>
        <p className={styles.helpText}>{typeset(TEXTS[tab])}</p>
        <table>
          <caption className="visually-hidden">Touches</caption>
          <tbody>
            {KEY_COMMANDS.filter((command) => command.group === tab).map((command) => (
              <tr key={command.label}>
                <th scope="row">{typeset(command.label)}</th>
                <td>
                  {command.keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.helpFoot}>
        <Switch
          label="Touches du laboratoire"
          checked={keys !== "non"}
          onChange={(isOn) => setPreference("clavier", isOn ? "oui" : "non")}
        />
        <p>Elles n’agissent que dans le laboratoire. Éteintes, les boutons font tout.</p>
      </div>
    </Sheet>
  );
}
