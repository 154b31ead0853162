import { and, asc, eq, gt, ne } from "drizzle-orm";
import { attempt, day } from "@/db/schema";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import type { AttemptRow } from "./attempts";
import { resendAttempt } from "./broadcast-attempt";
import type { PayoutContext } from "./payout-context";

/** Transactions that were sent, are in no block that we hold, and may still land. Not those of a stopped day. */
export async function sentAndPending({ db }: Pick<Context, "db">): Promise<AttemptRow[]> {
  const now = await chainNow(db);
  if (!now) return [];
  const rows = await db
    .select({ attempt })
    .from(attempt)
    .innerJoin(day, eq(day.dayIndex, attempt.dayIndex))
    .where(and(eq(attempt.state, "BROADCAST"), gt(attempt.validUntilSlot, now.slot), ne(day.state, "FROZEN")))
    .orderBy(asc(attempt.dayIndex), asc(attempt.batchNo));
  return rows.map((row) => row.attempt);
}

/** Sends the same bytes of each once more, in their order. Answers what the source said; only the chain decides. */
export async function sendAgain(ctx: PayoutContext): Promise<string[]> {
  const now = await chainNow(ctx.db);
  if (!now) return [];
  const answers: string[] = [];
  for (const row of await sentAndPending(ctx)) answers.push(`${row.txHash}: ${await resendAttempt(ctx, row, now)}`);
  return answers;
}
