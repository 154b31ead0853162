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

/** Waits for what a person has to answer, for ever, or until they give up: then it throws the signal's reason. */
export function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
