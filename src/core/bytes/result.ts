/**
 * The outcome of anything that expected or hostile input can make fail.
 *
 * Failures are plain tags from a closed union, so that a caller must look at
 * them; our own bugs throw instead (docs/SPEC.md, B-1).
 */

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <E>(error: E): Err<E> => ({ ok: false, error });
