import type { DoorName } from "./doors";
import type { Limit } from "./leases";
import type { Networks } from "./networks";

export type LimitName = DoorName | AccountLimit | "wrong-job-secrets" | HandleLimit;
type AccountLimit = "account" | "sign-in-to-account" | "codes" | "test-messages";
/** By one network, and by all callers together: each look costs calls of the chain source, which has a plan. */
type HandleLimit = "handles" | "handles-of-all";

/**
 * So many calls from one network, or by one account, in so many seconds; counted together by all instances. Far above
 * what people and their scripts need, and what flows at these rates is measured (npm run bench:doors).
 */
export const LIMITS: Readonly<Record<LimitName, Limit>> = {
  files: { calls: 2_000, seconds: 10 },
  pages: { calls: 300, seconds: 10 },
  health: { calls: 100, seconds: 10 },
  // Front ends that ask on behalf of their players.
  api: { calls: 300, seconds: 10 },
  // A report of a million lines has a hundred parts.
  downloads: { calls: 150, seconds: 10 },
  jobs: { calls: 300, seconds: 10 },
  console: { calls: 300, seconds: 10 },
  // A password costs 20 ms to compare, right or wrong.
  "sign-in": { calls: 60, seconds: 60 },
  // Each lasts minutes; a page that loses its own comes back once, and asks by itself in between.
  streams: { calls: 200, seconds: 60 },
  /** One account's calls to the console, from one network. */
  account: { calls: 300, seconds: 10 },
  /** At one account from one network: a stranger elsewhere does not keep its owner out. */
  "sign-in-to-account": { calls: 10, seconds: 60 },
  /** Of second factors and other proofs, by one account from one network. */
  codes: { calls: 10, seconds: 60 },
  /** To oneself: mail servers take many of them for spam. */
  "test-messages": { calls: 5, seconds: 300 },
  "wrong-job-secrets": { calls: 10, seconds: 60 },
  handles: { calls: 30, seconds: 60 },
  // Two calls each: less than a third of the smallest plan of Blockfrost's, in a day.
  "handles-of-all": { calls: 300, seconds: 3_600 },
};

/** The 48 bits of an IPv6 site are many networks, and fewer people than they seem. */
const WIDE_FACTOR = 4;

export type Limits = {
  /** Counts a call. Seconds until it may be made again, or 0 if it may be made now. Never throws. */
  take(name: LimitName, key: string, factor?: number): Promise<number>;
};

/** Counts a call for its network, and for its site. */
export async function takeForNetworks(limits: Limits, name: LimitName, { own, wide }: Networks): Promise<number> {
  const ownSeconds = await limits.take(name, own);
  if (ownSeconds > 0 || wide === null) return ownSeconds;
  return limits.take(name, wide, WIDE_FACTOR);
}

const SHARED = Symbol.for("daily-prize-oracle.limits");
type Shared = { [SHARED]?: Limits };

/** The front server's are the process's: Next.js loads our modules apart from it, and more than once. */
export function shareLimits(limits: Limits): void {
  (globalThis as Shared)[SHARED] = limits;
}

/** Without a front server, which is `next dev` alone, nothing is limited. */
export function sharedLimits(): Limits {
  return (globalThis as Shared)[SHARED] ?? { take: async () => 0 };
}

/** Whether this process has a front server. */
export const isBehindFront = (): boolean => (globalThis as Shared)[SHARED] !== undefined;
