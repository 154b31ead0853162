import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Transaction } from "@/db/client";
import { enginePause, user } from "@/db/schema";
import type { PoolInWords } from "@/server/domain/contract/pool-in-words";
import type { PosixMs } from "@/server/domain/units";
import { formatMinute } from "@/server/words/format";

export type EnginePause = {
  readonly name: string;
  readonly reason: string;
  readonly sinceMs: PosixMs;
  /** After an adoption two people end it; of others one is enough. */
  readonly needsTwo: boolean;
  /** What they check besides the days; null where one person paused it. */
  readonly words: PoolInWords | null;
  /** The first of the two, once that person has checked what was adopted. */
  readonly checkedBy: { readonly userId: string; readonly name: string } | null;
};

const checker = alias(user, "checker");

/** Who paused the engine, when (by the machine's clock) and why; null while it is not paused. */
export async function findPause(db: Database | Transaction): Promise<EnginePause | null> {
  const { userId, reason, words, writtenAt } = enginePause;
  const [row] = await db
    .select({
      ...{ userId, reason, words, writtenAt },
      name: user.name,
      checkedBy: { userId: checker.id, name: checker.name },
    })
    .from(enginePause)
    .leftJoin(user, eq(user.id, userId))
    .leftJoin(checker, eq(checker.id, enginePause.checkedBy));
  if (!row) return null;
  return {
    name: row.name ?? "npm run adopt",
    reason: row.reason,
    sinceMs: row.writtenAt.getTime(),
    needsTwo: row.userId === null,
    words: row.words,
    checkedBy: row.checkedBy,
  };
}

/** A sentence for whoever finds the engine paused. */
export function sayPaused({ name, reason, sinceMs, needsTwo, checkedBy }: EnginePause): string {
  const until = !needsTwo
    ? "somebody resumes"
    : checkedBy === null
      ? "two people have checked it and resume"
      : `a second person resumes; ${checkedBy.name} has checked it`;
  return `Paused by ${name} since ${formatMinute(sinceMs)}: “${reason}” Nothing new is built, signed or sent until ${until}.`;
}
