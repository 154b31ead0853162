import { expect, it, vi } from "vitest";
import { within } from "./within";

const untilAborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => {
    signal.addEventListener("abort", () => resolve((signal.reason as Error).name));
    if (signal.aborted) resolve("at once");
  });

it("the time limit comes, and as one", async () => {
  vi.useFakeTimers();
  try {
    const ended = within(1_000, new AbortController().signal, untilAborted);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await ended).toBe("TimeoutError");
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it("the outer signal comes through, also one that was there before", async () => {
  const outer = new AbortController();
  const ended = within(60_000, outer.signal, untilAborted);
  outer.abort();
  expect(await ended).toBe("AbortError");
  expect(await within(60_000, outer.signal, untilAborted)).toBe("at once");
});

it("leaves nothing behind, whether its work succeeds or fails", async () => {
  const outer = new AbortController();
  const removed = vi.spyOn(outer.signal, "removeEventListener");
  expect(await within(60_000, outer.signal, async () => 7)).toBe(7);
  await expect(within(60_000, outer.signal, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(removed).toHaveBeenCalledTimes(2);
});
