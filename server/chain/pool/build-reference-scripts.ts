import { leastLovelace } from "@/server/domain/cardano/minimum-output";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import { sum } from "@/server/domain/integers";
import type { TxOutput } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";
import { assemble, type BuiltTransaction } from "../transaction/assemble";
import { type OutputDraft, toCmlOutput } from "../transaction/cml";
import { madeOutput, NOTHING_ELSE, type TransactionDraft } from "../transaction/draft";
import { CHANGE_LOVELACE, changeOutput, chooseFunding } from "../transaction/funding";
import type { Script } from "../transaction/script";
import { DEPLOY_MAX_FEE, type DeployTerms } from "./deploy-terms";
import { type PoolScript, scriptsOf } from "./script";
import type { ReferenceScripts } from "./spend-terms";

export type BuiltReferenceScripts = BuiltTransaction & {
  readonly referenceScripts: ReferenceScripts;
  /** What is left for the deployer, to chain on. */
  readonly change: TxOutput;
};

/**
 * First transaction of a deployment: locks both scripts at the pool's own address, without the token, where nobody
 * can ever spend them; and opens the governor's reward account, unless another pool of this network has done so
 * (`opensAccount`), which takes the ledger's deposit. The seed is left alone: init spends it.
 */
export function buildReferenceScripts(terms: DeployTerms & { readonly opensAccount: boolean }): BuiltReferenceScripts {
  const { script, chain, opensAccount } = terms;
  const { governor } = script;
  const { coinsPerUtxoByte } = chain.parameters;
  const funding = terms.funding.filter(({ ref }) => !isSameRef(ref, script.seed));
  const holders = holdersOf(terms);
  const locked = lockedLovelace(holders, terms);
  const amount = { lovelace: locked, tokens: 0n };
  const chosen = chooseFunding(funding, amount, null, DEPLOY_MAX_FEE);
  const change = { amount, prizeAsset: null, address: terms.changeAddress, coinsPerUtxoByte };
  const changeFor = (feeLovelace: Lovelace) => changeOutput(chosen, { ...change, feeLovelace });
  const makeDraft = (feeLovelace: Lovelace): TransactionDraft => ({
    ...NOTHING_ELSE,
    inputs: chosen,
    outputs: [...holders, changeFor(feeLovelace)],
    feeLovelace,
    validUntilSlot: terms.validUntilSlot,
    registrations: opensAccount ? [governor.hash] : [],
  });
  const built = assemble(makeDraft, scriptsOf(script), chain, DEPLOY_MAX_FEE);
  const [pool, judge] = holders;
  if (!pool || !judge) throw new Error("two scripts are held");
  return {
    ...built,
    referenceScripts: {
      pool: madeOutput(built.txHash, 0, pool),
      governor: madeOutput(built.txHash, 1, judge),
    },
    change: madeOutput(built.txHash, 2, changeFor(built.feeLovelace)),
  };
}

type Locking = Pick<DeployTerms, "script" | "chain"> & { readonly opensAccount: boolean };

/** What the first transaction locks for ever, and the deposit of the account that it opens. */
function lockedLovelace(holders: readonly OutputDraft[], { chain, opensAccount }: Locking): Lovelace {
  const held = sum(holders.map(({ lovelace }) => lovelace));
  return opensAccount ? held + chain.parameters.stakeDepositLovelace : held;
}

/** What must be in the deployer's outputs besides the deposit, so that neither transaction can lack money. */
export type DeploymentNeeds = {
  readonly lockedLovelace: Lovelace;
  /** For both transactions, and the change. */
  readonly feesLovelace: Lovelace;
  /** The part that the first transaction needs. */
  readonly firstLovelace: Lovelace;
};

export function deploymentNeeds(locking: Locking): DeploymentNeeds {
  const locked = lockedLovelace(holdersOf(locking), locking);
  return {
    lockedLovelace: locked,
    feesLovelace: 2n * DEPLOY_MAX_FEE + CHANGE_LOVELACE,
    firstLovelace: locked + DEPLOY_MAX_FEE + CHANGE_LOVELACE,
  };
}

function holdersOf({ script, chain }: Pick<Locking, "script" | "chain">): OutputDraft[] {
  const { coinsPerUtxoByte } = chain.parameters;
  return [script, script.governor].map((held) => holderOf(script, held, coinsPerUtxoByte));
}

function holderOf({ address }: PoolScript, referenceScript: Script, coinsPerUtxoByte: bigint): OutputDraft {
  const empty = { address, lovelace: 0n, assets: {}, inlineDatum: null, referenceScript };
  const bytesAt = (lovelace: Lovelace) => toCmlOutput({ ...empty, lovelace }).to_cbor_bytes().length;
  return { ...empty, lovelace: leastLovelace(bytesAt, coinsPerUtxoByte) };
}
