import { createHash } from "node:crypto";
import type { Logger } from "@/server/logger";

/** An event as its bytes are sent. `id`: the hash of what it says, so that any process knows what a page has. */
export type Told = { readonly id: string; readonly text: string };

export type Reader = {
  tell(told: Told): void;
  /** Nothing can be told any more; or not now, where the database is away. */
  end(why: "closed" | "away"): void;
};

export type Feed = {
  /** Tells a reader what is so now, soon, and whatever it becomes. The result ends that. */
  follow(reader: Reader): () => void;
  /** Something may be different: it is read again, a moment later. */
  look(): void;
  /** Whether news are heard. Else the feed looks by itself, and often. */
  setHeard(isHeard: boolean): void;
  /** Ends all readers; new ones are ended at once. */
  close(): void;
};

/** However much happens, the database is read this often: once for all readers of a process. */
const GAP_MS = 1_000;
/** News can be lost. */
const LOOK_MS = 60_000;
const LOOK_UNHEARD_MS = 5_000;

/**
 * One reading for many readers: `read` is asked when something has happened, and never while nobody reads. A reading
 * that fails ends all readers, since what they show may no longer be so: they ask by themselves then, and say it.
 */
export function createFeed(read: () => Promise<unknown>, log: Logger): Feed {
  const readers = new Set<Reader>();
  let latest: Told | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isReading = false;
  let isAskedAgain = false;
  let isHeard = false;
  let isClosed = false;
  let isAway = false;
  let readAtMs = Number.NEGATIVE_INFINITY;

  const plan = (waitMs: number) => {
    clearTimeout(timer);
    if (readers.size > 0) timer = setTimeout(readNow, waitMs);
  };
  const soon = () => plan(Math.max(0, readAtMs + GAP_MS - performance.now()));
  const readNow = async () => {
    isReading = true;
    isAskedAgain = false;
    readAtMs = performance.now();
    try {
      const told = toldOf(await read());
      isAway = false;
      if (told.id !== latest?.id && readers.size > 0) {
        latest = told;
        for (const reader of readers) reader.tell(told);
      }
    } catch (error) {
      // Said once: whoever comes meanwhile has it tried again.
      if (!isAway) log.warn({ err: error }, "pages cannot be told what happens: what they follow could not be read");
      isAway = true;
      endAll("away");
    }
    isReading = false;
    if (isAskedAgain) soon();
    else plan(isHeard ? LOOK_MS : LOOK_UNHEARD_MS);
  };
  const endAll = (why: "closed" | "away") => {
    const all = [...readers];
    readers.clear();
    latest = null;
    for (const reader of all) reader.end(why);
  };
  const look = () => {
    if (isReading) isAskedAgain = true;
    else soon();
  };
  return {
    look,
    follow(reader) {
      if (isClosed) {
        reader.end("closed");
        return () => undefined;
      }
      readers.add(reader);
      if (latest !== null) reader.tell(latest);
      else look();
      return () => {
        readers.delete(reader);
        if (readers.size > 0) return;
        clearTimeout(timer);
        latest = null;
      };
    },
    setHeard(now) {
      const isOther = now !== isHeard;
      isHeard = now;
      if (isOther) look();
    },
    close() {
      isClosed = true;
      endAll("closed");
      clearTimeout(timer);
    },
  };
}

function toldOf(content: unknown): Told {
  const data = JSON.stringify(content);
  const id = createHash("sha256").update(data).digest("base64url").slice(0, 22);
  return { id, text: `id: ${id}\nevent: pulse\ndata: ${data}\n\n` };
}
