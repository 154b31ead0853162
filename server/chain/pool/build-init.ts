import { isSameRef, showRef } from "@/server/domain/cardano/out-ref";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { encodeAct } from "@/server/domain/contract/act-codec";
import { type Amount, NO_AMOUNT } from "@/server/domain/contract/amount";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { checkTerms, type PoolTerms } from "@/server/domain/contract/check-settings";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { MINT_REDEEMER } from "@/server/domain/contract/redeemer";
import { hashSettings } from "@/server/domain/contract/settings";
import { type Envelope, NO_PLAN, type PoolDatum } from "@/server/domain/contract/types";
import type { OutRef, TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import { assemble, type BuiltTransaction } from "../transaction/assemble";
import { BuildError } from "../transaction/build-error";
import { NOTHING_ELSE, type TransactionDraft } from "../transaction/draft";
import { changeOutput, chooseFunding } from "../transaction/funding";
import { DEPLOY_MAX_FEE, type DeployTerms } from "./deploy-terms";
import { chainedPool, poolOutput } from "./draft-outputs";
import { scriptsOf } from "./script";
import { type ReferenceScripts, UNMEASURED } from "./spend-terms";

export type InitTerms = DeployTerms & {
  readonly terms: PoolTerms;
  /** Signatures over enrolmentText, one of each key; the approvers' in the order of the settings. */
  readonly oracleConsent: Envelope;
  readonly approverConsents: readonly Envelope[];
  readonly referenceScripts: ReferenceScripts;
  /** All that the governor's reward account holds. It goes to the deployer's change. */
  readonly rewardsLovelace: Lovelace;
  readonly collateral: TxOutput;
  /** The output whose spending makes the pool unique; it must be the one the script was made for. */
  readonly seed: TxOutput;
  /** What the pool starts with, the state token's minimum included. */
  readonly deposit: Amount;
  /** Its day is the first that can be committed. */
  readonly validFromSlot: Slot;
};

/** Second transaction: mints the state token into the pool's first state. Deployer and operator sign. */
export function buildInit(init: InitTerms): BuiltTransaction & { readonly pool: PoolState } {
  const { script, chain, seed, deposit, rewardsLovelace } = init;
  const { account } = script.governor;
  const { settings } = init.terms;
  requireSound(init, script.seed);
  const datum = firstDatum(init);
  const after = { datum, held: deposit };
  const others = init.funding.filter(({ ref }) => !isSameRef(ref, seed.ref) && !isSameRef(ref, init.collateral.ref));
  const chosen = [seed, ...chooseFunding(others, deposit, settings.prizeAsset, DEPLOY_MAX_FEE)];
  const makeDraft = (feeLovelace: Lovelace): TransactionDraft => ({
    ...NOTHING_ELSE,
    inputs: chosen,
    referenceInputs: [init.referenceScripts.pool, init.referenceScripts.governor],
    outputs: [
      poolOutput(script, settings.prizeAsset, after),
      changeOutput(chosen, {
        // The withdrawal adds to the inputs.
        amount: { ...deposit, lovelace: deposit.lovelace - rewardsLovelace },
        prizeAsset: settings.prizeAsset,
        feeLovelace,
        address: init.changeAddress,
        coinsPerUtxoByte: chain.parameters.coinsPerUtxoByte,
      }),
    ],
    feeLovelace,
    validFromSlot: init.validFromSlot,
    validUntilSlot: init.validUntilSlot,
    mint: { [script.stateToken]: 1n },
    withdrawals: [{ account, lovelace: rewardsLovelace }],
    signatories: [init.terms.operator],
    redeemers: [
      {
        purpose: { kind: "mint", policyId: script.policyId },
        data: MINT_REDEEMER,
        units: UNMEASURED,
      },
      {
        purpose: { kind: "reward", account },
        data: encodeAct({
          kind: "init",
          settings,
          oracleConsent: init.oracleConsent,
          approverConsents: init.approverConsents,
        }),
        units: UNMEASURED,
      },
    ],
    collateral: { output: init.collateral, totalLovelace: 0n },
  });
  const built = assemble(makeDraft, scriptsOf(script), chain, DEPLOY_MAX_FEE);
  return { ...built, pool: chainedPool(script, settings.prizeAsset, built.txHash, after) };
}

function requireSound(init: InitTerms, expectedSeed: OutRef): void {
  const { terms, script, seed, deposit } = init;
  const problems = [...checkTerms(terms, script.policyId), ...checkConsents(init)];
  if (!isSameRef(seed.ref, expectedSeed)) {
    problems.push(`seed: the script was made for ${showRef(expectedSeed)}`);
  }
  if (deposit.lovelace < terms.settings.reserveLovelace) {
    problems.push(`deposit: ${deposit.lovelace} lovelace is less than the reserve`);
  }
  if (problems.length > 0) throw new BuildError(`the pool cannot be made: ${problems.join("; ")}`);
}

function checkConsents({ terms, script, oracleConsent, approverConsents }: InitTerms): string[] {
  const { settings } = terms;
  const { network, oracle, approvers } = settings;
  const settingsHash = hashSettings(settings);
  const text = (role: "oracle" | "approver") =>
    enrolmentText({ network, role, settingsHash, policyId: script.policyId });
  const missing = (role: "oracle" | "approver", key: Hex, consent: Envelope | undefined) =>
    consent && verifyEnvelope(key, consent, text(role)) ? [] : [`${role} ${key} has not signed "${text(role)}"`];
  return [
    ...missing("oracle", oracle, oracleConsent),
    ...approvers.flatMap((key, i) => missing("approver", key, approverConsents[i])),
  ];
}

function firstDatum({ terms, chain, validFromSlot }: InitTerms): PoolDatum {
  const lowerMs = slotToMs(chain.slots, validFromSlot);
  return {
    settingsHash: hashSettings(terms.settings),
    operator: terms.operator,
    maxFeeLovelace: terms.maxFeeLovelace,
    nonce: 0,
    plan: NO_PLAN,
    lastDay: Math.floor(lowerMs / terms.settings.intervalMs) - 1,
    lastPayoutMs: 0,
    status: { kind: "idle", left: "", remaining: NO_AMOUNT, outputs: 0 },
  };
}
