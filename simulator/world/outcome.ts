/**
 * How a call ended for its caller: misfortune is a value, so that no handler forgets the third case.
 */
export type Outcome<T> =
  | { readonly kind: "replied"; readonly reply: T }
  /** Definite: the other side says that it did nothing. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Indefinite: the other side may have acted, be acting, or act later. */
  | { readonly kind: "timed-out" };

export const replied = <T>(reply: T): Outcome<T> => ({ kind: "replied", reply });
export const refused = (reason: string): Outcome<never> => ({ kind: "refused", reason });
export const TIMED_OUT: Outcome<never> = { kind: "timed-out" };
