/**
 * The studies that exist: one MDX file each, found when the site is built.
 * Reads the folder and the front matter; knows nothing of what a study says.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ComponentType } from "react";

export interface StudyFrontmatter {
  readonly title: string;
  readonly summary: string;
  readonly scenario: string;
  /** Other scenarios that it plays. */
  readonly also?: readonly string[];
  /** Defect that the whole study turns around: its world is the laboratory's first state. */
  readonly defect: number;
  /** Ids to pass for a section's tick. */
  readonly checkpoints: Readonly<Record<string, readonly string[]>>;
}

export interface LoadedStudy {
  readonly frontmatter: StudyFrontmatter;
  readonly Content: ComponentType<{ readonly components: object }>;
}

const folder = join(process.cwd(), "content/etudes");

export const studySlugs = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".mdx"))
    .map((name) => name.slice(0, -4))
    .sort();

export async function loadStudy(slug: string): Promise<LoadedStudy | null> {
  if (!studySlugs().includes(slug)) return null;
  const study: { default: LoadedStudy["Content"]; frontmatter: StudyFrontmatter } = await import(
    `../../content/etudes/${slug}.mdx`
  );
  return { frontmatter: study.frontmatter, Content: study.default };
}
