import { sum } from "../integers";
import type { Lovelace, PosixMs } from "../units";

export const HOUR_MS = 3_600_000;

/** Lovelace of a batch at the chain time of its first broadcast. Sending the same bytes again does not count. */
export type Broadcast = { readonly firstBroadcastMs: PosixMs; readonly lovelace: Lovelace };

export type HourlyAllowance =
  | { readonly allowed: true; readonly usedLovelace: Lovelace }
  | {
      readonly allowed: false;
      readonly usedLovelace: Lovelace;
      readonly batchLovelace: Lovelace;
      readonly limitLovelace: Lovelace;
      /** When enough of the hour has passed; null when the batch alone is over the limit. */
      readonly allowedFromMs: PosixMs | null;
    };

/**
 * Whether another batch may be broadcast now, by a limit for any rolling hour of chain time. A broadcast exactly an
 * hour ago no longer counts; one in the future (the tip went back) does.
 */
export function hourlyAllowance(
  broadcasts: readonly Broadcast[],
  nowMs: PosixMs,
  limitLovelace: Lovelace | null,
  batchLovelace: Lovelace,
): HourlyAllowance {
  const recent = broadcasts
    .filter((broadcast) => broadcast.firstBroadcastMs > nowMs - HOUR_MS)
    .sort((a, b) => a.firstBroadcastMs - b.firstBroadcastMs);
  const usedLovelace = sum(recent.map((broadcast) => broadcast.lovelace));
  if (limitLovelace === null || usedLovelace + batchLovelace <= limitLovelace) return { allowed: true, usedLovelace };
  const refused = { allowed: false, usedLovelace, batchLovelace, limitLovelace } as const;
  if (batchLovelace > limitLovelace) return { ...refused, allowedFromMs: null };
  let left = usedLovelace;
  let allowedFromMs = nowMs;
  for (const broadcast of recent) {
    if (left + batchLovelace <= limitLovelace) break;
    left -= broadcast.lovelace;
    allowedFromMs = broadcast.firstBroadcastMs + HOUR_MS;
  }
  return { ...refused, allowedFromMs };
}
