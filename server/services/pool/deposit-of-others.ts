import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { depositFunding } from "@/server/chain/pool/deposit-funding";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import type { BuiltSpend } from "@/server/chain/pool/spend-terms";
import { signTransaction } from "@/server/chain/transaction/assemble";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { isSameRef, showRef } from "@/server/domain/cardano/out-ref";
import { type KeySignature, readSignatures } from "@/server/domain/cardano/witness-set";
import type { Amount } from "@/server/domain/contract/amount";
import { prizeAssetUnit } from "@/server/domain/contract/pool-assets";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { Settings } from "@/server/domain/contract/types";
import type { ChainSource, TransactionSigner, TxOutput } from "@/server/domain/ports";
import { unless } from "@/server/domain/problems";
import { mayPay, ownerOf } from "@/server/domain/top-up/may-pay";
import type { Hex, Slot } from "@/server/domain/units";
import type { ExpectedDeposit } from "@/server/domain/verifier/expected";
import { verifyTransaction } from "@/server/domain/verifier/verify";
import { ServiceError } from "../errors";
import { demandAccepted } from "./demand-accepted";
import type { SpendBasis } from "./spend-basis";
import { depositOf } from "./what-is-expected";

/*
 * A deposit that somebody else pays: outputs of the depositor's and the pool go in, the operator's signature is the
 * consent that the contract wants (contracts/README.md, "Rules for all spends"), and its collateral stands behind the
 * scripts. Nothing of the operator's is spent.
 */

/** The pool as it stands, and what its spends are built from. */
export type DepositGround = {
  readonly basis: SpendBasis;
  readonly pool: PoolState;
  readonly settings: Settings;
  /** Of the newest block. */
  readonly nowSlot: Slot;
  /** How long from now it may land. */
  readonly lifetimeMs: number;
};

export type Deposit = {
  readonly amount: Amount;
  /** Unspent outputs of the depositor's, read from the chain. */
  readonly wallet: readonly TxOutput[];
  readonly changeAddress: string;
};

/** Five of the source's pages, for an address that a stranger names. */
const MOST_OUTPUTS = 500;

/** Everything unspent at these addresses, as the chain has it now. Throws ServiceError where that is too much. */
export async function walletAt(
  source: ChainSource,
  addresses: readonly string[],
  signal?: AbortSignal,
): Promise<TxOutput[]> {
  const wallet: TxOutput[] = [];
  for (const address of new Set(addresses)) {
    signal?.throwIfAborted();
    wallet.push(...(await source.unspentOutputs(address, undefined, MOST_OUTPUTS - wallet.length)));
    if (wallet.length > MOST_OUTPUTS) {
      throw new ServiceError("bad-input", `more than ${MOST_OUTPUTS} outputs are there: name an address with fewer`);
    }
  }
  return wallet;
}

/** Builds it without signatures, and checks the bytes. Throws BuildError or ServiceError with the reasons. */
export function buildDepositOfOthers(ground: DepositGround, deposit: Deposit): BuiltSpend {
  const { basis, pool, settings, nowSlot, lifetimeMs } = ground;
  const { amount, wallet, changeAddress } = deposit;
  const { prizeAsset } = settings;
  const { maxFeeLovelace, operator } = pool.datum;
  const validUntilSlot = nowSlot + Math.floor(lifetimeMs / basis.chain.slots.slotLengthMs);
  const terms = { ...basis, pool, prizeAsset, validFromSlot: null, validUntilSlot };
  const funding = depositFunding(wallet, { amount, prizeAsset, maxFeeLovelace, operator });
  const built = buildDeposit(terms, { settings, amount, funding, changeAddress, approvals: [] });
  refuse(built.txHash, verifyTransaction(built.cbor, expectedOf(ground, built.txHash, deposit), { signed: false }));
  return built;
}

/** What somebody brings back for the operator to sign. */
export type Brought = {
  /** With the depositor's signatures. */
  readonly cbor: Hex;
  readonly wallet: readonly TxOutput[];
  readonly changeAddresses: readonly string[];
  /** What was asked for; null where the bytes alone say it. */
  readonly amount: Amount | null;
};

export type Cosigned = { readonly signed: Hex; readonly txHash: Hex; readonly amount: Amount };

/**
 * Signs as the operator, only what the check of the bytes finds to be a deposit and nothing else, with every other
 * signature there, and what another library's ledger rules take. Throws ServiceError `unavailable` with every
 * difference: then nothing is signed.
 */
