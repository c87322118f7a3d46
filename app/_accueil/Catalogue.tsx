"use client";
/**
 * The catalogue, set like a table of contents: groups, title, what breaks, patterns, level, minutes.
 * A case that works is a link; a case to come is grey text and says so.
 */
import Link from "next/link";
import { useState } from "react";
import { countOf } from "../_texte/numbers.ts";
import { foldText } from "../_texte/search.ts";
import { cx } from "../_ui/cx.ts";
import { Sign } from "../_ui/Sign.tsx";
import styles from "./Catalogue.module.css";
import { Thumbnail } from "./Thumbnail.tsx";
import type { ThumbnailCard } from "./thumbnail.ts";

export interface CatalogueCase {
  readonly id: string;
  readonly title: string;
  readonly breaks: string;
  readonly patterns: readonly string[];
  readonly level: 1 | 2 | 3;
  readonly minutes: readonly (15 | 50 | 90)[];
  /** null: to come. */
  readonly href: string | null;
  /** Its living miniature stands above. */
  readonly isShown: boolean;
  /** null: nothing to play yet. */
  readonly thumbnail: ThumbnailCard | null;
}

export interface CatalogueSection {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly cases: readonly CatalogueCase[];
}

const SCRIPTS = [15, 50, 90] as const;

function Level({ level }: { readonly level: 1 | 2 | 3 }) {
  return (
    <span className={styles.level} role="img" aria-label={`niveau ${level} sur 3`}>
      {[1, 2, 3].map((bar) => (
        <i key={bar} data-full={bar <= level || undefined} />
      ))}
    </span>
  );
}

function Minutes({ minutes }: { readonly minutes: readonly number[] }) {
  return (
    <span className={styles.minutes} role="img" aria-label={`${minutes.join(", ")} minutes`}>
      {SCRIPTS.map((length) => (
        <i key={length}>{minutes.includes(length) ? length : ""}</i>
      ))}
    </span>
  );
}

function Case({ item }: { readonly item: CatalogueCase }) {
  return (
    <li className={cx(styles.item, item.href === null && styles.planned)}>
      <h4 className={styles.name}>
        {item.isShown && <span className={styles.shown} title="montré ci-dessus" />}
        {item.href === null ? (
          item.title
        ) : (
          <Link href={item.href} prefetch={false}>
            {item.title}
          </Link>
        )}
      </h4>
      <p className={styles.breaks}>{item.breaks}</p>
      {item.thumbnail !== null && <Thumbnail card={item.thumbnail} />}
      <p className={styles.meta}>
        <span className={styles.patterns}>{item.patterns.join(" · ")}</span>
        {item.href === null ? (
          <span className={styles.later}>à venir</span>
        ) : (
          <>
            <Level level={item.level} />
            <Minutes minutes={item.minutes} />
          </>
        )}
      </p>
    </li>
  );
}

const textOf = (item: CatalogueCase): string =>
  foldText([item.title, item.breaks, ...item.patterns].join(" "));

export function Catalogue({ sections }: { readonly sections: readonly CatalogueSection[] }) {
  const [query, setQuery] = useState("");
  const words = foldText(query)
    .split(" ")
    .filter((word) => word !== "");
  const shown = sections
    .map((section) => ({
      ...section,
      cases: section.cases.filter((item) => words.every((word) => textOf(item).includes(word))),
    }))
    .filter((section) => section.cases.length > 0);
  const count = shown.reduce((sum, section) => sum + section.cases.length, 0);
  const live = sections.flatMap((section) => section.cases).filter((item) => item.href !== null);
  return (
    <section id="catalogue" className={styles.catalogue} aria-labelledby="catalogue-titre">
      <header className={styles.head}>
        <h2 id="catalogue-titre">Catalogue</h2>
        <search>
          <label className={styles.field}>
            <Sign name="search" />
            <span className="visually-hidden">Chercher dans le catalogue</span>
            <input
              type="search"
              value={query}
              placeholder="un patron, une panne, un mot"
              onChange={(event) => setQuery(event.target.value)}
            />
          </label>
        </search>
        <output className={styles.count}>
          {words.length > 0
            ? `${countOf(count, "cas trouvé", "cas trouvés")}`
            : `${live.length} cas ouvert${live.length < 2 ? "" : "s"}, les autres à venir`}
        </output>
        <p className={styles.legend}>
          <span>
            <Level level={2} /> niveau, de 1 à 3
          </span>
          <span>
            <Minutes minutes={SCRIPTS} /> minutes : démonstration, séance, travaux pratiques
          </span>
        </p>
      </header>
      {shown.length === 0 && (
        <p className={styles.none}>Aucun cas ne contient ces mots. Essayez le nom d’un patron.</p>
      )}
      {shown.map((section) => (
        <section key={section.id} className={styles.group} aria-labelledby={`groupe-${section.id}`}>
          <header>
            <h3 id={`groupe-${section.id}`}>{section.title}</h3>
            <p>{section.text}</p>
          </header>
          {/* biome-ignore lint/a11y/noRedundantRoles: a list without markers is no list for VoiceOver */}
          <ul role="list" className={styles.items} data-group={section.id}>
            {section.cases.map((item) => (
              <Case key={item.id} item={item} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
