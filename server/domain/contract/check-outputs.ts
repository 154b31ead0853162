import { makeAddress, parseAddress } from "../cardano/address";
import type { DecodedTransaction } from "../cardano/decode-transaction";
import type { LedgerOutput } from "../cardano/ledger-output";
import type { PlainOutput } from "../cardano/minimum-output";
import { slotToMs } from "../cardano/slot-clock";
import { isAct } from "./acts";
import type { Amount } from "./amount";
import { encodeDatum } from "./datum";
import { differ, showOutput } from "./differ";
import type { ExpectedSpend } from "./expected-spend";
import { payoutOutput, poolAssets } from "./pool-assets";
import type { PoolState } from "./read-pool";
import type { PoolAfter } from "./spend";
import { nextPool } from "./successor";
import type { PrizeAsset } from "./types";

/** The outputs that the pool's rules ask for, one by one. */
export function checkOutputs(found: DecodedTransaction, expected: ExpectedSpend): string[] {
  const { pool, prizeAsset, slots, payouts, redeemer } = expected;
  const toMs = (slot: number | null) => (slot === null ? null : slotToMs(slots, slot));
  const successor = nextPool({
    datum: pool.datum,
    policyId: pool.policyId,
    prizeAsset,
    held: pool.held,
    redeemer,
    feeLovelace: found.feeLovelace,
    rewardsLovelace: isAct(redeemer) ? expected.governor.rewardsLovelace : 0n,
    lowerMs: toMs(found.validFromSlot),
    upperMs: toMs(found.validUntilSlot),
    payouts,
  });
  if (!successor.ok) return successor.problems.map((problem) => `the contract would refuse it: ${problem}`);
  const wanted = [
    ...(successor.pool ? [poolOutput(pool, prizeAsset, successor.pool)] : []),
    ...treasuryOutputs(expected, successor.toTreasury),
    ...payouts.map((payout) => plainOutput(payoutOutput(payout, prizeAsset))),
  ];
  const count = differ("number of outputs", found.outputs.length, wanted.length);
  const each = wanted.flatMap((output, i) => {
    const there = found.outputs[i];
    return there ? differ(`output ${i}`, showOutput(there), showOutput(output)) : [];
  });
  return [...count, ...each];
}

function poolOutput(pool: PoolState, prizeAsset: PrizeAsset | null, after: PoolAfter): LedgerOutput {
  return {
    ...plainOutput({ address: pool.output.address, lovelace: after.held.lovelace }),
    assets: poolAssets(pool.policyId, prizeAsset, after.held.tokens),
    inlineDatum: encodeDatum(after.datum),
  };
}

/** The treasury's address: on the network of the pool's, without staking part. */
function treasuryOutputs({ redeemer, pool, prizeAsset }: ExpectedSpend, amount: Amount): LedgerOutput[] {
  if (redeemer.kind !== "withdraw" && redeemer.kind !== "close") return [];
  const own = parseAddress(pool.output.address);
  if ("problem" in own || own.kind !== "enterprise") throw new Error("a pool is at an enterprise address");
  const address = makeAddress(own.networkId, redeemer.settings.treasury, null);
  return [plainOutput(payoutOutput({ address, ...amount }, prizeAsset))];
}

export function plainOutput({ address, lovelace, assets = {} }: PlainOutput): LedgerOutput {
  return { address, lovelace, assets, inlineDatum: null, datumHash: null, referenceScriptHash: null };
}
