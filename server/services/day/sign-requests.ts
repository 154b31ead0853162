import { and, asc, desc, eq, gt, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { approval, pool, signRequest } from "@/db/schema";
import type { SignedState } from "@/server/domain/day/signed-state";
import type { DayIndex, Hex, PosixMs } from "@/server/domain/units";
import { type ChainNow, timeOfBlock } from "../chain-now";
import { LostRace } from "../lost-race";
import { isGoneForGood } from "./gone-for-good";

/*
 * The one home of the question whether something may have been signed. A request is a row before any signer is asked,
 * and counts as signed from then on: the answer may be lost. It ends in one of three ways, none of them an answer that
 * somebody could lie about later: the state of the pool that it is for is gone for good; its deadline has passed at a
 * block that no rollback reaches; or each question was refused, and people have had the day read anew.
 */

export type SignRequest = typeof signRequest.$inferSelect;
export type Wanted = Pick<SignRequest, "dayIndex" | "what" | "digest" | "deadlineMs" | "signedFor" | "text">;
/** By digest and deadline. */
export type Named = Pick<Wanted, "digest" | "deadlineMs">;

/** Where the scan stands, and the depth that no rollback reaches. */
export type Finality = { readonly now: Pick<ChainNow, "height">; readonly finalDepth: number };

type Db = Database | Transaction;

/**
 * Writes that signers are about to be asked. Returns what stands in the way instead, and writes nothing: another plan
 * or Resume for the same state of the pool that may still land. Callers come one after the other until they commit.
 */
export async function requestSignatures(
  tx: Transaction,
  wanted: Wanted,
  finality: Finality & { readonly now: Pick<ChainNow, "timeMs"> },
): Promise<SignRequest | null> {
  await tx.select({ policyId: pool.policyId }).from(pool).for("no key update");
  const other = await mayLandInstead(tx, wanted, finality);
  if (other !== null) return other;
  await recordRequest(tx, wanted, finality.now.timeMs);
  return null;
}

/** Of what signers were asked for by another database, or are about to be; the same again after it was given up. */
export async function recordRequest(tx: Transaction, wanted: Wanted, requestedMs: PosixMs): Promise<void> {
  await tx
    .insert(signRequest)
    .values({ ...wanted, requestedMs })
    .onConflictDoUpdate({ target: [signRequest.digest, signRequest.deadlineMs], set: { endedBecause: null } });
}

/** What was asked for a state of the pool and is not this, if it may still land. */
export function mayLandInstead(
  db: Db,
  { digest, signedFor }: { readonly digest: Hex; readonly signedFor: SignedState },
  finality: Finality,
): Promise<SignRequest | null> {
  return mayLand(db, and(eq(signRequest.signedFor, signedFor), ne(signRequest.digest, digest)), finality);
}

/** What was asked for a day and may still land, and was not refused whenever it was asked. */
export function mayLandForDay(db: Db, dayIndex: DayIndex, finality: Finality): Promise<SignRequest | null> {
  return mayLand(db, and(eq(signRequest.dayIndex, dayIndex), sql`not ${IS_REFUSED}`), finality);
}

/** The one with the latest deadline. */
async function mayLand(db: Db, which: SQL | undefined, { now, finalDepth }: Finality): Promise<SignRequest | null> {
  const finalHeight = now.height - finalDepth;
  const passedMs = (await timeOfBlock(db, finalHeight)) ?? -1;
  const rows = await db
    .select()
    .from(signRequest)
    .where(and(which, isNull(signRequest.endedBecause), gt(signRequest.deadlineMs, passedMs)))
    .orderBy(desc(signRequest.deadlineMs));
  for (const row of rows) if (!(await isGoneForGood(db, row.signedFor, finalHeight))) return row;
  return null;
}

const OF_REQUEST = and(eq(approval.planDigest, signRequest.digest), eq(approval.deadlineMs, signRequest.deadlineMs));

/** Nothing is out: each question came back as a refusal. One whose answer was lost is never made good by another. */
const IS_REFUSED = sql`(${signRequest.asked} > 0 and ${signRequest.refused} = ${signRequest.asked}
  and not exists (select from ${approval} where ${OF_REQUEST}))`;

/** Gives up what was only ever refused. The day is locked, and nobody asks for it any more. */
export async function giveUpRefused(tx: Transaction, dayIndex: DayIndex): Promise<void> {
  await tx
    .update(signRequest)
    .set({ endedBecause: "the oracle refused it, and the day is read anew" })
    .where(and(eq(signRequest.dayIndex, dayIndex), isNull(signRequest.endedBecause), IS_REFUSED));
}

/** Before each question. Throws LostRace if nobody wants that signature any more. */
export async function countQuestion(tx: Transaction, named: Named): Promise<void> {
  const counted = await tx
    .update(signRequest)
    .set({ asked: sql`${signRequest.asked} + 1` })
    .where(and(isNamed(named), isNull(signRequest.endedBecause)))
    .returning({ id: signRequest.id });
  if (counted.length === 0) throw new LostRace("nobody asks for that signature any more");
}

/** After a refusal, of the question that was counted before. */
export async function countRefusal(db: Db, named: Named): Promise<void> {
  await db
    .update(signRequest)
    .set({ refused: sql`${signRequest.refused} + 1` })
    .where(isNamed(named));
}

/** A request that the oracle has not signed: since when it is out, and whether each answer was a refusal. */
export type Unsigned = { readonly sinceMs: PosixMs; readonly isRefused: boolean };

/** Null if the oracle has signed it, or it was not asked for. */
export async function findUnsigned(db: Db, named: Named): Promise<Unsigned | null> {
  const bySigner = and(OF_REQUEST, eq(approval.role, "oracle"));
  const [row] = await db
    .select({ sinceMs: signRequest.requestedMs, isRefused: sql<boolean>`${IS_REFUSED}` })
    .from(signRequest)
    .where(and(isNamed(named), sql`not exists (select from ${approval} where ${bySigner})`))
    .orderBy(asc(signRequest.id));
  return row ?? null;
}

const isNamed = ({ digest, deadlineMs }: Named) =>
  and(eq(signRequest.digest, digest), eq(signRequest.deadlineMs, deadlineMs));
