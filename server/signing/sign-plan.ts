import { utf8ToBytes } from "@noble/hashes/utils";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { LONGEST_DEADLINE_MS } from "@/server/domain/day/signing-time";
import type { PoolLook } from "@/server/domain/plan/pool-look";
import { readSignRequest } from "@/server/domain/plan/sign-request";
import type { HeldPlan, PlanBinding, PlanSignRequest, PoolStateOfPlan, SigningKey } from "@/server/domain/ports";
import { unless } from "@/server/domain/problems";
import { verifyReport } from "@/server/domain/report/read-report";
import type { Hex, PosixMs } from "@/server/domain/units";
import { type AmountLimits, watchRecipients } from "./amount-limits";
import { checkPool, checkTime, type PoolCheck, type RecordCheck } from "./check-pool";
import { claimIn, heldIn } from "./signed-plans";
import { RecordRefused, type SignedPlans } from "./signer-record";

/** Limits that this signer keeps, whatever the request. */
export type SignerPolicy = AmountLimits & {
  /** `propose` for the oracle's key, `approve` for an approver's. A key never does both. */
  readonly act: PlanSignRequest["act"];
  readonly network: string;
  readonly policyId: Hex;
  /** The furthest deadline that it signs, from its clock. */
  readonly longestDeadlineMs?: number;
  /** The signer's own clock. */
  readonly nowMs?: () => PosixMs;
  /** Its own look at the chain; without one it takes the caller's word for the pool's state. */
  readonly chain?: { readonly look: PoolLook; readonly record: RecordCheck } | null;
};

/**
 * `sequence`: of the record that holds what was signed. `isDifference`: the report does not give what the request says,
 * or does not add up.
 */
export type SignResult =
  | { readonly ok: true; readonly signature: Hex; readonly sequence?: number }
  | { readonly ok: false; readonly problems: readonly string[]; readonly isDifference?: true };

/**
 * Signs a plan's text after computing it again from the report, within the signer's own limits. What the manifest alone
 * shows to be wrong is refused before any part is read. Never signs a payment to its own key, whatever the report
 * reserves. Never signs two things for the same state of the pool, plans or a Resume: a holder of both signatures could
 * choose between them. By its own record it knows when what it signed can no longer be used, and by its own source that
 * the pool is in that state.
 */
export async function signPlan(
  key: SigningKey,
  policy: SignerPolicy,
  signed: SignedPlans,
  request: PlanSignRequest,
): Promise<SignResult> {
  const { binding } = request;
  const { longestDeadlineMs = LONGEST_DEADLINE_MS } = policy;
  const problems = [
    ...unless(request.act === policy.act, `this signer does ${policy.act} plans, not ${request.act} them`),
    ...unless(
      binding.network === policy.network,
      `the plan is for ${binding.network}, this signer for ${policy.network}`,
    ),
    ...unless(
      binding.policyId === policy.policyId,
      `the plan is for pool ${binding.policyId}, this signer for ${policy.policyId}`,
    ),
  ];
  const read = readSignRequest(request);
  if (!read.ok) return { ok: false, problems: [...problems, ...read.problems], isDifference: true };
  const { total, day, digest } = read.asked;
  if (total.lovelace > policy.dailyLimitLovelace) {
    problems.push(
      `the plan pays ${total.lovelace} lovelace, more than this signer's limit of ${policy.dailyLimitLovelace}`,
    );
  }
  if (problems.length > 0) return { ok: false, problems };
  const state = await lookAtState(policy, binding);
  if (!state.ok) return { ok: false, problems: [state.problem] };
  if (binding.deadlineMs > state.nowMs + longestDeadlineMs) {
    const hours = longestDeadlineMs / 3_600_000;
    const problem = `the deadline is more than ${hours} hours from now by this signer's clock: see --longest-deadline`;
    return { ok: false, problems: [problem] };
  }
  const recipients = watchRecipients(policy);
  const verified = await verifyReport(request.report, {
    neverPaid: [keyHashOf(key.publicKey)],
    onRows: (_, { rows }) => recipients.take(rows),
  });
  if (!verified.ok) return { ...verified, isDifference: true };
  if (recipients.problems().length > 0) return { ok: false, problems: recipients.problems() };
  // A large report takes minutes, in which the pool may have moved; limits count from the signature.
  const now = await lookAtState(policy, binding);
  if (!now.ok) return { ok: false, problems: [now.problem] };
  const asked = {
    ...{ day, digest, reportHash: verified.hash, deadlineMs: binding.deadlineMs },
    ...{ lovelace: total.lovelace, signedMs: now.nowMs },
  };
  const { policyId } = policy;
  const claim = { publicKey: key.publicKey, policyId, state: binding, asked, limits: { ...policy, longestDeadlineMs } };
  try {
    const claimed = await signed.change((record) => claimIn(record, claim));
    if (!claimed.ok) return claimed;
    return { ok: true, signature: await key.sign(utf8ToBytes(request.text)), sequence: claimed.sequence };
  } catch (error) {
    if (error instanceof RecordRefused) return { ok: false, problems: [error.message] };
    throw error;
  }
}

/**
 * What this signer has signed for a state of its pool and has not let go; null if that is nothing. Throws RecordRefused
 * where it cannot know: its record lacks something, or may.
 */
export async function heldBy(
  policy: SignerPolicy,
  signed: SignedPlans,
  state: PoolStateOfPlan,
): Promise<HeldPlan | null> {
  const { chain, policyId, nowMs: clock = Date.now } = policy;
  const why = (await chain?.record.why()) ?? null;
  if (why !== null) throw new RecordRefused(why);
  const time = chain ? await checkTime(chain.look, clock()) : ({ ok: true, nowMs: clock() } as const);
  if (!time.ok) throw new RecordRefused(time.problem);
  return heldIn(await signed.read(), policyId, state, time.nowMs);
}

/** Without a source of its own, the state is believed, and the machine's clock too. */
async function lookAtState({ chain, nowMs = Date.now }: SignerPolicy, binding: PlanBinding): Promise<PoolCheck> {
  if (!chain) return { ok: true, nowMs: nowMs() };
  const checked = await checkPool(chain.look, binding, nowMs());
  // Only a state that was seen: a caller cannot have the pool's moves read again and again.
  const why = await chain.record.why(checked.ok ? binding : undefined);
  return why === null ? checked : { ok: false, problem: why };
}
