import type { Database } from "@/db/client";
import type { Look } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { healthCheck } from "../health/health-check";
import type { Answer, CertificatePlace, Evidence, Rule } from "./rule";
import { RULES } from "./rules";

type Looking = Pick<Context, "db" | "log"> & {
  readonly certificates?: readonly CertificatePlace[];
  /** Every rule, unless a test says otherwise. */
  readonly rules?: readonly Rule[];
};

/**
 * What every rule finds wrong now. A rule that fails or has no evidence hides no other: its kinds are unknown. Of a
 * database that is away nothing is known at all: whoever watches finds that by itself.
 */
export async function look(ctx: Looking, nowMs: PosixMs): Promise<Look> {
  const { db, rules = RULES, certificates = [] } = ctx;
  const evidence = { db, nowMs, certificates, health: await healthCheck(ctx, nowMs) };
  const findings: Look["findings"][number][] = [];
  const unknown: Look["unknown"][number][] = [];
  // One after the other: a look takes one session of the database, however many rules there are.
  for (const rule of rules) {
    const answer = await ask(ctx, rule, evidence);
    findings.push(...answer.filter((found) => found !== null));
    if (answer.includes(null)) unknown.push(...rule.kinds);
  }
  return { findings, unknown: [...new Set(unknown)] };
}

type Kept = { readonly atMs: PosixMs; readonly answer: Answer };
const kept = new WeakMap<Database, Map<Rule, Kept>>();

async function ask({ log }: Looking, rule: Rule, evidence: Evidence): Promise<Answer> {
  const { db, nowMs } = evidence;
  const answers = kept.get(db) ?? new Map<Rule, Kept>();
  kept.set(db, answers);
  const last = answers.get(rule);
  // Not one of the future either: the clock was put back since.
  if (last && nowMs >= last.atMs && nowMs - last.atMs < (rule.everyMs ?? 0)) return last.answer;
  try {
    const answer = await rule.look(evidence);
    answers.set(rule, { atMs: nowMs, answer });
    return answer;
  } catch (error) {
    log.warn({ err: error, kinds: rule.kinds }, "a rule of the watch could not look");
    return [null];
  }
}
