"use client";

import { useState, useSyncExternalStore } from "react";

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

// One timer for every time on the page. It runs only while something listens.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const never = () => () => {};

/** False on the server and in the browser's first render, so that both agree. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * The time in POSIX ms, cut to `stepMs` so that a component renders only when its text can change. With `nowMs` (a
 * chain's or the server's clock) it counts on from there since the first render. Otherwise it is this machine's clock,
 * and null before the page is live.
 */
export function useNow(stepMs: number = TICK_MS, nowMs?: number): number | null {
  // The local clock when `nowMs` was first given; 0 turns the count below into the clock itself.
  const [{ startedMs, since }, start] = useState(() => startAt(nowMs));
  // React's way to follow a changed argument: it renders again before anything is shown.
  if (since !== nowMs) start(startAt(nowMs));
  const elapsedMs = useSyncExternalStore<number | null>(
    subscribe,
    () => Math.floor((Date.now() - startedMs) / stepMs) * stepMs,
    () => (nowMs === undefined ? null : 0),
  );
  return elapsedMs === null ? null : (nowMs ?? 0) + elapsedMs;
}

const startAt = (nowMs: number | undefined) => ({ startedMs: nowMs === undefined ? 0 : Date.now(), since: nowMs });
