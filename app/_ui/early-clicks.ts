/**
 * Clicks made while a page is read but not yet awake: kept, and made again once it is.
 *
 * Only under an element that says `data-keeps-clicks`, and only on what a page answers to by script:
 * links and folds work without it.
 */

/** Runs before the first paint, beside the script of the theme. */
export const earlyClicksScript = `(function(){var k=[];function f(e){var t=e.target.closest("[data-keeps-clicks] :is(button,input)");if(t&&k[k.length-1]!==t)k.push(t)}
addEventListener("click",f,true);window.earlyClicks=function(){removeEventListener("click",f,true);return k.splice(0)}})()`;

/** Makes them again, in their order; what has left the page meanwhile is let go. */
export function replayEarlyClicks(): void {
  const { earlyClicks } = window as { readonly earlyClicks?: () => readonly HTMLElement[] };
  for (const element of earlyClicks?.() ?? []) element.click();
}
