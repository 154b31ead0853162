import { buildInit } from "@/server/chain/pool/build-init";
import { buildReferenceScripts } from "@/server/chain/pool/build-reference-scripts";
import { makePoolScript, type PoolScript } from "@/server/chain/pool/script";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import type { PoolTerms } from "@/server/domain/contract/check-settings";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Payout, Settings } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { baseAddress, signCip8, signRaw } from "./keys";
import { APPROVERS, KEYS, OPERATOR, ORACLE, PRIZE_UNIT, TERMS } from "./pool-terms";
import { CHAIN_TERMS, type Ledger, ledgerOf, sign, submit, walletOutput } from "./world";

export const START_SLOT = 86_400;
export type World = {
  readonly ledger: Ledger;
  readonly script: PoolScript;
  readonly pool: PoolState;
  readonly referenceScripts: ReferenceScripts;
  readonly rewardsLovelace: bigint;
  readonly collateral: TxOutput;
  /** The operator's outputs left to spend. */
  readonly funding: readonly TxOutput[];
};

/** Consents of all keys to these settings. */
export function consents(settings: Settings, script: PoolScript) {
  const common = {
    network: settings.network,
    settingsHash: hashSettings(settings),
    policyId: script.policyId,
  };
  return {
    oracleConsent: signRaw(ORACLE, enrolmentText({ ...common, role: "oracle" })),
    approverConsents: APPROVERS.map((key, i) => {
      const text = enrolmentText({ ...common, role: "approver" });
      return i % 2 === 0 ? signRaw(key, text) : signCip8(key, text);
    }),
  };
}

/** Deploys through the ledger: reference script, then init. `others` are outputs that exist besides. */
export function deploy(terms: PoolTerms = TERMS, others: readonly TxOutput[] = []): World {
  const seed = walletOutput(OPERATOR, 10_000_000n);
  const wallet = walletOutput(OPERATOR, 20_000_000_000n, { [PRIZE_UNIT]: 10_000_000n });
  const more = walletOutput(OPERATOR, 9_000_000_000n, { [PRIZE_UNIT]: 500n });
  const collateral = walletOutput(OPERATOR, 20_000_000n);
  const script = makePoolScript(seed.ref, 0);
  const ledger = ledgerOf([seed, wallet, more, collateral, ...others], script, START_SLOT, null);
  const common = {
    script,
    chain: CHAIN_TERMS,
    changeAddress: OPERATOR.address,
    validUntilSlot: START_SLOT + 600,
  };
  const first = buildReferenceScripts({ ...common, funding: [more], opensAccount: true });
  accept(ledger, sign(first, KEYS));
  const init = buildInit({
    ...common,
    ...consents(terms.settings, script),
    funding: [wallet],
    terms,
    referenceScripts: first.referenceScripts,
    rewardsLovelace: 0n,
    collateral,
    seed,
    deposit: { lovelace: 9_000_000_000n, tokens: 5_000_000n },
    validFromSlot: START_SLOT - 30,
  });
  accept(ledger, sign(init, KEYS));
  return {
    ledger,
    script,
    pool: init.pool,
    referenceScripts: first.referenceScripts,
    rewardsLovelace: 0n,
    collateral,
    funding: [first.change],
  };
}

export function accept(ledger: Ledger, signedCbor: string): void {
  const verdict = submit(ledger, signedCbor);
  if (!verdict.accepted) throw new Error(`refused: ${verdict.error} ${verdict.logs.join("; ")}`);
}

export function somePayouts(count: number, from = 0, tokens = 0n): Payout[] {
  return Array.from({ length: count }, (_, i) => ({
    address: baseAddress(from + i),
    lovelace: 1_500_000n + BigInt(i * 1_000),
    tokens,
  }));
}
