import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { delivery } from "@/db/schema";
import type { Audience, Notification, Tidings } from "@/server/domain/monitoring/notification";
import type { Telling } from "@/server/domain/monitoring/telling";
import { offeredBy, personChannelName, waysTo } from "@/server/domain/monitoring/wants";
import type { PosixMs } from "@/server/domain/units";
import { sayNotification } from "@/server/words/notification";
import type { ListedHearer } from "../../people/list-hearers";
import { queueMessage } from "../queue-message";

/** Who can be told, where, and when it is now. */
export type Round = Telling & { readonly people: readonly ListedHearer[]; readonly nowMs: PosixMs };

/** Takes back what is out of date and not sent, and queues what is new: once for each key and channel. */
export async function queueTidings(tx: Transaction, { told, over }: Tidings, round: Round): Promise<void> {
  if (over.length > 0) {
    const begins = over.map((keys) => sql`starts_with(${delivery.key}, ${keys})`);
    await tx.delete(delivery).where(and(eq(delivery.state, "waiting"), or(...begins)));
  }
  for (const each of told) await queueNotification(tx, each, round);
}

async function queueNotification(tx: Transaction, notification: Notification, round: Round): Promise<void> {
  const { key, what, after } = notification;
  const channels = await onlyAfter(tx, channelsFor(notification, round), after);
  if (channels.length === 0) return;
  const message = sayNotification(what, round);
  const { nowMs } = round;
  for (const channel of channels) await queueMessage(tx, { channel, key, message, incidentId: null, nowMs });
}

async function onlyAfter(tx: Transaction, channels: readonly string[], key?: string): Promise<readonly string[]> {
  if (key === undefined || channels.length === 0) return channels;
  const rows = await tx
    .select({ channel: delivery.channel })
    .from(delivery)
    .where(and(eq(delivery.key, key), inArray(delivery.channel, [...channels])));
  return rows.map(({ channel }) => channel);
}

function channelsFor({ to, concern }: Notification, { people, channels }: Round): readonly string[] {
  const offered = offeredBy(channels);
  const ofPeople = people.flatMap(({ id, settings }) =>
    isMeant(to, id) ? waysTo(settings, concern, offered).map((way) => personChannelName(id, way)) : [],
  );
  return [...ofPeople, ...sharedChannels(to, channels.all)];
}

function isMeant(to: Audience, userId: string): boolean {
  return to.kind === "people" ? to.ids.includes(userId) : to.kind !== "public";
}

/** Of the staff's channels those that take what is least urgent: notifications wake nobody. */
function sharedChannels({ kind }: Audience, all: Telling["channels"]["all"]): readonly string[] {
  if (kind === "public") return all.filter(({ audience }) => audience === "public").map(({ name }) => name);
  if (kind !== "team") return [];
  const takesNotifications = all.filter(
    ({ audience, lowestPriority, isEscalation }) => audience === "staff" && lowestPriority === 4 && !isEscalation,
  );
  return takesNotifications.map(({ name }) => name);
}
