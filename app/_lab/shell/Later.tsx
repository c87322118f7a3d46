/**
 * A component whose file is fetched when it is first shown, or before (`fetch`).
 *
 * `lazy` with `Suspense` would do, but React keeps a fallback on screen for 300 ms once it has shown it,
 * and shows one for an instant even when the file is already there. Here what is there is drawn at once.
 * A file that does not come is an error for the boundary above, and the next try asks again; what the page
 * can do without for a while is asked for again by itself (`patient`).
 */
"use client";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";

export interface Fetched {
  readonly fetch: () => Promise<void>;
}

const PATIENCE_MS = 3_000;

export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
  isPatient = false,
): ((props: Props) => ReactNode) & Fetched {
  let loaded: ComponentType<Props> | null = null;
  let pending: Promise<void> | null = null;

  const fetch = (): Promise<void> => {
    pending ??= load().then(
      (component) => {
        loaded = component;
      },
      (error: unknown) => {
        pending = null;
        throw error;
      },
    );
    return pending;
  };

  function Shown(props: Props): ReactNode {
    const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
    const [, setHere] = useState(loaded !== null);
    useEffect(() => {
      if (loaded !== null) return setHere(true);
      let isHere = true;
      let again: ReturnType<typeof setTimeout> | undefined;
      const ask = (): void =>
        void fetch().then(
          () => isHere && setHere(true),
          (error: unknown) => {
            if (isHere && isPatient) again = setTimeout(ask, PATIENCE_MS);
            else if (isHere) setFailure({ error });
          },
        );
      ask();
      return () => {
        isHere = false;
        clearTimeout(again);
      };
    }, []);
    if (failure !== null) throw failure.error;
    return loaded === null ? waiting : <Content of={loaded} props={props} />;
  }
  return Object.assign(Shown, { fetch });
}

/** The component found, as an element of its own: it keeps its state from one drawing to the next. */
function Content<Props extends object>({
  of: Component,
  props,
}: {
  readonly of: ComponentType<Props>;
  readonly props: Props;
}): ReactNode {
  return <Component {...props} />;
}
