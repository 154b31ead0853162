import { parseAddress } from "@/server/domain/cardano/address";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import type { KeySignature } from "@/server/domain/cardano/witness-set";
import type { Amount } from "@/server/domain/contract/amount";
import type { ChainSource, TransactionSigner, TxOutput } from "@/server/domain/ports";
import { readDepositorAddress } from "@/server/domain/top-up/depositor-address";
import { MOST_ADDRESSES } from "@/server/domain/top-up/most-addresses";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import { ServiceError } from "../errors";
import {
  buildDepositOfOthers,
  cosignDeposit,
  type DepositGround,
  judgeDeposit,
  walletAt,
  withSignatures,
} from "../pool/deposit-of-others";
import { readMade } from "../pool/read-act";
import type { FoundPool } from "./find-pool";
import { basisOfFound } from "./internal/basis-of-found";
import { waitUntilLanded } from "./internal/send-and-wait";
import { checkDeposit, demandFree, type WhyBusy } from "./plan-act";

/*
 * A deposit from a wallet that is elsewhere: a file goes there and comes back with signatures. The pool must not have
 * moved meanwhile, or another file is needed.
 */

/** Time to carry a file to a machine without a network and back. */
const LIFETIME_MS = 2 * 3_600_000;

export type WantedDeposit = {
  readonly amount: Amount;
  /** Addresses that it comes from, in any spelling. */
  readonly from: readonly string[];
  readonly whyBusy: WhyBusy;
};

export type UnsignedDeposit = {
  readonly cbor: Hex;
  readonly txHash: Hex;
  readonly feeLovelace: Lovelace;
  readonly validUntilSlot: Slot;
  /** Key hashes that have to sign besides the operator's. */
  readonly signers: readonly Hex[];
};

/**
 * Builds a deposit from what these addresses hold, for its owner to sign; the change goes to the first. Needs no key.
 * Throws BuildError or ServiceError with the reasons.
 */
export async function writeDeposit(
  source: ChainSource,
  found: FoundPool,
  { amount, from, whyBusy }: WantedDeposit,
): Promise<UnsignedDeposit> {
  checkDeposit(found, amount);
  await demandFree(whyBusy);
  const ground = await groundOf(source, found);
  const { operator } = ground.pool.datum;
  const addresses = from.map((text) => {
    const read = readDepositorAddress(text, found.script.networkId, operator);
    if (!read.ok) throw new ServiceError("bad-input", read.problem);
    return read.address;
  });
  const [changeAddress] = addresses;
  if (!changeAddress || addresses.length > MOST_ADDRESSES) {
    throw new ServiceError("bad-input", `name 1 to ${MOST_ADDRESSES} addresses`);
  }
  const built = buildDepositOfOthers(ground, { amount, wallet: await walletAt(source, addresses), changeAddress });
  const { cbor, txHash, feeLovelace, validUntilSlot, requiredSigners } = built;
  return { cbor, txHash, feeLovelace, validUntilSlot, signers: requiredSigners.filter((hash) => hash !== operator) };
}

export type ReturnedDeposit = {
  /** With the signatures that came. */
  readonly cbor: Hex;
  /** What it adds to the pool, and who pays, by its bytes. */
  readonly amount: Amount;
  readonly from: readonly string[];
  readonly differences: readonly string[];
  /** Key hashes that have not signed; the operator's among them. */
  readonly missing: readonly Hex[];
};

/** What a transaction that comes back is, by its bytes and the chain. Signs and sends nothing. */
export async function readDeposit(
  source: ChainSource,
  found: FoundPool,
  { cbor, signatures }: { readonly cbor: Hex; readonly signatures: readonly KeySignature[] },
): Promise<ReturnedDeposit> {
  const signed = attach(cbor, signatures);
  const ground = await groundOf(source, found);
  const wallet = await walletOf(source, signed, ground);
  const from = [...new Set(wallet.map(({ address }) => address))];
  const judged = judgeDeposit(ground, { cbor: signed, wallet, changeAddresses: from, amount: null });
  return { ...judged, cbor: signed, from };
}

/**
 * Signs as the operator what `readDeposit` found nothing wrong with, sends it, and waits. Answers its id. Throws
 * ServiceError; `wrong-state` while something else is on its way.
 */
export async function sendReturned(
  { source, found, operator, whyBusy, askAgainMs }: SendReturned,
  { cbor, amount, from }: ReturnedDeposit,
): Promise<Hex> {
  checkDeposit(found, amount);
  await demandFree(whyBusy);
  const ground = await groundOf(source, found);
  const wallet = await walletOf(source, cbor, ground);
  const brought = { cbor, wallet, changeAddresses: from, amount };
  const { signed, txHash } = await cosignDeposit(ground, brought, operator);
  const { validUntilSlot } = decodeTransaction(signed);
  // Judging takes seconds, in which the engine may have built a payout.
  await demandFree(whyBusy);
  await waitUntilLanded(source, { signed, txHash, validUntilSlot: validUntilSlot ?? 0 }, askAgainMs);
  return txHash;
}

export type SendReturned = {
  readonly source: ChainSource;
  readonly found: FoundPool;
  readonly operator: TransactionSigner;
  readonly whyBusy: WhyBusy;
  readonly askAgainMs?: number;
};

async function groundOf(source: ChainSource, found: FoundPool): Promise<DepositGround> {
  const { pool, basis } = await basisOfFound(source, found, { what: "deposits" });
  return { basis, pool, settings: found.settings, nowSlot: found.tip.slot, lifetimeMs: LIFETIME_MS };
}

/** The outputs that it spends beside the pool and that are unspent, by the bytes of what made them. */
async function walletOf(source: ChainSource, cbor: Hex, { pool }: DepositGround): Promise<TxOutput[]> {
  const inputs = decodeTransaction(cbor).inputs.filter((ref) => !isSameRef(ref, pool.output.ref));
  const made = await readMade(source, inputs);
  const mine = [...new Set(inputs.map(made))].filter((output) => output !== null);
  const addresses = mine.map(({ address }) => address).filter((address) => !("problem" in parseAddress(address)));
  const unspent = await walletAt(source, addresses);
  return mine.filter((output) => unspent.some(({ ref }) => isSameRef(ref, output.ref)));
}

/** The bytes are whatever stands in a file. */
function attach(cbor: Hex, signatures: readonly KeySignature[]): Hex {
  try {
    return withSignatures(cbor, signatures);
  } catch (error) {
    const why = error instanceof Error ? `: ${error.message}` : "";
    throw new ServiceError("bad-input", `this is no transaction that can be read${why}`);
  }
}
