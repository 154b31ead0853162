import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import { type HealthPart, healthPart, worstState } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { LIVE_FRESH_MS } from "../look-ages";

type Said = Pick<typeof engineLook.$inferSelect, "state" | "fact" | "next" | "lookedAt">;

/** Whether anybody watches and can tell people, as watches said lately. */
export async function readWatch(db: Database, nowMs: PosixMs): Promise<HealthPart> {
  return judgeWatch(await db.select().from(engineLook).where(eq(engineLook.part, "watch")), nowMs);
}

/** Of several watches the worst counts: each is on a machine of its own. */
export function judgeWatch(rows: readonly Said[], nowMs: PosixMs): HealthPart {
  const ageOf = ({ lookedAt }: Said) => Math.abs(nowMs - lookedAt.getTime());
  const fresh = rows.filter((row) => ageOf(row) <= LIVE_FRESH_MS);
  const worst = worstState(fresh);
  const said = fresh.find(({ state }) => state === worst);
  if (said) return healthPart("watch", { state: said.state, fact: said.fact, next: said.next });
  const youngest = Math.min(...rows.map(ageOf));
  const since = rows.length === 0 ? "No watch has run lately" : `The last watch looked ${sayAge(youngest)} ago`;
  const next = "Start one: npm start runs it beside the web application and the engine; npm run watch runs it alone.";
  return healthPart("watch", { state: "warning", fact: `${since}, so nobody is alerted of anything.`, next });
}
