import { vi } from "vitest";

/** The clock of this process goes on by so much; nothing else waits. `vi.useRealTimers()` ends it. */
export function passClock(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}
