import type { Look } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { healthCheck } from "../health/health-check";
import type { Answer, Evidence, Rule } from "./rule";
import { RULES } from "./rules";

type Looking = Pick<Context, "db" | "log">;

/**
 * What every rule finds wrong now. A rule that fails or has no evidence hides no other: its kinds are unknown. Of a
 * database that is away nothing is known at all: whoever watches finds that by itself.
 */
export async function look(ctx: Looking, nowMs: PosixMs, rules: readonly Rule[] = RULES): Promise<Look> {
  const evidence = { db: ctx.db, nowMs, health: await healthCheck(ctx, nowMs) };
  const findings: Look["findings"][number][] = [];
  const unknown: Look["unknown"][number][] = [];
  // One after the other: a look takes one session of the database, however many rules there are.
  for (const rule of rules) {
    const found = await ask(ctx, rule, evidence);
    if (found === null) unknown.push(...rule.kinds);
    else findings.push(...found);
  }
  return { findings, unknown };
}

async function ask({ log }: Looking, { kinds, look: lookAt }: Rule, evidence: Evidence): Promise<Answer> {
  try {
    return await lookAt(evidence);
  } catch (error) {
    log.warn({ err: error, kinds }, "a rule of the watch could not look");
    return null;
  }
}
