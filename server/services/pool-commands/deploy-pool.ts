import { buildInit } from "@/server/chain/pool/build-init";
import {
  buildReferenceScripts,
  type DeploymentNeeds,
  deploymentNeeds,
} from "@/server/chain/pool/build-reference-scripts";
import { knownLedger } from "@/server/chain/pool/known-ledger";
import { makePoolScript, type PoolScript } from "@/server/chain/pool/script";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { chooseCollateral, enoughCollateral } from "@/server/domain/cardano/collateral";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf } from "@/server/domain/cardano/network";
import { compareRefs } from "@/server/domain/cardano/out-ref";
import { slotConfigOf, slotToMs } from "@/server/domain/cardano/slot-clock";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { checkTerms, type PoolTerms } from "@/server/domain/contract/check-settings";
import { leastToPay } from "@/server/domain/contract/find-pool-faults";
import { type PoolFault, stopsOf } from "@/server/domain/contract/pool-fault";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Envelope, Settings } from "@/server/domain/contract/types";
import { compareAmounts, sum } from "@/server/domain/integers";
import type { BlockHeader, ChainSource, RewardAccount, TransactionSigner, TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace } from "@/server/domain/units";
import type { ExpectedInit, ExpectedScripts } from "@/server/domain/verifier/expected";
import { sayBadSignature } from "@/server/words/bad-signature";
import { sayDraftFault } from "@/server/words/pool-fault";
import { ServiceError } from "../errors";
import type { Deployment } from "../pool/deployment";
import { groundOf, readingOf } from "../pool/what-is-expected";
import { checkPoolTerms, worstFirst } from "./check-pool";
import { lastSlotFrom } from "./internal/lifetime";
import { scanStart } from "./internal/scan-start";
import { sendAndWait } from "./internal/send-and-wait";

export type DeployInput = {
  readonly settings: Settings;
  readonly maxFeeLovelace: Lovelace;
  readonly depositLovelace: Lovelace;
  /** Of the operations that the pool will be run with, if they are known. */
  readonly transactionLifetimeMs?: number;
  /** Asks the owner of a key for consent: the signature over the enrolment text. */
  readonly consent: (role: "oracle" | "approver", publicKey: Hex, text: string) => Promise<Envelope>;
  readonly onProgress: (text: string) => void;
  /** How long to wait between two checks of the chain. */
  readonly askAgainMs?: number;
};

/** A deployment that could be sent now: everything is chosen, nothing is sent. */
export type DeploymentPlan = Chosen & {
  /** All outputs at the operator's address. */
  readonly wallet: readonly TxOutput[];
  readonly script: PoolScript;
  readonly start: BlockHeader;
  /** Before anything is sent. */
  readonly tip: BlockHeader;
  readonly chain: ChainTerms;
  readonly operatorAddress: string;
  /** The governor's, before anything is sent. */
  readonly account: RewardAccount;
  /** What its people should know, though it does not keep the pool from paying. */
  readonly warnings: readonly PoolFault[];
  /** What each key must sign: the oracle first, then the approvers in the order of the settings. */
  readonly consents: readonly {
    readonly role: "oracle" | "approver";
    readonly publicKey: Hex;
    readonly text: string;
  }[];
};

/**
 * Chooses outputs and computes the script. The same wallet always gives the same plan, so that consents can be gathered
 * between planning and sending. Throws a readable ServiceError if the settings cannot work or money is missing.
 */
