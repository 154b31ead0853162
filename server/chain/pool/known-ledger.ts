import type { RewardAccount, TxOutput } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";
import type { LedgerState } from "../ledger-rules/ledger-state";
import { type PoolScript, scriptsOf } from "./script";
import type { SpendTerms } from "./spend-terms";

/** A ledger that knows the pool's scripts. `account` is the governor's reward account. */
export function knownLedger(
  script: PoolScript,
  known: Pick<LedgerState, "outputs" | "chain" | "nowSlot"> & { readonly account: RewardAccount },
): LedgerState {
  const { outputs, chain, nowSlot, account } = known;
  const { networkId, governor } = script;
  const accounts = [{ address: governor.account, ...account }];
  return { outputs, scripts: scriptsOf(script), networkId, chain, nowSlot, accounts };
}

/**
 * The ledger that a spend of the pool reaches. `funding` is what it takes from a wallet besides the
 * collateral. A pool that is still on its way counts as there.
 */
export function ledgerOfSpend(
  terms: Omit<SpendTerms, "prizeAsset" | "validFromSlot" | "validUntilSlot">,
  nowSlot: Slot,
  funding: readonly TxOutput[] = [],
): LedgerState {
  const { pool, referenceScripts, collateral, script, chain, rewardsLovelace } = terms;
  const outputs = [pool.output, referenceScripts.pool, referenceScripts.governor, collateral, ...funding];
  const account = { isRegistered: true, withdrawableLovelace: rewardsLovelace };
  return knownLedger(script, { outputs, chain, nowSlot, account });
}
