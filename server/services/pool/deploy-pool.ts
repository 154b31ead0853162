import { setTimeout as sleep } from "node:timers/promises";
import { hexToBytes } from "@noble/hashes/utils";
import type { BuiltTransaction } from "@/server/chain/contract/assemble";
import { signTransaction } from "@/server/chain/contract/assemble";
import { buildInit, buildReferenceScript } from "@/server/chain/contract/build-deploy";
import { makePoolScript, type PoolScript } from "@/server/chain/contract/script";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { checkTerms } from "@/server/domain/contract/check-settings";
import { hashSettings } from "@/server/domain/contract/settings";
import { slotConfigOf } from "@/server/domain/contract/slot-clock";
import type { Envelope, Settings } from "@/server/domain/contract/types";
import type { BlockHeader, ChainSource, TransactionSigner, TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace } from "@/server/domain/units";
import { ServiceError } from "../errors";
import { keyHashOf, networkIdOf, operatorAddress } from "./spend-terms";

export type DeployInput = {
  readonly settings: Settings;
  readonly maxFeeLovelace: Lovelace;
  readonly depositLovelace: Lovelace;
  /** Asks the owner of a key to agree: the signature over the enrolment text. */
  readonly consent: (role: "oracle" | "approver", publicKey: Hex, text: string) => Promise<Envelope>;
  readonly onProgress: (text: string) => void;
};

export type Deployment = {
  readonly script: PoolScript;
  readonly settings: Settings;
  readonly referenceScript: TxOutput;
  readonly deployTxHash: Hex;
  /** The tip before anything was sent. */
  readonly start: BlockHeader;
};

const LIFETIME_SLOTS_MS = 30 * 60_000;
const COLLATERAL_LOVELACE = 15_000_000n;

/**
 * Makes a pool: locks the reference script, then mints the state token into the pool's first state. The operator's
 * address pays. Throws ServiceError in words before anything is sent when the settings cannot work or the money is
 * not there.
 */
export async function deployPool(
  source: ChainSource,
  operator: TransactionSigner,
  input: DeployInput,
): Promise<Deployment> {
  const { settings, onProgress } = input;
  const terms = { settings, operator: keyHashOf(operator.publicKey()), maxFeeLovelace: input.maxFeeLovelace };
  const [genesis, parameters, start] = await Promise.all([source.genesis(), source.parameters(), source.tip()]);
  const networkId = networkIdOf(genesis.networkMagic);
  const address = operatorAddress(operator, networkId);
  const { collateral, seed, funding } = chooseOutputs(await source.unspentOutputs(address), address, input);
  const script = makePoolScript(seed.ref, networkId);
  const problems = checkTerms(terms, script.policyId);
  if (problems.length > 0) throw new ServiceError("bad-input", `these settings cannot work: ${problems.join("; ")}`);

  const consents = await gatherConsents(input, script.policyId);
  const slots = slotConfigOf(genesis);
  const validUntilSlot = start.slot + Math.floor(LIFETIME_SLOTS_MS / slots.slotLengthMs);
  const frame = { script, chain: { parameters, slots }, changeAddress: address, validUntilSlot };

  onProgress(`locking the contract ${script.hash} at ${script.address}`);
  const [largest, ...others] = funding;
  const holder = buildReferenceScript({ ...frame, funding: [largest] });
  await send(source, operator, holder);
  const init = buildInit({
    ...frame,
    ...consents,
    funding: [holder.change, ...others],
    terms,
    referenceScript: holder.referenceScript,
    collateral,
    seed,
    deposit: { lovelace: input.depositLovelace, tokens: 0n },
    validFromSlot: start.slot,
  });
  onProgress(`making the pool ${script.policyId}`);
  await send(source, operator, init);
  return { script, settings, referenceScript: holder.referenceScript, deployTxHash: init.txHash, start };
}

type Chosen = { readonly collateral: TxOutput; readonly seed: TxOutput; readonly funding: readonly [TxOutput, ...TxOutput[]] };

/** Three kinds of outputs: one that stays as collateral, one that makes the pool unique, and the money. */
function chooseOutputs(wallet: readonly TxOutput[], address: string, { depositLovelace }: DeployInput): Chosen {
  const plain = wallet
    .filter((output) => Object.keys(output.assets).length === 0 && output.referenceScriptHash === null)
    .sort((a, b) => (a.lovelace < b.lovelace ? -1 : a.lovelace > b.lovelace ? 1 : refOf(a) < refOf(b) ? -1 : 1));
  const collateral = plain.find((output) => output.lovelace >= COLLATERAL_LOVELACE);
  const [seed, ...rest] = plain.filter((output) => output !== collateral);
  const [largest, ...others] = rest.reverse();
  if (!collateral || !seed || !largest) {
    throw new ServiceError(
      "bad-input",
      `the operator's address ${address} needs at least three outputs of ADA alone: one of ${COLLATERAL_LOVELACE / 1_000_000n} ADA or more as collateral, a small one, and one with the deposit of ${depositLovelace} lovelace and 100 ADA for the contract and fees. It has ${plain.length}.`,
    );
  }
  return { collateral, seed, funding: [largest, ...others] };
}

async function gatherConsents({ settings, consent }: DeployInput, policyId: Hex) {
  const common = { network: settings.network, settingsHash: hashSettings(settings), policyId };
  const oracleConsent = await consent("oracle", settings.oracle, enrolmentText({ ...common, role: "oracle" }));
  const approverConsents: Envelope[] = [];
  for (const publicKey of settings.approvers) {
    approverConsents.push(await consent("approver", publicKey, enrolmentText({ ...common, role: "approver" })));
  }
  return { oracleConsent, approverConsents };
}

const ASK_AGAIN_MS = 500;
const RESEND_EVERY = 20;

/** Sends and waits until it is in a block, sending the same bytes again now and then; ends when it has expired. */
async function send(source: ChainSource, operator: TransactionSigner, built: BuiltTransaction): Promise<void> {
  const signature = { publicKey: operator.publicKey(), signature: operator.signTransactionId(built.txHash) };
  const bytes = hexToBytes(signTransaction(built.cbor, [signature]));
  for (let round = 0; ; round++) {
    const outcome = round % RESEND_EVERY === 0 ? await source.submit(bytes) : null;
    if ((await source.transaction(built.txHash)) !== null) return;
    if (outcome?.kind === "rejected") throw new ServiceError("unavailable", `the chain refuses ${built.txHash}: ${outcome.detail}`);
    if ((await source.tip()).slot > built.validUntilSlot) {
      throw new ServiceError("unavailable", `${built.txHash} did not land before slot ${built.validUntilSlot}; it never will. Run deploy again.`);
    }
    await sleep(ASK_AGAIN_MS);
  }
}

function refOf({ ref }: TxOutput): string {
  return `${ref.txHash}#${ref.index}`;
}