export async function planDeployment(
  source: ChainSource,
  operator: TransactionSigner,
  input: Pick<DeployInput, "settings" | "maxFeeLovelace" | "depositLovelace" | "transactionLifetimeMs">,
): Promise<DeploymentPlan> {
  const { settings } = input;
  const terms = { settings, operator: keyHashOf(operator.publicKey()), maxFeeLovelace: input.maxFeeLovelace };
  const early = checkTerms(terms, null);
  if (early.length > 0) throw cannotWork(early);
  const [genesis, parameters, tip] = await Promise.all([source.genesis(), source.parameters(), source.tip()]);
  const start = await scanStart(source, tip.height);
  const networkId = networkIdOf(genesis.networkMagic);
  const address = enterpriseAddress(networkId, operator.publicKey());
  const wallet = await source.unspentOutputs(address);
  const chosen = chooseOutputs(wallet, address, input.depositLovelace, parameters.collateralPercent);
  const script = makePoolScript(chosen.seed.ref, networkId);
  const chain = { parameters, slots: slotConfigOf(genesis) };
  const faults = worstFirst([
    ...(await checkPoolTerms(source, {
      ...{ terms, script, chain },
      networkMagic: genesis.networkMagic,
      nowMs: slotToMs(chain.slots, tip.slot),
      transactionLifetimeMs: input.transactionLifetimeMs ?? null,
    })),
    ...checkDeposit(terms, input.depositLovelace, parameters.coinsPerUtxoByte),
  ]);
  const stopping = faults.filter((fault) => stopsOf(fault) !== "nobody");
  if (stopping.length > 0) throw cannotWork(stopping.map(sayDraftFault));
  const account = await source.rewardAccount(script.governor.account);
  const needs = deploymentNeeds({ script, chain, opensAccount: !account.isRegistered });
  requireMoney(chosen, address, input.depositLovelace, needs);
  return {
    ...chosen,
    account,
    wallet,
    script,
    start,
    tip,
    chain,
    operatorAddress: address,
    warnings: faults,
    consents: consentsOf(settings, script.policyId),
  };
}

const cannotWork = (problems: readonly string[]) =>
  new ServiceError("bad-input", `these settings cannot work; nothing was sent: ${problems.join("; ")}`);

/** A pool that could never pay is not worth its scripts. */
function checkDeposit(terms: PoolTerms, depositLovelace: Lovelace, coinsPerUtxoByte: Lovelace): PoolFault[] {
  const neededLovelace = leastToPay(terms, coinsPerUtxoByte);
  return depositLovelace < neededLovelace ? [{ kind: "small-first-deposit", depositLovelace, neededLovelace }] : [];
}

function consentsOf(settings: Settings, policyId: Hex): DeploymentPlan["consents"] {
  const common = { network: settings.network, settingsHash: hashSettings(settings), policyId };
  const consent = (role: "oracle" | "approver", publicKey: Hex) => ({
    role,
    publicKey,
    text: enrolmentText({ ...common, role }),
  });
  return [consent("oracle", settings.oracle), ...settings.approvers.map((key) => consent("approver", key))];
}

/**
 * Creates a pool: locks the two reference scripts, then mints the state token into the pool's first state. The
 * operator's address pays. Nothing is sent until every consent is there.
 */
export async function deployPool(
  source: ChainSource,
  operator: TransactionSigner,
  input: DeployInput,
): Promise<Deployment> {
  const { settings, onProgress } = input;
  const plan = await planDeployment(source, operator, input);
  const { script, start, tip, chain, collateral, seed } = plan;
  const [oracleConsent, ...approverConsents] = await gatherConsents(plan, input);
  if (!oracleConsent) throw new Error("the oracle's consent is missing");
  const frame = { script, chain, changeAddress: plan.operatorAddress, validUntilSlot: lastSlotFrom(plan) };

  onProgress(`locking the contract ${script.hash} and its governor ${script.governor.hash}`);
  const [largest, ...others] = plan.funding;
  const opensAccount = !plan.account.isRegistered;
  const holder = buildReferenceScripts({ ...frame, funding: [largest], opensAccount });
  const ledger = { outputs: plan.wallet, chain, nowSlot: tip.slot, account: plan.account };
  const before = knownLedger(script, ledger);
  const locking: ExpectedScripts = {
    kind: "scripts",
    ...groundOf(plan, holder.txHash, tip.slot),
    wallet: plan.wallet,
    changeAddress: plan.operatorAddress,
    opensAccount,
    pays: { kind: "deployment" },
  };
  await sendAndWait(source, [operator], { built: holder, expected: locking, state: before }, input.askAgainMs);
  const { referenceScripts, change, made } = madeBy(holder.cbor);
  const opened = await source.rewardAccount(script.governor.account);
  const { maxFeeLovelace } = input;
  const terms = { settings, operator: keyHashOf(operator.publicKey()), maxFeeLovelace };
  const basis = { script, chain, referenceScripts, rewardsLovelace: opened.withdrawableLovelace, collateral };
  const deposit = { lovelace: input.depositLovelace, tokens: 0n };
  const consented = { oracleConsent, approverConsents };
  const paid = { funding: [change, ...others], seed, deposit };
  const init = buildInit({ ...frame, ...basis, ...paid, ...consented, terms, validFromSlot: tip.slot });
  onProgress(`creating the pool ${script.policyId}`);
  const after = knownLedger(script, { ...ledger, outputs: [...plan.wallet, ...made], account: opened });
  const making: ExpectedInit = {
    kind: "init",
    ...readingOf(basis, init.txHash, tip.slot),
    ...{ wallet: plan.wallet, changeAddress: plan.operatorAddress, givenBack: change, deposit },
    act: { kind: "init", settings, ...consented },
    operator: terms.operator,
    maxFeeLovelace,
  };
  await sendAndWait(source, [operator], { built: init, expected: making, state: after }, input.askAgainMs);
  return { script, settings, referenceScripts, deployTxHash: init.txHash, start, knownHeight: start.height };
}

