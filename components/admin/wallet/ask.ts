import { property } from "./injected";

/*
 * Questions to a wallet that need nobody's answer. CIP-30: "All read-only methods should not require any user
 * interaction". So each has a time-out, and one that is missing, throws or never answers is no answer, not an error.
 */

/** How long a wallet may take to answer what it asks nobody. */
export const READ_MS = 8_000;

export type Answer =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "missing" }
  | { readonly kind: "silent" }
  | { readonly kind: "failed"; readonly error: unknown };

/** Calls a method of whatever the wallet gave. Never throws. */
export async function read(api: unknown, method: string, ...args: unknown[]): Promise<Answer> {
  const found = property(api, method);
  if (typeof found !== "function") return { kind: "missing" };
  const timer: { id?: ReturnType<typeof setTimeout> } = {};
  const silent = new Promise<Answer>((resolve) => {
    timer.id = setTimeout(() => resolve({ kind: "silent" }), READ_MS);
  });
  const answered = (async (): Promise<Answer> => {
    try {
      return { kind: "value", value: await found.apply(api, args) };
    } catch (error) {
      return { kind: "failed", error };
    }
  })();
  try {
    return await Promise.race([answered, silent]);
  } finally {
    clearTimeout(timer.id);
  }
}

/** A list may be of any length. */
const PAGE = 100;
const MOST_PAGES = 20;

type Paged<T> = {
  readonly method: string;
  /** Arguments before `paginate`. */
  readonly before?: readonly unknown[];
  readonly itemsIn: (value: unknown) => readonly T[];
  readonly keyOf: (item: T) => string;
};

/** What a list has beyond `known`, for a wallet whose list has pages. Ends at the first that brings nothing new. */
export async function* furtherItems<T>(api: unknown, list: Paged<T>, known: readonly T[]): AsyncGenerator<T> {
  const { method, before = [], itemsIn, keyOf } = list;
  const seen = new Set(known.map(keyOf));
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await read(api, method, ...before, { page, limit: PAGE });
    const fresh = answer.kind === "value" ? itemsIn(answer.value).filter((item) => !seen.has(keyOf(item))) : [];
    for (const item of fresh) {
      seen.add(keyOf(item));
      yield item;
    }
    // The first page is what is known already.
    if (fresh.length === 0 && page > 0) return;
    if (answer.kind !== "value") return;
  }
}

/** Waits for what a person has to answer, for ever, or until they give up: then it throws the signal's reason. */
export function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
