/**
 * Topic patterns as a tree of words: `*` stands for one word, `#` for none or more.
 *
 * A key walks down the tree, so that a thousand patterns cost what they have in common with the key, not
 * a thousand comparisons. Knows words only: what hangs on a pattern is the exchange's.
 */

interface Branch<T> {
  readonly words: Map<string, Branch<T>>;
  readonly leaves: Set<T>;
}

export interface TopicTree<T> {
  readonly add: (pattern: string, leaf: T) => void;
  /** Leaves of every pattern that fits the key, each once. */
  readonly matching: (key: string) => ReadonlySet<T>;
}

const createBranch = <T>(): Branch<T> => ({ words: new Map(), leaves: new Set() });

export function createTopicTree<T>(): TopicTree<T> {
  const root = createBranch<T>();

  function walk(branch: Branch<T>, words: readonly string[], at: number, found: Set<T>): void {
    const rest = branch.words.get("#");
    if (rest !== undefined) {
      // « # » swallows any number of the words that remain, none included.
      for (let from = at; from <= words.length; from++) walk(rest, words, from, found);
    }
    const word = words[at];
    if (word === undefined) {
      for (const leaf of branch.leaves) found.add(leaf);
      return;
    }
    for (const step of [word, "*"]) {
      const next = branch.words.get(step);
      // A key may hold the very characters « * » and « # »: then they are words like others.
      if (next !== undefined && !(step === word && isWild(word))) walk(next, words, at + 1, found);
    }
  }

  return {
    add(pattern, leaf) {
      let branch = root;
      for (const word of pattern.split(".")) {
        let next = branch.words.get(word);
        if (next === undefined) {
          next = createBranch();
          branch.words.set(word, next);
        }
        branch = next;
      }
      branch.leaves.add(leaf);
    },
    matching(key) {
      const found = new Set<T>();
      walk(root, key.split("."), 0, found);
      return found;
    },
  };
}

const isWild = (word: string): boolean => word === "*" || word === "#";
