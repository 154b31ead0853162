import type { CommitRedeemer, ResumeRedeemer } from "../contract/acts";
import type { Amount } from "../contract/amount";
import type { Payout } from "../contract/types";
import type { Hex } from "../units";
import { assetData, hashOf, textHex } from "./act-data";
import { addressData, addressHex } from "./addresses";
import { type Data, of } from "./data";
import { type Asset, amountData, type Before } from "./state";

/* The names of batches and plans: contracts/lib/plan.ak. */

/** The commitment to a batch and to all after it: over the payouts as the script sees them. */
export function commitment(total: Amount, payouts: readonly Payout[], next: Hex, asset: Asset | null): Hex {
  return hashOf([amountData(total), payouts.map((payout) => payoutData(payout, asset))], next);
}

function payoutData({ address, lovelace, tokens }: Payout, asset: Asset | null): Data {
  return of(0, addressData(addressHex(address)), valueData(lovelace, tokens, asset), of(0), of(1));
}

function valueData(lovelace: bigint, tokens: bigint, asset: Asset | null): Data {
  const ada = ["", { pairs: [["", lovelace]] }] as const;
  if (tokens === 0n) return { pairs: [ada] };
  if (!asset) throw new RangeError("tokens are to be paid, and the pool holds none");
  return { pairs: [ada, [asset.policyId, { pairs: [[asset.assetName, tokens]] }]] };
}

/** Of a plan that is committed on this state: what its texts name. */
export function planDigest(
  act: Omit<CommitRedeemer, "oracleSignature" | "approvals">,
  { policyId, state }: Before,
): Hex {
  const { settings, total } = act;
  return hashOf([
    textHex(settings.network),
    policyId,
    state.nonce,
    state.plan,
    state.status.commitment,
    BigInt(act.day),
    act.firstCommitment,
    act.reportHash,
    assetData(settings.prizeAsset),
    total.lovelace,
    total.tokens,
    BigInt(act.outputs),
    BigInt(act.batches),
  ]);
}

/** Of what this state's plan has left: what the texts of a Resume name. */
export function tailDigest({ settings, batches }: ResumeRedeemer, { policyId, state }: Before): Hex {
  const { nonce, plan, lastDay, status } = state;
  return hashOf([
    textHex(settings.network),
    policyId,
    nonce,
    plan,
    status.commitment,
    lastDay,
    amountData(status.remaining),
    status.outputs,
    BigInt(batches),
  ]);
}
