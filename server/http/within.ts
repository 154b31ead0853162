/**
 * Gives `work` a signal that comes after `mostMs`, or with the outer one. Not by AbortSignal.any: Node 20 forgets a
 * time limit that only such a signal refers to, as soon as it collects its garbage.
 */
export async function within<T>(
  mostMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = () => ending.abort(outer.reason);
  const timer = setTimeout(() => ending.abort(new DOMException("The time is up", "TimeoutError")), mostMs);
  if (outer.aborted) end();
  outer.addEventListener("abort", end);
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", end);
  }
}
