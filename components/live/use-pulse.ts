"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { PublicPulse } from "@/server/services/published/public-pulse";
import { nextDelayMs } from "./poll-delay";
import { followStream } from "./stream";

/** `busy`: it answers, and has no time for this page. */
type Answer =
  | { readonly kind: "pulse"; readonly pulse: PublicPulse }
  | { readonly kind: "busy" | "silent"; readonly retryAfterMs: number };

export type Live = {
  /** What the server said last; null until it did. */
  readonly pulse: PublicPulse | null;
  /** When the server last answered, by this machine's clock; null while it answers. */
  readonly offlineSinceMs: number | null;
};

/** Pages that are told the same in the same moment read it again within this. */
const SPREAD_MS = 2_000;

/** Follows the public pulse, and reads the page again where a day, a signature or a payment has moved. */
export function usePulse(version: string): Live {
  const router = useRouter();
  const shown = useRef(version);
  const [live, setLive] = useState<Live>({ pulse: null, offlineSinceMs: null });
  useEffect(() => {
    shown.current = version;
  }, [version]);
  useEffect(() => {
    let refreshing: ReturnType<typeof setTimeout> | undefined;
    const stop = followPulse({
      onPulse: (pulse) => {
        setLive({ pulse, offlineSinceMs: null });
        if (pulse.version === shown.current) return;
        shown.current = pulse.version;
        clearTimeout(refreshing);
        refreshing = setTimeout(() => router.refresh(), Math.random() * SPREAD_MS);
      },
      onSilence: (offlineSinceMs) => setLive(({ pulse }) => ({ pulse, offlineSinceMs })),
    });
    return () => {
      clearTimeout(refreshing);
      stop();
    };
  }, [router]);
  return live;
}

type Listener = { onPulse(pulse: PublicPulse): void; onSilence(answeredMs: number): void };

/** A stream may be dead without a word. On a chain that makes a block each 20 s this is long. */
const SILENT_STREAM_MS = 60_000;
/** Soon: whether the server is there at all should be known. */
const LOST_STREAM_MS = 2_000;

/**
 * Is told by the stream while the page is visible. Where that fails, or says nothing for long, it asks: soon after the
 * stream was lost, then every 10 to 20 s. The result stops it.
 */
function followPulse({ onPulse, onSilence }: Listener): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let answeredMs = Date.now();
  let isAsking = false;
  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(ask, delayMs);
  };
  const hear = (pulse: PublicPulse) => {
    failures = 0;
    answeredMs = Date.now();
    onPulse(pulse);
  };
  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    const answer = await askOnce();
    isAsking = false;
    if (answer.kind === "pulse") {
      hear(answer.pulse);
      schedule(nextDelayMs(0, Math.random()));
      return;
    }
    failures++;
    if (answer.kind === "silent") onSilence(answeredMs);
    schedule(nextDelayMs(failures, Math.random(), answer.retryAfterMs));
  };
  const unfollow = followStream({
    onPulse: (pulse) => {
      hear(pulse);
      schedule(SILENT_STREAM_MS * (1 + Math.random()));
    },
    onLost: () => {
      if (failures === 0) schedule(LOST_STREAM_MS * (1 + Math.random()));
    },
  });
  const onVisible = () => schedule(Date.now() - answeredMs > nextDelayMs(0, 0) ? 0 : nextDelayMs(0, Math.random()));
  // Without a network a server on this machine still answers: it is asked, and not given up.
  const onOffline = () => schedule(0);
  // Everybody's network may come back at the same time.
  const onOnline = () => schedule(Math.random() * 1_000);
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onOnline);
  // The network may have gone before these scripts ran.
  if (navigator.onLine) schedule(nextDelayMs(0, Math.random()));
  else onOffline();
  return () => {
    clearTimeout(timer);
    unfollow();
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
