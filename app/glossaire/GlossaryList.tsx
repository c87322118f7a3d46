"use client";
/** The terms and the field that sifts them. Without a word typed, everything is there. */
import Link from "next/link";
import { useState } from "react";
import type { GlossaryEntry } from "../../content/glossaire.ts";
import { countOf } from "../_texte/numbers.ts";
import { foldText } from "../_texte/search.ts";
import { Sign } from "../_ui/Sign.tsx";
import styles from "./glossaire.module.css";

function matches(entry: GlossaryEntry, words: readonly string[]): boolean {
  const text = foldText(
    [entry.term, entry.english ?? "", ...entry.also, entry.definition].join(" "),
  );
  return words.every((word) => text.includes(word));
}

export function GlossaryList({ entries }: { readonly entries: readonly GlossaryEntry[] }) {
  const [query, setQuery] = useState("");
  const words = foldText(query)
    .split(" ")
    .filter((word) => word !== "");
  const shown = entries.filter((entry) => matches(entry, words));
  return (
    <>
      <search className={styles.find}>
        <label className={styles.field}>
          <Sign name="search" />
          <span className="visually-hidden">Chercher un terme</span>
          <input
            type="search"
            value={query}
            placeholder="un mot, français ou anglais"
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <output className={styles.count}>
          {words.length === 0
            ? countOf(entries.length, "terme")
            : `${countOf(shown.length, "terme")} sur ${entries.length}`}
        </output>
      </search>
      {shown.length === 0 ? (
        <p className={styles.none}>Aucun terme ne contient ces mots.</p>
      ) : (
        <dl className={styles.list}>
          {shown.map((entry) => (
            <div key={entry.id} id={entry.id} className={styles.entry}>
              <dt>
                <a href={`#${entry.id}`} className={styles.term}>
                  {entry.term}
                </a>
                {entry.english !== null && entry.english !== entry.term && (
                  <span className={styles.english} lang="en">
                    {entry.english}
                  </span>
                )}
              </dt>
              <dd>
                <p>{entry.definition}</p>
                {(entry.also.length > 0 || entry.seen !== null) && (
                  <p className={styles.more}>
                    {entry.also.length > 0 && <span>On dit aussi {entry.also.join(", ")}.</span>}
                    {entry.seen !== null && (
                      <Link href={entry.seen.href} prefetch={false}>
                        À voir : {entry.seen.title}
                      </Link>
                    )}
                  </p>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
