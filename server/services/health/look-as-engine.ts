import { hostname } from "node:os";
import { eq, lt, sql } from "drizzle-orm";
import { engineLook } from "@/db/schema";
import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import { sentence } from "@/server/words/sentence";
import { failureInWords } from "../failure-in-words";
import { inTime } from "../in-time";
import type { PayoutContext } from "../payout/payout-context";
import { lookAtAuditLog } from "./internal/look-at-audit-log";
import { lookAtOperator } from "./internal/look-at-operator";
import { lookAtPool } from "./internal/look-at-pool";
import { lookAtReports } from "./internal/look-at-reports";
import { lookAtSecondOpinion } from "./internal/look-at-second-opinion";
import { lookAtApprovers, lookAtOracle } from "./internal/look-at-signers";
import { lookAtSource } from "./internal/look-at-source";
import { lookAtVersions } from "./internal/look-at-versions";
import { LOOK_EVERY_MS, LOOK_KEPT_MS } from "./look-ages";

type Seen = readonly NamedPart<LookedAtPart>[];

type Look = {
  readonly parts: readonly LookedAtPart[];
  readonly look: (ctx: PayoutContext, nowMs: number) => Promise<Seen>;
};

const LOOKS: readonly Look[] = [
  { parts: ["source", "clock"], look: lookAtSource },
  { parts: ["second opinion"], look: lookAtSecondOpinion },
  { parts: ["oracle"], look: lookAtOracle },
  { parts: ["approvers"], look: lookAtApprovers },
  { parts: ["signers' versions"], look: lookAtVersions },
  { parts: ["operator"], look: lookAtOperator },
  { parts: ["reports"], look: lookAtReports },
  { parts: ["pool"], look: lookAtPool },
  { parts: ["audit log"], look: lookAtAuditLog },
];

/**
 * Looks at what only an engine can see, where the last look is old or was not good (at all of it with `anew`), and
 * stores what it saw for all who ask (health-check.ts). Never waits long, and never throws for what it finds.
 */
export async function lookAsEngine(ctx: PayoutContext, { anew = false } = {}): Promise<void> {
  const [instance, nowMs] = [hostname(), Date.now()];
  const rows = await ctx.db.select().from(engineLook).where(eq(engineLook.instance, instance));
  const isDue = (part: LookedAtPart) => {
    const last = rows.find((row) => row.part === part);
    const everyMs = last?.state === "ok" ? LOOK_EVERY_MS[part] : LOOK_EVERY_MS.reports;
    // A time in the future is of a clock that was put back since.
    return anew || last === undefined || Math.abs(nowMs - last.lookedAt.getTime()) >= everyMs;
  };
  const due = LOOKS.filter(({ parts }) => parts.some(isDue));
  const seen = await Promise.all(due.map((look) => see(ctx, look, nowMs)));
  const values = seen.flat().map(({ name, state, fact, next }) => {
    return { instance, part: name, state, fact, next, lookedAt: new Date(nowMs) };
  });
  if (values.length === 0) return;
  await ctx.db
    .insert(engineLook)
    .values(values)
    .onConflictDoUpdate({
      target: [engineLook.instance, engineLook.part],
      set: {
        state: sql`excluded.state`,
        fact: sql`excluded.fact`,
        next: sql`excluded.next`,
        lookedAt: sql`excluded.looked_at`,
      },
    });
  await ctx.db.delete(engineLook).where(lt(engineLook.lookedAt, new Date(nowMs - LOOK_KEPT_MS)));
}

/** Longer than a look's two questions may take, so that it says itself who does not answer. */
const LOOK_TAKES_AT_MOST_MS = 15_000;

/** What cannot be looked at is unknown, with the reason. */
async function see(ctx: PayoutContext, { parts, look }: Look, nowMs: number): Promise<Seen> {
  try {
    return await inTime(look(ctx, nowMs), "it could not be looked at", LOOK_TAKES_AT_MOST_MS);
  } catch (error) {
    const fact = sentence(`Not known: ${failureInWords(error)}`);
    return parts.map((part) => healthPart(part, { state: "unknown", fact }));
  }
}
