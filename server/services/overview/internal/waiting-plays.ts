import { isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { participation, txBytesMissing } from "@/db/schema";
import type { Problem } from "../overview-types";

/** Plays that count for nobody yet, and why. */
export async function waitingPlays(db: Database): Promise<Problem[]> {
  const plays = await db.$count(participation, isNull(participation.knownHeight));
  if (plays === 0) return [];
  const missing = await db.$count(txBytesMissing);
  const reason =
    missing === 0
      ? "What they spent is still being looked up."
      : `The chain source does not have ${missing === 1 ? "one transaction" : `${missing} transactions`} that they spent. It is asked again, more seldom each time.`;
  return [
    {
      tone: "waiting",
      title: plays === 1 ? "A play has no known player yet" : `${plays} plays have no known player yet`,
      text: `${reason} Such a play counts from the first day that is read after its player is known.`,
      href: null,
    },
  ];
}
