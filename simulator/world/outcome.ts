/**
 * How a call ended for its caller: misfortune is a value, so that no handler forgets the third case.
 */
export type Outcome<T> =
  | { readonly kind: "replied"; readonly reply: T }
  /** The other side said something that is not « done »; `how` tells what it is worth. */
  | { readonly kind: "refused"; readonly reason: string; readonly how: RefusalKind }
  /** Indefinite: the other side may have acted, be acting, or act later. */
  | { readonly kind: "timed-out" };

/**
 * `refused`: its handler decided « no », definitely. `rejected`: turned away before any work, which
 * says nothing of an earlier request. `failed`: an error on the way, with unknown effects.
 */
export type RefusalKind = "refused" | "rejected" | "failed";

export const replied = <T>(reply: T): Outcome<T> => ({ kind: "replied", reply });
export const refused = (reason: string, how: RefusalKind): Outcome<never> => ({
  kind: "refused",
  reason,
  how,
});
export const TIMED_OUT: Outcome<never> = { kind: "timed-out" };
