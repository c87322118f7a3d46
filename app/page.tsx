/** Home: an incident beside its living system, then the catalogue. */
import type { Metadata } from "next";
import { catalogueGroups, filmedIncidents, plannedCases } from "../content/catalogue.ts";
import { cards } from "../scenarios/cards.ts";
import { comparisons } from "../scenarios/comparisons.ts";
import { pieceCards } from "../scenarios/pieces/cards.ts";
import { Catalogue, type CatalogueSection } from "./_accueil/Catalogue.tsx";
import { Comparisons } from "./_accueil/Comparisons.tsx";
import { Incident } from "./_accueil/Incident.tsx";
import { thumbnailCard } from "./_accueil/thumbnail.ts";
import { Workshop } from "./_accueil/Workshop.tsx";
import { thumbnailStage } from "./_atelier/thumbnail-stage.ts";
import { SiteHeader } from "./_site/SiteHeader.tsx";
import { typeset } from "./_texte/typography.ts";
import { studySlugs } from "./etudes/studies.ts";

export const metadata: Metadata = { title: { absolute: "Contretemps" } };

/** The case whose incident stands above the catalogue. */
const SHOWN = "saga-fintech";

function sections(): readonly CatalogueSection[] {
  const studies = studySlugs();
  return catalogueGroups.map((group) => ({
    ...group,
    text: typeset(group.text),
    cases: [
      ...cards
        .filter((live) => live.group === group.title)
        .map((live) => ({
          id: live.id,
          title: typeset(live.title),
          breaks: typeset(live.summary),
          patterns: live.patterns,
          level: live.level,
          minutes: live.minutes,
          href: studies.includes(live.id) ? `/etudes/${live.id}/` : `/labo/${live.id}/`,
          isShown: live.id === SHOWN,
          thumbnail: thumbnailCard(live, filmedIncidents[live.id], thumbnailStage(live)),
        })),
      ...plannedCases
        .filter((planned) => planned.group === group.id)
        .map((planned) => ({
          id: planned.id,
          title: typeset(planned.title),
          breaks: typeset(planned.breaks),
          patterns: planned.patterns,
          level: planned.level,
          minutes: planned.minutes,
          href: studies.includes(planned.id) ? `/etudes/${planned.id}/` : null,
          isShown: false,
          thumbnail: null,
        })),
    ],
  }));
}

export default function Home() {
  return (
    <>
      <SiteHeader here="catalogue" />
      <main id="contenu">
        <Incident />
        <Catalogue sections={sections()} />
        <Comparisons pairs={comparisons.map(({ id, title }) => ({ id, title: typeset(title) }))} />
        <Workshop count={pieceCards.length} />
      </main>
    </>
  );
}
