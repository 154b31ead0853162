import { desc, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dayTransition, refusal } from "@/db/schema";
import type { Finding } from "@/server/domain/monitoring/finding";
import { sentence } from "@/server/words/sentence";
import type { Refusal } from "../../day/refusals";
import type { Rule } from "../rule";

export const REFUSAL_RULES: readonly Rule[] = [
  { kinds: ["signature-wrong", "machines-disagree"], look: async ({ db }) => judgeRefusals(await readStanding(db)) },
];

/** A judge may go by an answer about the chain that is old for a moment. A signature goes by nothing of the kind. */
const LEAST_TIMES = 3;
const LEAST_MS = 2 * 60_000;

export function judgeRefusals(
  rows: readonly Pick<Refusal, Exclude<keyof Refusal, "id" | "transitionId">>[],
): Finding[] {
  return rows.flatMap(({ kind, dayIndex, who, problem, times, firstAt, lastAt }) => {
    const lasts = times >= LEAST_TIMES && lastAt.getTime() - firstAt.getTime() >= LEAST_MS;
    if (kind === "machines-disagree" && !lasts) return [];
    const often = times === 1 ? "" : ` It happened ${times} times.`;
    return {
      kind,
      subject: `day:${dayIndex} ${who}`,
      fact: `Day ${dayIndex}: ${sentence(problem)}${often}`,
      next: `Nothing of it is used. Find out why before anything of day ${dayIndex} goes on: stop it at /admin/days/${dayIndex}`,
      sinceMs: firstAt.getTime(),
    };
  });
}

/** More are the same trouble. */
const MOST_READ = 20;

/** Of days that have not moved since. */
function readStanding(db: Database): Promise<Refusal[]> {
  const last = sql`(select max(${dayTransition.id}) from ${dayTransition}
    where ${dayTransition.dayIndex} = ${refusal.dayIndex})`;
  return db
    .select()
    .from(refusal)
    .where(sql`${refusal.transitionId} = ${last}`)
    .orderBy(desc(refusal.id))
    .limit(MOST_READ);
}
