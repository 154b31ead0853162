import type { Database } from "@/db/client";
import { compareClocks } from "@/db/clock";
import type { Channels } from "@/server/domain/monitoring/channel";
import type { PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import { planAlerts } from "@/server/services/alerts/plan-alerts";
import { sendDeliveries } from "@/server/services/alerts/send-deliveries";
import { tellEvents } from "@/server/services/alerts/tell-events";
import { noteWatch, type WatchSaid } from "@/server/services/health/note-watch";
import { applyLook } from "@/server/services/incidents/apply-look";
import { look } from "@/server/services/watch/look";
import type { CertificatePlace } from "@/server/services/watch/rule";

/** What a look needs besides the database. */
export type Watched = {
  readonly log: Logger;
  readonly channels: Channels;
  /** The public address of the site. */
  readonly siteUrl: string;
  readonly certificates: readonly CertificatePlace[];
  readonly signal: AbortSignal;
};

/**
 * One look at everything: incidents are opened and closed by it, and people are told. It may be done by several
 * processes at once, and again after one has died in it.
 */
export async function lookOnce(db: Database, watched: Watched, nowMs: PosixMs): Promise<void> {
  const { channels } = watched;
  const ctx = { ...watched, db };
  const found = await look(ctx, nowMs);
  const sharedMs = nowMs + (await behindDatabaseMs(db));
  await applyLook(db, found, sharedMs);
  await planAlerts(ctx, channels, sharedMs);
  if (channels.all.length > 0) await tellAside(db, watched, sharedMs);
  await sendDeliveries(ctx, channels, sharedMs);
  await noteWatch(db, sayOf(channels), nowMs);
}

/**
 * What watches keep together goes by one clock, the database's: of two whose clocks differ by a minute, each would take
 * for over, or for new, what the other one finds at each look. A difference that the question's own time explains is
 * none.
 */
async function behindDatabaseMs(db: Database): Promise<number> {
  const { aheadMs, withinMs } = await compareClocks(db);
  return Math.abs(aheadMs) <= withinMs ? 0 : aheadMs;
}

/**
 * An event that cannot be told keeps nobody from hearing of incidents. The job notify tells events too, and fails where
 * it cannot. It also ends those of which nobody is told: a watch without channels does not know whether an engine has.
 */
async function tellAside(db: Database, { log, channels, siteUrl }: Watched, nowMs: PosixMs): Promise<void> {
  await tellEvents({ db, log }, { channels, siteUrl }, nowMs).catch((error: unknown) =>
    log.error({ err: error }, "the watch could not tell of events"),
  );
}

function sayOf({ all }: Channels): WatchSaid {
  const staff = all.filter(({ audience }) => audience === "staff");
  if (staff.length > 0) {
    const many = staff.length === 1 ? "one channel" : `${staff.length} channels`;
    return { state: "ok", fact: `A watch looks at everything, and alerts through ${many}.`, next: null };
  }
  const fact = "A watch looks at everything, and has no channel by which it could tell anybody.";
  return { state: "waits", fact, next: "Set CHANNELS_FILE: OPERATIONS.md, Alerts." };
}
