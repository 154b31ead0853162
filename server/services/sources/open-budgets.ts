import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@/db/client";
import type { Budget } from "@/server/chain/sources/http/gate";
import type { SourceName } from "@/server/domain/source/names";
import { type Leases, makeLeases, type Wanted } from "@/server/doors/leases";
import { limitStoreOn } from "@/server/doors/limit-store";
import { callLimitsOf, type SourceSettings } from "@/server/env/sources";
import { dayKey, dayLimitName } from "./internal/day-limit";

const DAY_MS = 86_400_000;
type Pace = {
  /** So many calls of a day are leased at once: the most that a process which ends may lose. */
  readonly dayBlock: number;
  /** How long the database may take for a lease. */
  readonly patienceMs?: number;
};

const SERVICE: Pace = { dayBlock: 100 };
/** Over so many seconds the calls of a second are counted: a few more at once do no harm, and less is counted. */
const WINDOW_SECONDS = 10;

/**
 * What the settings allow to be asked of each source, counted by all instances together. Calls beyond those of a second
 * wait; beyond those of a day nothing is asked before the next one begins. Undefined for a source without limits.
 */
export function openBudgets(
  { $client }: Pick<Database, "$client">,
  settings: SourceSettings,
  { dayBlock, patienceMs }: Pace = SERVICE,
): (source: SourceName) => Budget | undefined {
  const leases = makeLeases(limitStoreOn($client, patienceMs));
  return (source) => {
    const { aDay, aSecond } = callLimitsOf(settings, source);
    if (aDay === undefined && aSecond === undefined) return undefined;
    return {
      async take() {
        const spent = aDay === undefined ? null : await takeOfDay(leases, source, { calls: aDay, most: dayBlock });
        if (spent || aSecond === undefined) return spent;
        await takeOfSecond(leases, source, aSecond);
        return null;
      },
    };
  };
}

type OfDay = { readonly calls: number; readonly most: number };

async function takeOfDay(leases: Leases, source: SourceName, { calls, most }: OfDay) {
  const nowMs = Date.now();
  const key = dayKey(nowMs);
  const block = Math.max(1, Math.min(most, Math.floor(calls / 100)));
  const limit = { calls, seconds: DAY_MS / 1_000 };
  if ((await leases.take({ name: dayLimitName(source), key, limit, block, free: 0 })) === 0) return null;
  const untilMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
  return { untilMs, reason: `the ${calls} calls that the settings allow in a day are used up.` };
}

async function takeOfSecond(leases: Leases, source: SourceName, calls: number): Promise<void> {
  const limit = { calls: calls * WINDOW_SECONDS, seconds: WINDOW_SECONDS };
  const wanted: Wanted = { name: `source-second-${source}`, key: "all", limit, block: calls, free: 0 };
  for (let seconds = await leases.take(wanted); seconds > 0; seconds = await leases.take(wanted)) {
    await sleep(seconds * 1_000);
  }
}
