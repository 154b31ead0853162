import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { incident, sourceHealth } from "@/db/schema";
import { loadChannels } from "@/server/channels/load-channels";
import type { Channels } from "@/server/domain/monitoring/channel";
import { INCIDENT_KINDS, type IncidentKind } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";
import { createLogger } from "@/server/logger";
import { settleDeliveries } from "@/server/services/alerts/send-deliveries";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { createLookTurn } from "@/server/watch/look-turn";
import { LOOK_EVERY_MS } from "@/server/watch/run-watch";
import { keepWell, type Unwell } from "./keep-well";
import { type Receiver, startReceiver } from "./receiver";

/** The pool of a test's world, 20,000 ADA, pays a quiet month of it. */
const POT_LOVELACE = 500_000_000n;

/** A running installation with a paid day behind it, whose watch looks by a clock that the bench moves. */
export type Installation = {
  readonly world: World;
  readonly db: Database;
  /** Gets the alerts. */
  readonly receiver: Receiver;
  /** Another channel, which can fail. */
  readonly other: Receiver;
  readonly channels: Channels;
  /** Files whose certificates are watched. */
  readonly certificates: { what: string; file: string }[];
  readonly directory: string;
  /** System time. */
  nowMs: PosixMs;
  /** While it is set, nobody reaches the database. */
  databaseError: Error | null;
  /** System time goes on, everything that is well says so, and the watch looks. */
  look(unwell?: Unwell, afterMs?: number): Promise<void>;
  stop(): Promise<void>;
};

export async function startInstallation(): Promise<Installation> {
  const world = await startWorld({ approvers: "automated", potLovelace: POT_LOVELACE });
  await liveToState(world, await endNextDay(world), "FINAL");
  const clock = () => at.nowMs;
  const [receiver, other] = [await startReceiver(clock), await startReceiver(clock)];
  const directory = await mkdtemp(path.join(tmpdir(), "prize-alerts-"));
  const { db } = world.ctx;
  const nowMs = Date.now();
  await addSources(db, nowMs);
  const channels = await loadChannels(await writeChannels(directory, { receiver, other }));
  const stopping = new AbortController();
  const certificates: Installation["certificates"] = [];
  const at: Installation = {
    ...{ world, db, receiver, other, channels, certificates, directory, nowMs },
    databaseError: null,
    look: async (unwell, afterMs = LOOK_EVERY_MS) => {
      at.nowMs += afterMs;
      await keepWell(db, at.nowMs, unwell);
      await watching.turn(at.nowMs);
      await settleDeliveries(db);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([receiver.stop(), other.stop()]);
      await world.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  const connection = {
    database: () => (at.databaseError ? Promise.reject(at.databaseError) : Promise.resolve(db)),
  };
  const watching = createLookTurn(connection, {
    ...{ channels, certificates, signal: stopping.signal },
    // What is injected would fill pages.
    log: createLogger("silent"),
    siteUrl: "http://127.0.0.1:3000",
  });
  return at;
}

/** Looks after which nothing comes any more: more than the longest wait of any kind. */
export const MOST_LOOKS = 200;

type Hearing = {
  /** Of the messages from this one on. */
  readonly from?: number;
  readonly look: () => Promise<void>;
};

/** Looks until the receiver hears of a kind; false where it never does. */
export async function hearOf(at: Installation, kind: IncidentKind, { from = 0, look }: Hearing): Promise<boolean> {
  const { title: wanted } = INCIDENT_KINDS[kind];
  const isTold = () => at.receiver.messages.slice(from).some(({ title }) => title.includes(wanted));
  for (let looks = 0; looks < MOST_LOOKS && !isTold(); looks++) await look();
  return isTold();
}

/** Open incidents of a kind, whether they are told by themselves or with what they depend on. */
export async function openOf(db: Database, kind: IncidentKind): Promise<number[]> {
  const rows = await db.select().from(incident).where(eq(incident.kind, kind));
  return rows.flatMap(({ id, resolvedAt }) => (resolvedAt === null ? [id] : []));
}

async function writeChannels(directory: string, { receiver, other }: Record<"receiver" | "other", Receiver>) {
  const webhook = { kind: "webhook", for: "staff", priority: 4 };
  const document = {
    reminderMinutes: 0,
    channels: [
      { ...webhook, name: "on-call", url: receiver.url, secret: receiver.secret },
      { ...webhook, name: "other", url: other.url, secret: other.secret },
    ],
  };
  const file = path.join(directory, `channels-${randomBytes(4).toString("hex")}.json`);
  await writeFile(file, JSON.stringify(document), { mode: 0o600 });
  return file;
}

async function addSources(db: Database, nowMs: PosixMs): Promise<void> {
  await db.delete(sourceHealth).where(inArray(sourceHealth.name, ["blockfrost", "koios"]));
  const each = { hasBytes: true, sinceMs: nowMs, lookedAtMs: nowMs, tipHeight: null, tipTimeMs: null };
  await db.insert(sourceHealth).values([
    { ...each, name: "blockfrost", server: "Blockfrost at one", place: 0, chosenMs: nowMs },
    { ...each, name: "koios", server: "Koios at two", place: 1 },
  ]);
}
