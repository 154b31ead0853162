import type { DoorName } from "./doors";

/** Says nothing about visitors: files come from a folder, streams stay open, and health is for those who watch. */
const NOT_COUNTED: readonly DoorName[] = ["files", "streams", "health"];
const MINUTE_MS = 60_000;
/** While the database is away. What is older is forgotten: uptime tells of such a time. */
const MOST_MINUTES = 60;

type Count = { requests: number; errors: number };

export type RequestCount = {
  /** Counts an answer. One of 500 and above has failed; what is refused with 4xx has not. */
  add(door: DoorName, status: number, nowMs: number): void;
  /** Writes what was counted since; what cannot be written is kept for the next time. */
  store(): Promise<void>;
};

/** Counts visitors' requests by minute, for the error rate. */
export function countRequests(
  write: (minutes: readonly (Count & { minute: Date })[]) => Promise<unknown>,
): RequestCount {
  let counted = new Map<number, Count>();
  const addTo = (minuteMs: number, { requests, errors }: Count) => {
    const count = counted.get(minuteMs) ?? { requests: 0, errors: 0 };
    counted.set(minuteMs, { requests: count.requests + requests, errors: count.errors + errors });
    const [oldest] = counted.keys();
    if (counted.size > MOST_MINUTES && oldest !== undefined) counted.delete(oldest);
  };
  return {
    add(door, status, nowMs) {
      if (NOT_COUNTED.includes(door)) return;
      addTo(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS, { requests: 1, errors: status >= 500 ? 1 : 0 });
    },
    async store() {
      const taken = counted;
      if (taken.size === 0) return;
      counted = new Map();
      try {
        await write([...taken].map(([minuteMs, count]) => ({ minute: new Date(minuteMs), ...count })));
      } catch (error) {
        const since = counted;
        counted = taken;
        for (const [minuteMs, count] of since) addTo(minuteMs, count);
        throw error;
      }
    },
  };
}
