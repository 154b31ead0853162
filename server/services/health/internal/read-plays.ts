import { isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { participation, txBytesMissing } from "@/db/schema";
import { type HealthPart, healthPart } from "@/server/domain/health/part";

/** Plays that count for nobody yet, and why. They wait by themselves. */
export async function readPlays(db: Database): Promise<HealthPart> {
  const plays = await db.$count(participation, isNull(participation.knownHeight));
  if (plays === 0) return healthPart("plays", { state: "ok", fact: "The player of every play is known." });
  const missing = await db.$count(txBytesMissing);
  const reason =
    missing === 0
      ? "What they spent is still being looked up."
      : `The chain source does not have ${missing === 1 ? "one transaction" : `${missing} transactions`} that they spent. It is asked again, more seldom each time.`;
  const many = plays === 1 ? "A play has no known player yet." : `${plays} plays have no known player yet.`;
  const fact = `${many} ${reason} Such a play counts from the first day that is read after its player is known.`;
  return healthPart("plays", { state: "waits", fact });
}
