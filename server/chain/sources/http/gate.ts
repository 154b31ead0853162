import { setTimeout as sleep } from "node:timers/promises";

type Closed = { readonly untilMs: number; readonly reason: string };

/** What may be asked of a server in a time, by all that share it. */
export type Budget = {
  /**
   * Counts a call, and waits for a moment where that is enough. Null where it may be made; else from when on, and why
   * not before. Never throws.
   */
  take(): Promise<Closed | null>;
};

/** Closed while a server wants to be left alone, or may be asked nothing more. One for all that is asked of it. */
export type Gate = {
  /** When it opens, and why it was closed; null while it is open. */
  closed(): Closed | null;
  close(untilMs: number, reason: string): void;
  /** Waits until it is open. Throws GateClosed where that would take longer than a call may sleep. */
  pass(): Promise<void>;
  /** The same for what is submitted: that is counted, and sent although the budget is used up. */
  passToSubmit(): Promise<void>;
};

export class GateClosed extends Error {}

export function createGate(mostWaitMs: number, budget?: Budget): Gate {
  const open: Closed = { untilMs: 0, reason: "" };
  let until = open;
  let spent = open;
  const now = (one: Closed) => (one.untilMs > Date.now() ? one : null);
  const waitUntilOpen = async () => {
    for (let closed = now(until); closed; closed = now(until)) {
      const waitMs = closed.untilMs - Date.now();
      if (waitMs > mostWaitMs) throw new GateClosed(closed.reason);
      await sleep(waitMs);
    }
  };
  return {
    closed: () => now(until) ?? now(spent),
    close(untilMs, reason) {
      if (untilMs > until.untilMs) until = { untilMs, reason };
    },
    async pass() {
      await waitUntilOpen();
      spent = now(spent) ?? (await budget?.take()) ?? open;
      if (now(spent)) throw new GateClosed(spent.reason);
    },
    async passToSubmit() {
      await waitUntilOpen();
      await budget?.take();
    },
  };
}

type Refused = {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly waits?: Waits | undefined;
};

/** Milliseconds by status. */
export type Waits = Readonly<Record<number, number>>;

/** Answers that may say when to come back (RFC 9110, "Retry-After"; Blockfrost's own limits). */
const MAY_NAME_A_WAIT = [402, 418, 425, 429, 503];
/** How long a server is left alone that does not say: a ban, and a plan that is used up. */
const DEFAULT_WAIT_MS: Waits = { 418: 5 * 60_000, 402: 60 * 60_000 };
/** One question a day is never too many, whatever a header says. */
const MOST_WAIT_MS = 24 * 60 * 60_000;

/**
 * Until when a server that answered so is left alone; null where it does not ask for that. `waits`: what a kind of
 * server is known to want where it names no time, by status.
 */
export function leftAloneUntil({ status, retryAfter, waits }: Refused, nowMs: number): number | null {
  if (!MAY_NAME_A_WAIT.includes(status)) return null;
  const named = readRetryAfter(retryAfter?.trim() ?? "", nowMs);
  const untilMs = named > nowMs ? named : nowMs + (waits?.[status] ?? DEFAULT_WAIT_MS[status] ?? 0);
  return untilMs > nowMs ? Math.min(untilMs, nowMs + MOST_WAIT_MS) : null;
}

/** Seconds, or a date in any of HTTP's forms (all in GMT). Anything else names no time. */
function readRetryAfter(text: string, nowMs: number): number {
  if (/^\d+$/.test(text)) return nowMs + Number(text) * 1_000;
  return /^[A-Z][a-z]+,? .*\d/.test(text) ? Date.parse(/GMT$/.test(text) ? text : `${text} GMT`) : Number.NaN;
}
