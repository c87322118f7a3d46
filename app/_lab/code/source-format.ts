/** Highlighted sources as plain data: what the build writes and the page reads. */

/** Letters of a token's kind: keyword, string, comment, anything else. */
export type TokenKind = "k" | "s" | "c" | "";

/** A line: kind, text, kind, text… */
export type SourceLine = readonly string[];

export interface SourceFile {
  readonly name: string;
  readonly lines: readonly SourceLine[];
}

export interface ScenarioSources {
  readonly scenario: string;
  readonly files: readonly SourceFile[];
}

/** The text of a line. */
export const lineText = (line: SourceLine): string => line.filter((_, i) => i % 2 === 1).join("");

export interface Token {
  readonly at: number;
  readonly kind: TokenKind;
  readonly text: string;
}

export function tokensOf(line: SourceLine): readonly Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i + 1 < line.length; i += 2) {
    tokens.push({ at: i, kind: line[i] as TokenKind, text: line[i + 1] as string });
  }
  return tokens;
}

/** Address of a scenario's sources on the site. */
export const sourcesUrl = (scenario: string): string => `/sources/${scenario}.json`;
