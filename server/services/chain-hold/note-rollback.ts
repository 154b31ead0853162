import { lt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { chainRollback } from "@/db/schema";
import type { Height } from "@/server/domain/units";

const KEPT_DAYS = 30;

/** Remembers that the chain took back our blocks above a height, in the transaction that takes them back. */
export async function noteRollback(tx: Transaction, from: Height, to: Height): Promise<void> {
  await tx.insert(chainRollback).values({ fromHeight: from, toHeight: to });
  await tx.delete(chainRollback).where(lt(chainRollback.writtenAt, sql`now() - make_interval(days => ${KEPT_DAYS})`));
}
