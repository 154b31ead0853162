import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import {
  type HealthPart,
  healthPart,
  LOOKED_AT_PARTS,
  type LookedAtPart,
  worstState,
} from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { freshForMs } from "../look-ages";

type LookRow = typeof engineLook.$inferSelect;

/** The page where somebody mends it. */
const HREFS: Partial<Record<LookedAtPart, string>> = { pool: "/admin/top-up" };

/** What engines saw last. Of several machines the worst counts; an old look is unknown, with its age. */
export async function readLooks(db: Database, nowMs: PosixMs): Promise<HealthPart[]> {
  const rows = await db.select().from(engineLook);
  return LOOKED_AT_PARTS.map((part) =>
    judgeLooks(
      part,
      rows.filter((row) => row.part === part),
      nowMs,
    ),
  );
}

export function judgeLooks(part: LookedAtPart, rows: readonly LookRow[], nowMs: PosixMs): HealthPart {
  const ageOf = ({ lookedAt }: LookRow) => Math.abs(nowMs - lookedAt.getTime());
  const fresh = rows.filter((row) => ageOf(row) <= freshForMs(part));
  const worst = worstState(fresh);
  const seen = fresh.find(({ state }) => state === worst);
  if (seen) return healthPart(part, { ...seen, href: seen.state === "ok" ? null : (HREFS[part] ?? null) });
  const [newest] = [...rows].sort((a, b) => ageOf(a) - ageOf(b));
  const next = "See that an engine runs: npm start";
  if (!newest) return healthPart(part, { state: "unknown", fact: "No engine has looked at it yet.", next });
  const fact = `Last looked at ${sayAge(ageOf(newest))} ago. Then: ${newest.fact}`;
  return healthPart(part, { state: "unknown", fact, next });
}
