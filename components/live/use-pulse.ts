"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { nextDelayMs } from "./poll-delay";

type Pulse = { readonly version: string };
/** `busy`: it answers, and has no time for this page. */
type Answer =
  | { readonly kind: "pulse"; readonly pulse: Pulse }
  | { readonly kind: "busy" | "silent"; readonly retryAfterMs: number };

/** When the server last answered, by this machine's clock; null while it answers. */
export function usePulse(version: string): { readonly offlineSinceMs: number | null } {
  const router = useRouter();
  const shown = useRef(version);
  const [offlineSinceMs, setOfflineSinceMs] = useState<number | null>(null);
  useEffect(() => {
    shown.current = version;
  }, [version]);
  useEffect(() => {
    const stop = pollWhileVisible({
      onAnswer: (pulse) => {
        setOfflineSinceMs(null);
        if (pulse.version === shown.current) return;
        shown.current = pulse.version;
        router.refresh();
      },
      onSilence: setOfflineSinceMs,
    });
    return stop;
  }, [router]);
  return { offlineSinceMs };
}

type Listener = { onAnswer(pulse: Pulse): void; onSilence(answeredMs: number): void };

/** Asks while the page is visible, at once when it becomes visible or the network is back. The result stops it. */
function pollWhileVisible({ onAnswer, onSilence }: Listener): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let answeredMs = Date.now();
  let isAsking = false;
  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(ask, delayMs);
  };
  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    const answer = await askOnce();
    isAsking = false;
    if (answer.kind === "pulse") {
      failures = 0;
      answeredMs = Date.now();
      onAnswer(answer.pulse);
      schedule(nextDelayMs(0, Math.random()));
      return;
    }
    failures++;
    if (answer.kind === "silent") onSilence(answeredMs);
    schedule(nextDelayMs(failures, Math.random(), answer.retryAfterMs));
  };
  const onVisible = () => schedule(Date.now() - answeredMs > nextDelayMs(0, 0) ? 0 : nextDelayMs(0, Math.random()));
  const onOffline = () => onSilence(answeredMs);
  // Everybody's network may come back at the same time.
  const onOnline = () => schedule(Math.random() * 1_000);
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onOnline);
  schedule(nextDelayMs(0, Math.random()));
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisible);
    window.removeEventListener("offline", onOffline);
    window.removeEventListener("online", onOnline);
  };
}

const TOO_MANY_REQUESTS = 429;

async function askOnce(): Promise<Answer> {
  try {
    const response = await fetch("/api/pulse", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (response.ok) return { kind: "pulse", pulse: await response.json() };
    const retryAfterMs = 1_000 * (Number(response.headers.get("retry-after")) || 0);
    return { kind: response.status === TOO_MANY_REQUESTS ? "busy" : "silent", retryAfterMs };
  } catch {
    return { kind: "silent", retryAfterMs: 0 };
  }
}
