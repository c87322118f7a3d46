/**
 * Light, dark or the system's choice, and the profile of the screen (normal or projector).
 *
 * Owns the two attributes of `<html>` (`data-theme`, `data-profile`) and the two keys of the local
 * storage. Refuses to know who draws with them: everything else reads CSS variables, and a canvas
 * subscribes to `onThemeChange`.
 */

export type ThemeChoice = "system" | "light" | "dark";
export type Theme = "light" | "dark";
export type Profile = "normal" | "projector";

const THEME_KEY = "contretemps.theme";
const PROFILE_KEY = "contretemps.profil";
const CHANGE_EVENT = "contretemps:theme";

/**
 * Runs before the first paint, so that a dark room never sees a white flash. With that of the early clicks it is
 * the only inline script that we write ourselves; `scripts/csp.mjs` authorises it by its hash.
 */
export const themeScript = `(function(){var d=document.documentElement,t=null,p=null;try{t=localStorage.getItem("${THEME_KEY}");p=localStorage.getItem("${PROFILE_KEY}")}catch(e){}
if(t!=="light"&&t!=="dark")t=matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";d.dataset.theme=t;if(p==="projector")d.dataset.profile=p})()`;

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage may be refused; the page then forgets the choice at the next visit.
  }
}

function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Same as above: the choice holds for this visit.
  }
}

export function themeChoice(): ThemeChoice {
  const value = stored(THEME_KEY);
  return value === "light" || value === "dark" ? value : "system";
}

export function currentTheme(): Theme {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

export function currentProfile(): Profile {
  return document.documentElement.dataset.profile === "projector" ? "projector" : "normal";
}

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function chooseTheme(choice: ThemeChoice): void {
  store(THEME_KEY, choice === "system" ? null : choice);
  document.documentElement.dataset.theme = choice === "system" ? systemTheme() : choice;
  window.dispatchEvent(new Event(CHANGE_EVENT));
}

export function chooseProfile(profile: Profile): void {
  store(PROFILE_KEY, profile === "normal" ? null : profile);
  if (profile === "normal") delete document.documentElement.dataset.profile;
  else document.documentElement.dataset.profile = profile;
  window.dispatchEvent(new Event(CHANGE_EVENT));
}

/** Calls back when the theme, the profile or the system's preference changes; returns the undo. */
export function onThemeChange(listener: () => void): () => void {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const follow = (): void => {
    if (themeChoice() === "system") document.documentElement.dataset.theme = systemTheme();
    listener();
  };
  window.addEventListener(CHANGE_EVENT, listener);
  media.addEventListener("change", follow);
  return () => {
    window.removeEventListener(CHANGE_EVENT, listener);
    media.removeEventListener("change", follow);
  };
}
