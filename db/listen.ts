import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, makeClient } from "./client";
import { giveUpSessions } from "./sessions";
import { NEWS_CHANNEL } from "./tell";

export type ListenPace = {
  /** How often it is tried whether what is told is heard. */
  readonly everyMs: number;
  /** How long that may take. */
  readonly withinMs: number;
  /** The first pause before listening is tried again; it doubles up to sixteen times that. */
  readonly againMs: number;
};

const PACE: ListenPace = { everyMs: 30_000, withinMs: 5_000, againMs: 5_000 };

export type Listening = {
  readonly url: string;
  /** Tells this on NEWS_CHANNEL, in another session than the one that listens. */
  readonly tellEcho: (payload: string) => Promise<unknown>;
  /** Something may be different: it was told, or may have been missed. Often several times in a moment. */
  readonly onNews: () => void;
  /** Whether news are heard, at each proof and each failure of one. Until the first call they are not. */
  readonly onHeard: (isHeard: boolean) => void;
  readonly pace?: ListenPace;
};

/**
 * Listens for what transactions tell (tell.ts), in a session of its own, until it is stopped. LISTEN can succeed and
 * nothing ever come, as behind a pooler that hands out another session for each transaction, or over a connection that
 * died in silence. So only an echo of what we told ourselves shows that news are heard.
 */
export function listenForNews(listening: Listening): () => Promise<void> {
  const { onHeard, pace = PACE } = listening;
  const stopped = new AbortController();
  const { signal } = stopped;
  const running = (async () => {
    for (let failures = 0; !signal.aborted; failures++) {
      if (await listenOnce(listening, signal)) failures = 0;
      if (signal.aborted) return;
      onHeard(false);
      // Processes that lost the server together do not all come back together.
      const longest = pace.againMs * 2 ** Math.min(failures, 4);
      await pause(longest * (0.5 + Math.random() / 2), signal);
    }
  })();
  return async () => {
    stopped.abort();
    await running;
  };
}

/** Ends when nothing is heard any more. Whether anything was. */
async function listenOnce(listening: Listening, signal: AbortSignal): Promise<boolean> {
  const { url, tellEcho, onNews, onHeard, pace = PACE } = listening;
  const client = makeClient(url, { max: 1, applicationName: "daily-prize-oracle listener" });
  const own = `echo:${randomUUID()}`;
  let heard: () => void = () => undefined;
  const hear = (payload: string) => {
    if (payload === own) heard();
    else if (!payload.startsWith("echo:")) onNews();
  };
  let wasHeard = false;
  try {
    // The driver listens anew after a lost connection: what was told meanwhile was missed.
    await within(listenTo(client, hear, onNews), pace.withinMs);
    while (!signal.aborted) {
      const echo = new Promise<void>((resolve) => {
        heard = resolve;
      });
      await within(Promise.all([tellEcho(own), echo]), pace.withinMs);
      onHeard(true);
      wasHeard = true;
      await pause(pace.everyMs, signal);
    }
  } catch {
    // Whatever it was: nothing is heard, and it is tried again.
  } finally {
    await giveUpSessions(client);
  }
  return wasHeard;
}

const listenTo = (client: Client, hear: (payload: string) => void, onListen: () => void) =>
  client.listen(NEWS_CHANNEL, hear, onListen);

function within(work: Promise<unknown>, ms: number): Promise<unknown> {
  work.catch(() => undefined);
  const late = new AbortController();
  const tooLate = sleep(ms, undefined, { ref: false, signal: late.signal }).then(
    () => Promise.reject(new Error("nothing was heard in time")),
    () => undefined,
  );
  return Promise.race([work, tooLate]).finally(() => late.abort());
}

const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { ref: false, signal }).catch(() => undefined);