/** What the first transaction made, by its verified bytes. */
function madeBy(cbor: Hex) {
  const { txHash, outputs } = decodeTransaction(cbor);
  const made = outputs.map((output, index): TxOutput => ({ ref: { txHash, index }, ...output }));
  const [pool, governor, change] = made;
  if (!pool || !governor || !change) throw new Error("two scripts and the change were verified");
  return { referenceScripts: { pool, governor }, change, made };
}

type Chosen = {
  readonly collateral: TxOutput;
  readonly seed: TxOutput;
  readonly funding: readonly [TxOutput, ...TxOutput[]];
};

/** Three kinds of outputs: one that stays as collateral, one that makes the pool unique, and the money. */
function chooseOutputs(
  wallet: readonly TxOutput[],
  address: string,
  depositLovelace: Lovelace,
  collateralPercent: number,
): Chosen {
  const plain = wallet
    .filter((output) => Object.keys(output.assets).length === 0 && output.referenceScriptHash === null)
    .sort((a, b) => compareAmounts(a.lovelace, b.lovelace) || compareRefs(a.ref, b.ref));
  const collateral = chooseCollateral(wallet, collateralPercent);
  const [seed, ...rest] = plain.filter((output) => output !== collateral);
  const [largest, ...others] = rest.reverse();
  if (!collateral || !seed || !largest) {
    throw new ServiceError(
      "bad-input",
      `the operator's address ${address} needs at least three outputs with only ADA: one of ${enoughCollateral(collateralPercent) / 1_000_000n} ADA or more as collateral, a small one, and one with the deposit of ${depositLovelace} lovelace and 100 ADA for the contract and fees. It has ${plain.length}.`,
    );
  }
  return { collateral, seed, funding: [largest, ...others] };
}

/** If the deposit cannot be paid, what was locked before is lost for ever. So all money is checked first. */
function requireMoney(
  { funding }: Chosen,
  address: string,
  depositLovelace: Lovelace,
  { lockedLovelace, feesLovelace, firstLovelace }: DeploymentNeeds,
): void {
  const has = sum(funding.map(({ lovelace }) => lovelace));
  const needed = depositLovelace + lockedLovelace + feesLovelace;
  const apart = "besides the collateral and the smallest output (which makes the pool unique)";
  if (has < needed) {
    throw new ServiceError(
      "bad-input",
      `the operator's address ${address} has ${has} lovelace ${apart}, but needs ${needed}: ${depositLovelace} for the deposit, ${lockedLovelace} that the contract's scripts and account lock, ${feesLovelace} for fees and change. Send ${needed - has} lovelace more to it.`,
    );
  }
  const [{ lovelace: largest }] = funding;
  if (largest < firstLovelace) {
    throw new ServiceError(
      "bad-input",
      `the largest output of the operator's address ${address} has ${largest} lovelace ${apart}, but one output of ${firstLovelace} or more must pay for the contract's scripts. Send one to it.`,
    );
  }
}

/** Asks for every consent and checks each: the contract would refuse a wrong one only after fees were spent. */
async function gatherConsents({ consents }: DeploymentPlan, { consent }: DeployInput): Promise<Envelope[]> {
  const given: Envelope[] = [];
  for (const { role, publicKey, text } of consents) {
    const envelope = await consent(role, publicKey, text);
    const problem = sayBadSignature(publicKey, envelope, text);
    if (problem) throw new ServiceError("bad-input", `the consent of the ${role} ${publicKey} ${problem}`);
    given.push(envelope);
  }
  return given;
}
