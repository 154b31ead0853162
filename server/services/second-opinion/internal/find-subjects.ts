import { inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { followed } from "@/db/schema";
import type { Rules } from "@/server/domain/rules/rules";
import { type Followed, gameSubject } from "../../followed/followed";

/** The token and the game of rules, as the scan follows them. Throws where it does not: nothing was read by them. */
export async function findSubjects(db: Database, rules: Rules): Promise<{ token: Followed; game: Followed }> {
  const wanted = [rules.prizeAsset, gameSubject(rules)];
  const rows: Followed[] = await db.select().from(followed).where(inArray(followed.subject, wanted));
  const token = rows.find(({ kind, subject }) => kind === "asset" && subject === wanted[0]);
  const game = rows.find(({ kind, subject }) => kind === "game" && subject === wanted[1]);
  if (!token || !game) throw new Error("the scan follows neither token nor game of these rules");
  return { token, game };
}
