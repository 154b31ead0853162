import type { ChainSource } from "@/server/domain/ports";

/** A clock that stands still while this process does nothing but wait for the chain source. */
export type OwnClock = {
  /** Milliseconds: our processor, and waiting for our own database. */
  readonly nowMs: () => number;
  /** The source, listened to. */
  readonly source: ChainSource;
};

/**
 * While an answer is awaited only the processor time of this process counts, all threads: reading an answer is our
 * own work.
 */
export function ownClock(source: ChainSource): OwnClock {
  let pending = 0;
  let waitedMs = 0;
  let since = { ms: 0, cpuMs: 0 };
  const look = () => ({ ms: performance.now(), cpuMs: cpuMsNow() });
  const begin = () => {
    if (pending++ === 0) since = look();
  };
  const end = () => {
    if (--pending > 0) return;
    const now = look();
    waitedMs += Math.max(0, now.ms - since.ms - (now.cpuMs - since.cpuMs));
  };
  const heard = new Proxy(source, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        begin();
        return Promise.resolve(value.apply(object, given)).finally(end);
      };
    },
  });
  return { source: heard, nowMs: () => performance.now() - waitedMs };
}

export function cpuMsNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
