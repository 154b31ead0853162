import type { PublicPulse } from "@/server/services/published/public-pulse";
import { nextDelayMs } from "./poll-delay";

type Heard = {
  onPulse(pulse: PublicPulse): void;
  /** Nothing is told now: it ended, or there was no place. It is tried again, by the browser or by us. */
  onLost(): void;
};

/** After a refusal, which is told without a time: as after three failures of another question, minutes. */
const AS_AFTER_FAILURES = 3;

/** Follows what the server tells while the page is visible. The result stops it. */
export function followStream({ onPulse, onLost }: Heard): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    if (document.visibilityState !== "visible") return;
    const mine = new EventSource("/api/events");
    source = mine;
    mine.addEventListener("pulse", ({ data }) => onPulse(JSON.parse(data)));
    mine.addEventListener("error", () => {
      // A browser comes back by itself, but not after an answer other than 200.
      if (mine.readyState === EventSource.CLOSED) {
        close();
        timer = setTimeout(open, nextDelayMs(AS_AFTER_FAILURES, Math.random()));
      }
      onLost();
    });
  };
  const onVisible = () => {
    close();
    // Many pages may be looked at again in the same moment, when a network is back.
    timer = setTimeout(open, Math.random() * 1_000);
  };
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("online", onVisible);
  onVisible();
  return () => {
    document.removeEventListener("visibilitychange", onVisible);
    window.removeEventListener("online", onVisible);
    close();
  };
}
