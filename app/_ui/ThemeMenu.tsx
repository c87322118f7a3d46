"use client";
/** Light, dark, the system's choice, and the projector: the reader's light, in the top bar. */
import { useSyncExternalStore } from "react";
import { MenuButton } from "./MenuButton.tsx";
import {
  chooseProfile,
  chooseTheme,
  currentProfile,
  onThemeChange,
  type Profile,
  type ThemeChoice,
  themeChoice,
} from "./theme.ts";

const words: Readonly<Record<ThemeChoice, string>> = {
  light: "Clair",
  dark: "Sombre",
  system: "Comme le système",
};

/** The reader's choice of light; « system » while the server draws. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(onThemeChange, themeChoice, () => "system" as const);
}

export function useProfile(): Profile {
  return useSyncExternalStore(onThemeChange, currentProfile, () => "normal" as const);
}

export function ThemeMenu({ className }: { readonly className?: string | undefined }) {
  const choice = useThemeChoice();
  const profile = useProfile();
  const items = [
    ...(["light", "dark", "system"] as const).map((id) => ({
      id,
      label: words[id],
      checked: choice === id,
      onSelect: () => chooseTheme(id),
    })),
    {
      id: "projector",
      label: profile === "projector" ? "Quitter le projecteur" : "Projecteur",
      sign: "project" as const,
      separated: true,
      onSelect: () => chooseProfile(profile === "projector" ? "normal" : "projector"),
    },
  ];
  return (
    <MenuButton sign="theme" menuLabel="Affichage" items={items} className={className}>
      {choice === "system" ? "Affichage" : words[choice]}
    </MenuButton>
  );
}
