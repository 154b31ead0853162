import { and, asc, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { givenUpDeposit, topUp } from "@/db/schema";
import {
  canMoveTopUp,
  OPEN_TOP_UP_STATES,
  TOP_UP_MOVES,
  type TopUpMove,
  type TopUpState,
} from "@/server/domain/top-up/states";
import type { PosixMs } from "@/server/domain/units";
import { type Actor, appendAudit } from "../audit/append-audit";
import { LostRace } from "../lost-race";
import { queueEvent } from "../outbox/queue-event";

export type TopUpRow = typeof topUp.$inferSelect;

/** Oldest first. Few: each person has one at most. */
export async function openTopUps(db: Database | Transaction): Promise<TopUpRow[]> {
  return inStates(db, OPEN_TOP_UP_STATES);
}

export async function inStates(db: Database | Transaction, states: readonly TopUpState[]): Promise<TopUpRow[]> {
  return db
    .select()
    .from(topUp)
    .where(inArray(topUp.state, [...states]))
    .orderBy(asc(topUp.writtenAt), asc(topUp.id));
}

type How = {
  readonly actor: Actor;
  readonly atMs: PosixMs;
  readonly detail: string;
  readonly set?: Partial<TopUpRow>;
};

/** What belongs to one transaction, and goes with it. */
export const NO_TRANSACTION = {
  txHash: null,
  txBytes: null,
  inputTxHash: null,
  inputIndex: null,
  validUntilSlot: null,
  validUntilMs: null,
  feeLovelace: null,
  signers: null,
  signatures: null,
  sentHeight: null,
  lastSentHeight: null,
} as const satisfies Partial<TopUpRow>;

/**
 * Moves a top-up: a conditional update on the state and the transaction that the caller saw, with audit row and event.
 * What was sent and is given up is kept (`internal/given-up.ts`).
 * Throws LostRace if either has changed.
 */
export async function moveTopUp(tx: Transaction, seen: TopUpRow, move: TopUpMove, how: How): Promise<void> {
  if (!canMoveTopUp(seen.state, move)) throw new Error(`top-up ${seen.id} is ${seen.state}: it cannot ${move}`);
  const { to } = TOP_UP_MOVES[move];
  const { txHash } = seen;
  const moved = await tx
    .update(topUp)
    .set({ ...how.set, state: to, sinceMs: how.atMs, detail: how.detail })
    .where(and(eq(topUp.id, seen.id), eq(topUp.state, seen.state), txHash ? eq(topUp.txHash, txHash) : undefined))
    .returning();
  const [now] = moved;
  if (!now) throw new LostRace(`top-up ${seen.id} is no longer ${seen.state}`);
  if (seen.state === "SENT" && to !== "LANDED") await keepGivenUp(tx, seen);
  await recordTopUp(tx, now, how);
}

/** All signatures are out, so a deep rollback may let it land. */
async function keepGivenUp(tx: Transaction, { id, ...sent }: TopUpRow): Promise<void> {
  const { txHash, txBytes, inputTxHash, inputIndex, validUntilSlot, validUntilMs, feeLovelace, sentHeight } = sent;
  if (!txHash || !txBytes || !inputTxHash || inputIndex === null || validUntilSlot === null) {
    throw new Error(`top-up ${id} was sent without a transaction`);
  }
  if (validUntilMs === null || feeLovelace === null || sentHeight === null) throw new Error(`top-up ${id} lacks facts`);
  await tx
    .insert(givenUpDeposit)
    .values({
      ...{ topUpId: id, txHash, txBytes, inputTxHash, inputIndex },
      ...{ validUntilSlot, validUntilMs, feeLovelace, sentHeight },
    })
    .onConflictDoNothing();
}

export async function recordTopUp(tx: Transaction, row: TopUpRow, { actor, atMs, detail }: How): Promise<void> {
  const { id, userId, state, lovelace, tokens, txHash } = row;
  await appendAudit(tx, {
    actor,
    action: `top-up.${state.toLowerCase()}`,
    subject: `top-up:${id}`,
    details: { userId, lovelace, tokens, txHash, detail },
    atMs,
  });
  await queueEvent(tx, "top-up.state", { id, state, txHash });
}