export async function cosignDeposit(
  ground: DepositGround,
  brought: Brought,
  operator: TransactionSigner,
): Promise<Cosigned> {
  const { amount, expected, differences, missing, spent } = judge(ground, brought);
  const { txHash } = expected;
  const { basis, pool } = ground;
  const own = keyHashOf(operator.publicKey());
  const others = missing.filter((hash) => hash !== pool.datum.operator);
  refuse(txHash, [
    ...differences,
    ...others.map((hash) => `the signature of the depositor's key ${hash} is missing`),
    ...(own === pool.datum.operator ? [] : [`this key is ${own}, and the pool's operator is ${pool.datum.operator}`]),
  ]);
  const signature = { publicKey: operator.publicKey(), signature: operator.signTransactionId(txHash) };
  const signed = withSignatures(brought.cbor, [signature]);
  refuse(txHash, verifyTransaction(signed, expected, { signed: true }));
  await demandAccepted(txHash, signed, ledgerOfSpend({ ...basis, pool }, ground.nowSlot, spent));
  return { signed, txHash, amount };
}

export type Judged = {
  readonly amount: Amount;
  readonly differences: readonly string[];
  readonly missing: readonly Hex[];
};

/** What a deposit that is brought back would add, what is wrong with it, and who has not signed. Signs nothing. */
export function judgeDeposit(ground: DepositGround, brought: Brought): Judged {
  const { amount, differences, missing } = judge(ground, brought);
  return { amount, differences, missing };
}

/** With what its bytes were compared with, and what of the wallet it spends. */
function judge(
  ground: DepositGround,
  brought: Brought,
): Judged & { readonly expected: ExpectedDeposit; readonly spent: readonly TxOutput[] } {
  const { cbor, wallet, changeAddresses } = brought;
  const { pool } = ground;
  const { txHash, inputs, outputs } = decodeTransaction(cbor);
  const amount = brought.amount ?? addedBy(outputs, ground);
  const back = outputs[1]?.address;
  // Where it goes to somebody else, the verifier says so.
  const changeAddress =
    changeAddresses.find((address) => address === back) ?? changeAddresses[0] ?? pool.output.address;
  const expected = expectedOf(ground, txHash, { amount, wallet, changeAddress });
  const isOnPool = inputs.some((ref) => isSameRef(ref, pool.output.ref));
  const differences = [
    // A file that was on its way for long: it has to be made anew.
    ...unless(isOnPool, `it does not spend the pool as it stands, ${showRef(pool.output.ref)}`),
    ...verifyTransaction(cbor, expected, { signed: false }),
  ];
  const spent = wallet.filter(({ ref }) => inputs.some((input) => isSameRef(input, ref)));
  const needed = [...new Set([...spent.flatMap(ownerOf), pool.datum.operator])];
  const present = readSignatures(cbor).map(({ publicKey }) => keyHashOf(publicKey));
  return { amount, expected, differences, missing: needed.filter((hash) => !present.includes(hash)), spent };
}

/** What a deposit adds to the pool, by its bytes: all that its first output holds more, less the governor's rewards. */
function addedBy([first]: readonly Pick<TxOutput, "lovelace" | "assets">[], ground: DepositGround): Amount {
  const { basis, pool, settings } = ground;
  if (!first) return { lovelace: 0n, tokens: 0n };
  const tokens = settings.prizeAsset ? (first.assets[prizeAssetUnit(settings.prizeAsset)] ?? 0n) : 0n;
  return {
    lovelace: first.lovelace - pool.held.lovelace - basis.rewardsLovelace,
    tokens: tokens - pool.held.tokens,
  };
}

function expectedOf(ground: DepositGround, txHash: Hex, { amount, wallet, changeAddress }: Deposit): ExpectedDeposit {
  const { basis, pool, settings, nowSlot, lifetimeMs } = ground;
  const { operator } = pool.datum;
  const isCollateral = ({ ref }: TxOutput) => isSameRef(ref, basis.collateral.ref);
  const funding = wallet.filter((output) => mayPay(output, operator) && !isCollateral(output));
  const paid = { settings, amount, funding, changeAddress };
  return { ...depositOf(basis, { txHash, pool, nowSlot }, paid), longestMs: lifetimeMs };
}

function refuse(txHash: Hex, reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  throw new ServiceError(
    "unavailable",
    `transaction ${txHash} is not the deposit that was asked for, so the operator does not sign it: ${reasons.join("; ")}`,
  );
}

/** The transaction with these signatures beside those that it has. Its id stays. */
export function withSignatures(cbor: Hex, given: readonly KeySignature[]): Hex {
  const all = new Map([...readSignatures(cbor), ...given].map((one) => [one.publicKey, one]));
  return all.size === 0 ? cbor : signTransaction(cbor, [...all.values()]);
}
