import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { knownDevice, user } from "@/db/schema";
import type { Counted } from "./sign-in-tries";
import { hashOfToken, isToken, newToken } from "./token";

/** For each person; the one that was not used for longest makes room. */
const MOST_DEVICES = 10;

/** The server's own command line, a known device of everybody: no stranger reaches it. No cookie can be a symbol. */
export const COMMAND_LINE = Symbol("the server's command line");

/** Where a person tries: the token in a browser's cookie, null without one. */
export type Device = string | null | typeof COMMAND_LINE;

/** What this person's tries there are counted on: the device, if it is one of theirs, or else the account. */
export async function countedOn(db: Database, userId: string, device: Device): Promise<Counted> {
  const id = device === COMMAND_LINE ? await commandLineOf(db, userId) : await findDevice(db, userId, device);
  return id === null ? { userId, on: "account", id: userId } : { userId, on: "device", id };
}

async function findDevice(db: Database, userId: string, token: string | null): Promise<string | null> {
  if (token === null || !isToken(token)) return null;
  const [device] = await db
    .select({ deviceId: knownDevice.id })
    .from(knownDevice)
    .where(and(eq(knownDevice.userId, userId), eq(knownDevice.tokenHash, hashOfToken(token))));
  return device?.deviceId ?? null;
}

/** Known from the first time on. It has no token: what is hashed has not the form of one. */
async function commandLineOf(db: Database, userId: string): Promise<string | null> {
  const [device] = await db.execute<{ id: string }>(sql`
    insert into ${knownDevice} (user_id, token_hash)
    select id, ${hashOfToken("command line")} from ${user} where id = ${userId}
    on conflict (user_id, token_hash) do update set used_at = now() returning id`);
  return device?.id ?? null;
}

/** Knows this browser from now on. Answers the token for its cookie: the one it has, if that was ours. */
export async function rememberDevice(tx: Transaction, userId: string, given: string | null): Promise<string> {
  const token = given !== null && (await isOurs(tx, given)) ? given : newToken();
  const used = { usedAt: sql`now()`, failedLogins: 0, lockedUntil: null };
  await tx
    .insert(knownDevice)
    .values({ userId, tokenHash: hashOfToken(token) })
    .onConflictDoUpdate({ target: [knownDevice.userId, knownDevice.tokenHash], set: used });
  const oldest = tx
    .select({ id: knownDevice.id })
    .from(knownDevice)
    .where(eq(knownDevice.userId, userId))
    .orderBy(desc(knownDevice.usedAt), desc(knownDevice.id))
    .offset(MOST_DEVICES);
  await tx.delete(knownDevice).where(inArray(knownDevice.id, oldest));
  return token;
}

/** Whether anybody has signed in with this cookie. Two people may share a browser. One that is made up is not taken. */
export async function isOurs(tx: Database | Transaction, token: string): Promise<boolean> {
  if (!isToken(token)) return false;
  const [row] = await tx
    .select({ id: knownDevice.id })
    .from(knownDevice)
    .where(eq(knownDevice.tokenHash, hashOfToken(token)))
    .limit(1);
  return row !== undefined;
}
