import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@/db/client";
import type { Channels } from "@/server/domain/monitoring/channel";
import { PERSONS } from "@/server/domain/monitoring/wants";
import type { PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import { findPerson } from "./internal/find-person";
import { giveUpOld } from "./internal/give-up-old";
import { type Lane, runLane } from "./internal/run-lane";

export type SendContext = {
  readonly db: Database;
  readonly log: Logger;
  /** Ends what is under way when the process ends. What was not marked as sent is sent again, with the same id. */
  readonly signal?: AbortSignal;
};

export type Ways = Pick<Channels, "all" | "mailTo" | "telegramTo">;

/** The round that it is a part of waits for no channel longer than that; what is under way goes on. */
const PATIENCE_MS = 3_000;

const NEVER = new AbortController().signal;
const underWay = new WeakMap<Database, Map<string, Promise<void>>>();

/**
 * Sends what is due. Each channel has a lane of its own, so that one that hangs or fails keeps no other waiting; where
 * a lane is still at work since the last call, it is left alone. A message is sent at least once.
 */
export async function sendDeliveries(ctx: SendContext, channels: Ways, nowMs: PosixMs): Promise<void> {
  const { db, log, signal = NEVER } = ctx;
  await giveUpOld(db, nowMs);
  const lanes = underWay.get(db) ?? new Map<string, Promise<void>>();
  underWay.set(db, lanes);
  for (const lane of lanesOf(db, channels)) {
    if (lanes.has(lane.name)) continue;
    const running = runLane({ db, log, signal }, lane, nowMs)
      .catch((error: unknown) => log.error({ channel: lane.name, err: error }, "messages could not be sent"))
      .finally(() => lanes.delete(lane.name));
    lanes.set(lane.name, running);
  }
  await Promise.race([Promise.all(lanes.values()), sleep(PATIENCE_MS, undefined, { ref: false })]);
}

/** Waits for everything that is under way, as a process does before it ends. */
export async function settleDeliveries(db: Database): Promise<void> {
  await Promise.all(underWay.get(db)?.values() ?? []);
}

function lanesOf(db: Database, channels: Ways): Lane[] {
  const own = channels.all.map(({ name, send }): Lane => ({ name, find: async () => send }));
  return [...own, { name: PERSONS, find: (channel) => findPerson(db, channels, channel) }];
}
