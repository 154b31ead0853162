import { and, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { approval, dayTransition, signRequest, user } from "@/db/schema";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { Hex, PosixMs } from "@/server/domain/units";
import type { LivePool } from "../../pool/load-pool";
import type { Evidence, Rule } from "../rule";
import { clockOfLook } from "./clock-of-look";
import { type ApprovedDay, type Approver, judgeApprovers } from "./judge-approvers";

export const APPROVER_RULES: readonly Rule[] = [{ kinds: ["approver-silent"], look: lookAtApprovers }];

/** So many of the pool's days are looked back. */
const DAYS_BACK = 3;
/** Days are asked for in order, and after a stop many within that time. Of these the newest say enough. */
const DAYS_READ = 50;

async function lookAtApprovers(evidence: Evidence): Promise<readonly Finding[]> {
  const { db } = evidence;
  const clock = await clockOfLook(evidence);
  if (!clock) return [];
  const { pool } = clock.around;
  const sinceMs = clock.reachedMs - DAYS_BACK * pool.settings.intervalMs;
  return judgeApprovers(await readApproved(db, pool, sinceMs), await readApprovers(db, pool.settings.approvers));
}

/** Only since the last act on the pool: before it others may have been its approvers. */
async function readApproved(db: Database, { datum, settings }: LivePool, sinceMs: PosixMs): Promise<ApprovedDay[]> {
  const { dayIndex, requestedMs, digest, deadlineMs, signedFor, what } = signRequest;
  const rows = await db
    .select({ dayIndex, requestedMs, digest, deadlineMs, approvedMs: dayTransition.atMs })
    .from(dayTransition)
    .innerJoin(signRequest, eq(dayIndex, dayTransition.dayIndex))
    .where(
      and(
        eq(dayTransition.toState, "APPROVED"),
        eq(dayTransition.fromState, "PROPOSED"),
        sql`${dayIndex} > (select max(${dayIndex}) from ${signRequest}) - ${DAYS_READ}`,
        gte(requestedMs, sinceMs),
        gte(dayTransition.atMs, requestedMs),
        eq(what, "plan"),
        eq(sql`(${signedFor}->>'nonce')::bigint`, datum.nonce),
      ),
    )
    .orderBy(desc(dayTransition.id), desc(requestedMs));
  const newest = [...new Map([...rows].reverse().map((row) => [row.dayIndex, row])).values()];
  const signatures = await readSignatures(
    db,
    newest.map((row) => row.digest),
  );
  return newest.map((row) => {
    const given = signatures.filter(
      ({ planDigest, deadlineMs: until }) => planDigest === row.digest && until === row.deadlineMs,
    );
    return {
      dayIndex: row.dayIndex,
      tookMs: row.approvedMs - row.requestedMs,
      signers: given.map(({ publicKey }) => publicKey).filter((key) => settings.approvers.includes(key)),
      byPerson: given.some(({ userId }) => userId !== null),
    };
  });
}

function readSignatures(db: Database, digests: readonly Hex[]) {
  const { planDigest, deadlineMs, publicKey, userId, role } = approval;
  return db
    .select({ planDigest, deadlineMs, publicKey, userId })
    .from(approval)
    .where(and(eq(role, "approver"), inArray(planDigest, [...digests])));
}

async function readApprovers(db: Database, keys: readonly Hex[]): Promise<Approver[]> {
  const rows = await db
    .select({ id: user.id, name: user.name, key: user.approverKey })
    .from(user)
    .where(inArray(user.approverKey, [...keys]));
  return keys.map((publicKey) => {
    const person = rows.find(({ key }) => key === publicKey);
    return { publicKey, person: person ? { id: person.id, name: person.name } : null };
  });
}
