import type { Database } from "@/db/client";
import { isDatabaseAway } from "@/db/errors";
import { NO_CHANNELS } from "@/server/domain/monitoring/channel";
import type { Finding, Look } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";
import { sentence } from "@/server/words/sentence";
import type { Context } from "../context";
import { failureInWords } from "../failure-in-words";
import { healthCheck } from "../health/health-check";
import type { Evidence, Found, Rule } from "./rule";
import { RULES } from "./rules";

/** What the watch is told of besides the database; and every rule, unless a test says otherwise. */
type Looking = Pick<Context, "db" | "log"> &
  Partial<Pick<Evidence, "certificates" | "channels">> & { readonly rules?: readonly Rule[] };

/**
 * What every rule finds wrong now. A rule that fails or has no evidence hides no other: its kinds are unknown. Of a
 * database that is away nothing is known at all: whoever watches finds that by itself.
 */
export async function look(ctx: Looking, nowMs: PosixMs): Promise<Look> {
  const { db, rules = RULES, certificates = [], channels = NO_CHANNELS } = ctx;
  const evidence = { db, nowMs, certificates, channels, health: await healthCheck(ctx, nowMs) };
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

type Kept = { readonly atMs: PosixMs; readonly answer: Found };
const kept = new WeakMap<Database, Map<Rule, Kept>>();

async function ask({ log }: Looking, rule: Rule, evidence: Evidence): Promise<Found> {
  const { db, nowMs } = evidence;
  const answers = kept.get(db) ?? new Map<Rule, Kept>();
  kept.set(db, answers);
  const last = answers.get(rule);
  // Not one of the future either: the clock was put back since.
  if (last && nowMs >= last.atMs && nowMs - last.atMs < keptForMs(rule, last.answer)) return last.answer;
  try {
    const answer = (await rule.look(evidence)) ?? [null];
    answers.set(rule, { atMs: nowMs, answer });
    return answer;
  } catch (error) {
    log.warn({ err: error, kinds: rule.kinds }, "a rule of the watch could not look");
    return isDatabaseAway(error) ? [null] : [null, brokenRule(rule, error)];
  }
}

/** What nobody looks for is noticed by nobody: so a rule that fails is itself told. */
function brokenRule({ kinds }: Rule, error: unknown): Finding {
  return {
    kind: "job-failing",
    subject: `watch: ${kinds.join(" ")}`,
    fact: sentence(`The watch cannot look for ${kinds.join(", ")}: ${failureInWords(error)}`),
    next: "Nobody is alerted of these meanwhile. The watch's log has the whole error.",
    sinceMs: null,
  };
}

/** What could not be looked at is looked at again soon. */
const SOON_MS = 60_000;

const keptForMs = ({ everyMs = 0 }: Rule, answer: Found) =>
  answer.includes(null) ? Math.min(everyMs, SOON_MS) : everyMs;
