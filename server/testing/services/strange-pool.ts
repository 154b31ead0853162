import { hexToBytes } from "@noble/hashes/utils";
import { buildInit } from "@/server/chain/pool/build-init";
import { makePoolScript, type PoolScript, scriptsOf } from "@/server/chain/pool/script";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { assemble, signTransaction } from "@/server/chain/transaction/assemble";
import type { OutputDraft } from "@/server/chain/transaction/cml";
import { madeOutput, NOTHING_ELSE } from "@/server/chain/transaction/draft";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import { changeOutput } from "@/server/chain/transaction/funding";
import { DevnetControl } from "@/server/devnet/control-client";
import { newFundingWallet } from "@/server/devnet/funding";
import { startDevnet } from "@/server/devnet/start";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { slotConfigOf } from "@/server/domain/cardano/slot-clock";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import type { SoftwareKey } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { APPROVER_KEYS, OPERATOR_KEY, ORACLE_KEY, signText, testKey } from "./keys";

export type Chain = { readonly source: ChainSource; readonly control: DevnetControl };

/** An empty chain for strange pools, which makes blocks only as it is asked to; and what ends it. */
export async function startStrangeChain(
  clock: { readonly slotLengthMs?: number; readonly blockIntervalMs?: number } = {},
): Promise<Chain & { readonly stop: () => Promise<void> }> {
  const { slotLengthMs, blockIntervalMs } = clock;
  const devnet = await startDevnet({
    genesis: { networkMagic: STRANGE_MAGIC, securityParam: 50, ...(slotLengthMs && { slotLengthMs }) },
    funding: newFundingWallet(),
    speed: 0,
    mining: false,
    ...(blockIntervalMs && { blockIntervalMs }),
  });
  return {
    source: createBlockfrostSource({ url: devnet.url }),
    control: new DevnetControl(devnet.controlUrl),
    stop: () => devnet.stop(),
  };
}

export const STRANGE_MAGIC = 42;
const ADA = 1_000_000n;
const MAX_FEE = 5n * ADA;
const operatorsAddress = enterpriseAddress(0, OPERATOR_KEY.publicKey);
/** Enough for the largest of the two scripts. */
const HOLDS = 60n * ADA;
/** Keys that a pool may have, by what they are. */
export const STRANGER_KEY = testKey("stranger");
export const strangersAddress = enterpriseAddress(0, STRANGER_KEY.publicKey);

/** Where a script is held, and what else is in that output. */
export type Holder = { readonly address: string; readonly inlineDatum?: string };

/** Where both scripts are held; the two in one transaction, or in one each. */
export type Holders = (script: PoolScript) => {
  readonly pool: Holder;
  readonly governor: Holder;
  readonly apart?: true;
};

/** Nobody can spend them: as the product makes them. */
export const LOCKED: Holders = ({ address }) => ({ pool: { address }, governor: { address } });
/** The stranger can spend them. */
export const LOOSE: Holders = () => ({ pool: { address: strangersAddress }, governor: { address: strangersAddress } });

export type StrangePool = {
  /** Its approvers are the tests' own. */
  readonly settings: Settings;
  readonly holders: Holders;
  readonly depositLovelace?: bigint;
};

