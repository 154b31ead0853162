import { setTimeout as sleep } from "node:timers/promises";

export type RetryPolicy = {
  /** How often to ask again after the first try. */
  readonly retries: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Where no answer came in time, another source is asked. */
  readonly notAfterTimeout?: boolean;
};

export const DEFAULT_RETRY: RetryPolicy = { retries: 3, baseDelayMs: 250, maxDelayMs: 5_000 };

/** One try: a value, or a failure of which the try itself says whether another may do better. */
export type Attempt<T> =
  | { readonly value: T }
  | { readonly error: Error; readonly again: boolean; readonly waitMs?: number | undefined };

/**
 * Asks until there is a value, a failure that another try cannot cure, or no try left. Waits with full
 * jitter (a random part of a doubling delay), so that many clients do not return in step. A wait that the server
 * named is kept to its end; one beyond the maximum is a failure, so that no call sleeps for long.
 */
export async function withRetries<T>(policy: RetryPolicy, attempt: () => Promise<Attempt<T>>): Promise<T> {
  for (let tries = 0; ; tries++) {
    const result = await attempt();
    if ("value" in result) return result.value;
    const { error, again, waitMs = 0 } = result;
    if (!again || tries >= policy.retries || waitMs > policy.maxDelayMs) throw error;
    const backoffMs = Math.random() * policy.baseDelayMs * 2 ** tries;
    await sleep(Math.max(waitMs, Math.min(policy.maxDelayMs, backoffMs)));
  }
}
