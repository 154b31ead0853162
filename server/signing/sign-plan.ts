import { utf8ToBytes } from "@noble/hashes/utils";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { SIGNED_HOLDS_MS } from "@/server/domain/day/signing-time";
import { readSignRequest } from "@/server/domain/plan/sign-request";
import type { HeldPlan, PlanSignRequest, PoolStateOfPlan, SigningKey } from "@/server/domain/ports";
import { unless } from "@/server/domain/problems";
import { verifyReport } from "@/server/domain/report/read-report";
import type { Hex, Lovelace, PosixMs } from "@/server/domain/units";
import type { SignedPlans } from "./signed-plans";

/** Limits that this signer keeps, whatever the request. */
export type SignerPolicy = {
  /** `propose` for the oracle's key, `approve` for an approver's. A key never does both. */
  readonly act: PlanSignRequest["act"];
  readonly network: string;
  readonly policyId: Hex;
  /** The most that one day may pay. */
  readonly dailyLimitLovelace: Lovelace;
  /** The signer's own clock. */
  readonly nowMs?: () => PosixMs;
};

export type SignResult =
  | { readonly ok: true; readonly signature: Hex }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Signs a plan's text after computing it again from the report, within the signer's own limits. What the manifest alone
 * shows to be wrong is refused before any part is read. Never signs a payment to its own key, whatever the report
 * reserves. Never signs two things for the same state of the pool, plans or a Resume: a holder of both signatures could
 * choose between them. By its own record it knows when what it signed can no longer be used.
 */
export async function signPlan(
  key: SigningKey,
  policy: SignerPolicy,
  signed: SignedPlans,
  request: PlanSignRequest,
): Promise<SignResult> {
  const { binding } = request;
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
  if (!read.ok) return { ok: false, problems: [...problems, ...read.problems] };
  const { total, day, digest } = read.asked;
  if (total.lovelace > policy.dailyLimitLovelace) {
    problems.push(
      `the plan pays ${total.lovelace} lovelace, more than this signer's limit of ${policy.dailyLimitLovelace}`,
    );
  }
  if (problems.length > 0) return { ok: false, problems };
  const verified = await verifyReport(request.report, { neverPaid: [keyHashOf(key.publicKey)] });
  if (!verified.ok) return verified;
  const asked = { day, digest, reportHash: verified.hash, deadlineMs: binding.deadlineMs };
  const other = await signed.claim(keyOf(policy, binding), asked, releasedBefore(policy));
  if (other) {
    const until = new Date(other.deadlineMs + SIGNED_HOLDS_MS).toISOString();
    return {
      ok: false,
      problems: [
        `${other.digest} of day ${other.day}, report ${other.reportHash}, is already signed for this state of the pool: cancel it on chain, or wait until ${until}`,
      ],
    };
  }
  return { ok: true, signature: await key.sign(utf8ToBytes(request.text)) };
}

/** What this signer has signed for a state of its pool and has not let go; null if that is nothing. */
export function heldBy(policy: SignerPolicy, signed: SignedPlans, state: PoolStateOfPlan): Promise<HeldPlan | null> {
  return signed.held(keyOf(policy, state), releasedBefore(policy));
}

function keyOf({ policyId }: SignerPolicy, { nonce, previousPlan, previousLeft }: PoolStateOfPlan): string {
  return [policyId, nonce, previousPlan, previousLeft || "-"].join(":");
}

/** What has a deadline before this is let go. */
function releasedBefore({ nowMs = Date.now }: SignerPolicy): PosixMs {
  return nowMs() - SIGNED_HOLDS_MS;
}