/** Makes a pool as no command of ours would: the contract is all that refuses it. */
export async function makeStrangePool(chain: Chain, pool: StrangePool) {
  const { source, control } = chain;
  const { settings, depositLovelace = 1_000n * ADA } = pool;
  const [seed, collateral, money] = [
    await fund(chain, operatorsAddress, 10n * ADA),
    await fund(chain, operatorsAddress, 20n * ADA),
    await fund(chain, operatorsAddress, depositLovelace + 500n * ADA),
  ];
  const script = makePoolScript(seed.ref, 0);
  const { pool: holder, governor, apart } = pool.holders(script);
  const drafts = [draftOf(holder, script), draftOf(governor, script.governor)];
  const { isRegistered } = await source.rewardAccount(script.governor.account);
  const opens = isRegistered ? [] : [script.governor.hash];
  const made: TxOutput[] = [];
  for (const outputs of apart ? drafts.map((draft) => [draft]) : [drafts]) {
    const spent = await fund(chain, operatorsAddress, 200n * ADA);
    const registrations = made.length === 0 ? opens : [];
    made.push(...(await sendOutputs(chain, OPERATOR_KEY, spent, { outputs, registrations, script })));
  }
  const [poolReference, governorReference] = made;
  if (!poolReference || !governorReference) throw new Error("both scripts are held");
  const tip = await source.tip();
  const account = await source.rewardAccount(script.governor.account);
  const text = (role: "oracle" | "approver") =>
    enrolmentText({
      network: settings.network,
      role,
      settingsHash: hashSettings(settings),
      policyId: script.policyId,
    });
  const init = buildInit({
    script,
    chain: await termsOf(source),
    changeAddress: operatorsAddress,
    validUntilSlot: tip.slot + 600,
    validFromSlot: tip.slot,
    oracleConsent: signText(ORACLE_KEY, text("oracle")),
    approverConsents: APPROVER_KEYS.map((key) => signText(key, text("approver"))),
    funding: [money],
    terms: { settings, operator: keyHashOf(OPERATOR_KEY.publicKey), maxFeeLovelace: 3n * ADA },
    referenceScripts: { pool: poolReference, governor: governorReference },
    rewardsLovelace: account.withdrawableLovelace,
    collateral,
    seed,
    deposit: { lovelace: depositLovelace, tokens: 0n },
  });
  await submit(source, init, OPERATOR_KEY);
  await control.mine(1);
  return { script, policyId: script.policyId, pool: poolReference, governor: governorReference, settings };
}

/** A new output with so much at an address, in a block. */
export async function fund({ source, control }: Chain, address: string, lovelace: bigint): Promise<TxOutput> {
  const before = new Set((await source.unspentOutputs(address)).map(({ ref }) => `${ref.txHash}#${ref.index}`));
  await control.fund(address, lovelace);
  await control.mine(1);
  const there = await source.unspentOutputs(address);
  const made = there.find(({ ref }) => !before.has(`${ref.txHash}#${ref.index}`));
  if (!made) throw new Error(`${address} was not funded`);
  return made;
}

type Outputs = {
  readonly outputs: readonly OutputDraft[];
  readonly registrations?: readonly string[];
  readonly script: PoolScript;
};

/** Spends one output of a key into these, the rest back to it; in a block. */
export async function sendOutputs(
  { source, control }: Chain,
  from: SoftwareKey,
  spent: TxOutput,
  { outputs, registrations = [], script }: Outputs,
): Promise<TxOutput[]> {
  const terms = await termsOf(source);
  const { stakeDepositLovelace, coinsPerUtxoByte } = terms.parameters;
  const deposits = BigInt(registrations.length) * stakeDepositLovelace;
  const amount = { lovelace: outputs.reduce((sum, { lovelace }) => sum + lovelace, deposits), tokens: 0n };
  const address = enterpriseAddress(0, from.publicKey);
  const { slot } = await source.tip();
  const built = assemble(
    (feeLovelace) => ({
      ...NOTHING_ELSE,
      inputs: [spent],
      outputs: [
        ...outputs,
        changeOutput([spent], { amount, prizeAsset: null, feeLovelace, address, coinsPerUtxoByte }),
      ],
      feeLovelace,
      validUntilSlot: slot + 600,
      registrations,
    }),
    scriptsOf(script),
    terms,
    MAX_FEE,
  );
  await submit(source, built, from);
  await control.mine(1);
  return outputs.map((output, index) => madeOutput(built.txHash, index, output));
}

/** Somebody spends what is theirs; in a block. */
export async function spend(chain: Chain, from: SoftwareKey, output: TxOutput, script: PoolScript): Promise<void> {
  await sendOutputs(chain, from, output, { outputs: [], script });
}

async function submit(source: ChainSource, built: { cbor: string; txHash: string }, key: SoftwareKey): Promise<void> {
  const signature = createOperator(key).signTransactionId(built.txHash);
  const signed = signTransaction(built.cbor, [{ publicKey: key.publicKey, signature }]);
  const outcome = await source.submit(hexToBytes(signed));
  if (outcome.kind !== "accepted") throw new Error(`${built.txHash}: ${outcome.detail}`);
}

function draftOf(
  { address, inlineDatum = undefined }: Holder,
  referenceScript: OutputDraft["referenceScript"],
): OutputDraft {
  return { address, lovelace: HOLDS, assets: {}, inlineDatum: inlineDatum ?? null, referenceScript };
}

async function termsOf(source: ChainSource): Promise<ChainTerms> {
  return { parameters: await source.parameters(), slots: slotConfigOf(await source.genesis()) };
}
