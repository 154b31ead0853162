import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { knownDevice } from "@/db/schema";
import { hashOfToken, isToken, newToken } from "./token";

/** For each person; the one that was not used for longest makes room. */
const MOST_DEVICES = 10;

/** The person's device with this cookie; null if there is none, or it is another person's alone. */
export async function findDevice(db: Database, userId: string, token: string | null): Promise<string | null> {
  if (token === null || !isToken(token)) return null;
  const [device] = await db
    .select({ deviceId: knownDevice.id })
    .from(knownDevice)
    .where(and(eq(knownDevice.userId, userId), eq(knownDevice.tokenHash, hashOfToken(token))));
  return device?.deviceId ?? null;
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

/** Two people may share a browser. A cookie that somebody made up is not taken. */
async function isOurs(tx: Transaction, token: string): Promise<boolean> {
  if (!isToken(token)) return false;
  const [row] = await tx
    .select({ id: knownDevice.id })
    .from(knownDevice)
    .where(eq(knownDevice.tokenHash, hashOfToken(token)))
    .limit(1);
  return row !== undefined;
}
