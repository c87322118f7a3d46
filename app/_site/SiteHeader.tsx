/**
 * The bar at the top of the pages that are read: mark, where one may go, the reader's light.
 * The laboratory and the studies have their own bar.
 */
import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "../_ui/Brand.tsx";
import { ThemeMenu } from "../_ui/ThemeMenu.tsx";
import styles from "./SiteHeader.module.css";

export type Section = "catalogue" | "atelier" | "comparer" | "glossaire" | "etudes";

interface SiteHeaderProps {
  /** The page one is on: marked, and still a link. */
  readonly here?: Section | undefined;
  /** Stands beside the mark: « Étude › Saga orchestrée ». */
  readonly children?: ReactNode;
}

const places: readonly { readonly id: Section; readonly href: string; readonly title: string }[] = [
  { id: "catalogue", href: "/#catalogue", title: "Catalogue" },
  { id: "etudes", href: "/etudes/", title: "Études" },
  { id: "comparer", href: "/comparer/", title: "Comparer" },
  { id: "atelier", href: "/atelier/pieces/", title: "Atelier" },
  { id: "glossaire", href: "/glossaire/", title: "Glossaire" },
];

export function SiteHeader({ here, children }: SiteHeaderProps) {
  return (
    <header className={styles.bar}>
      <Brand />
      {children && <div className={styles.crumb}>{children}</div>}
      <nav className={styles.places} aria-label="Site">
        {places.map((place) => (
          <Link
            key={place.id}
            href={place.href}
            // Fetched when it is asked for: the comparison alone would weigh more than the page that is read.
            prefetch={false}
            className={styles.place}
            aria-current={place.id === here ? "page" : undefined}
          >
            {place.title}
          </Link>
        ))}
      </nav>
      <ThemeMenu className={styles.light} />
    </header>
  );
}
