import { makeAddress } from "@/server/domain/cardano/address";
import { enoughCollateral } from "@/server/domain/cardano/collateral";
import type { PoolTerms } from "@/server/domain/contract/check-settings";
import { smallestPayout } from "@/server/domain/contract/find-pool-faults";
import { hashSettings } from "@/server/domain/contract/settings";
import { NO_PLAN } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, PosixMs } from "@/server/domain/units";
import type { ChainTerms } from "../transaction/evaluate";
import { chainedPool } from "./draft-outputs";
import { measurePay } from "./measure-pay";
import type { PoolScript } from "./script";

const SOMEBODY: Hex = "00".repeat(28);
const NO_TRANSACTION: Hex = "00".repeat(32);
const HOUR_MS = 3_600_000;

/**
 * Why not even a batch of one smallest payment can be built under these terms and the protocol's present parameters;
 * null if it can. Runs the script once, a tenth of a second.
 */
export function whyNothingFits(
  script: PoolScript,
  { settings, operator, maxFeeLovelace }: PoolTerms,
  chain: ChainTerms,
  nowMs: PosixMs,
): string | null {
  const { coinsPerUtxoByte, collateralPercent } = chain.parameters;
  const { networkId } = script;
  const keyAddress = (hash: Hex) => makeAddress(networkId, { kind: "key", hash }, null);
  const lovelace = smallestPayout(coinsPerUtxoByte);
  const amount = { lovelace: settings.reserveLovelace, tokens: 0n };
  const datum = {
    settingsHash: hashSettings(settings),
    operator,
    maxFeeLovelace,
    nonce: 0,
    plan: NO_PLAN,
    lastDay: 0,
    lastPayoutMs: 0,
    status: { kind: "idle", left: "", remaining: amount, outputs: 0 },
  } as const;
  const holding = (index: number, referenceScriptHash: Hex | null, address: string): TxOutput => ({
    ref: { txHash: NO_TRANSACTION, index },
    address,
    lovelace: enoughCollateral(collateralPercent),
    assets: {},
    inlineDatum: null,
    datumHash: null,
    referenceScriptHash,
  });
  const measured = measurePay(
    {
      pool: chainedPool(script, settings.prizeAsset, NO_TRANSACTION, { datum, held: amount }),
      script,
      settings,
      referenceScripts: {
        pool: holding(1, script.hash, script.address),
        governor: holding(2, script.governor.hash, script.address),
      },
      rewardsLovelace: 0n,
      collateral: holding(3, null, keyAddress(operator)),
      chain,
      deadlineMs: nowMs + HOUR_MS,
    },
    [{ address: keyAddress(SOMEBODY), lovelace, tokens: 0n }],
  );
  return measured.fits ? null : measured.problems.join("; ");
}
