import { CML } from "@lucid-evolution/lucid";
import { addressFromText } from "./codec/address";
import { fromHex } from "./codec/cbor-shape";
import { encodeOutput, encodePaymentBody, encodeSignedTransaction } from "./codec/encode";
import { blake2b256 } from "./codec/hash";
import { type Output, refKey } from "./codec/types";
import type { FundingWallet } from "./funding";
import type { Chain } from "./ledger/chain";

/** Above the minimum for a payment of a few inputs. It need not be exact. */
const FEE_LOVELACE = 400_000n;
const MIN_CHANGE_LOVELACE = 2_000_000n;
const MAX_INPUTS = 50;

/**
 * Pays from the funding wallet through the mempool, chained on what waits there. Throws `RangeError` with the reason if
 * it cannot.
 */
export function payFromFunds(chain: Chain, funding: FundingWallet, to: string, lovelace: bigint): { txHash: string } {
  const target = addressFromText(to);
  if (!target || target.networkId === 1) throw new RangeError(`${to} is not an address of a test network`);
  const change = addressFromText(funding.address);
  if (!change) throw new Error("the funding address is malformed");
  const needed = lovelace + FEE_LOVELACE + MIN_CHANGE_LOVELACE;
  const chosen: Output[] = [];
  let sum = 0n;
  for (const output of spendable(chain, funding.address).slice(0, MAX_INPUTS)) {
    if (sum >= needed) break;
    chosen.push(output);
    sum += output.lovelace;
  }
  if (sum < needed) throw new RangeError(`the funding wallet has ${sum} lovelace available but needs ${needed}`);
  const outputs = [
    encodeOutput({ address: target.bytes, lovelace, assets: new Map() }),
    encodeOutput({
      address: change.bytes,
      lovelace: sum - lovelace - FEE_LOVELACE,
      assets: sumAssets(chosen),
    }),
  ];
  const body = encodePaymentBody(
    chosen.map((output) => output.ref),
    outputs,
    FEE_LOVELACE,
  );
  const result = chain.submit(sign(funding, body));
  if (result.kind === "accepted") return { txHash: result.hash };
  throw new RangeError(result.kind === "full" ? "the mempool is full" : `the payment was refused: ${result.error}`);
}

/** Outputs of the address that no block or mempool transaction spends: those with only ADA first, then the largest. */
function spendable(chain: Chain, address: string): Output[] {
  const waiting = chain.mempool.entries.map((entry) => entry.tx);
  const consumed = new Set(waiting.flatMap((tx) => (tx.valid ? tx.inputs : tx.collateral)).map(refKey));
  const confirmed = (chain.index.outputsByKey.get(`addr:${address}`) ?? [])
    .filter((utxo) => !utxo.spentBy)
    .map((utxo) => utxo.output);
  const pending = waiting
    .flatMap((tx) => (tx.valid ? tx.outputs : []))
    .filter((output) => output.address.text === address);
  return [...confirmed, ...pending]
    .filter((output) => !consumed.has(refKey(output.ref)))
    .sort((a, b) => a.assets.size - b.assets.size || (a.lovelace < b.lovelace ? 1 : -1));
}

/** Tokens of spent outputs go back with the change. */
function sumAssets(outputs: readonly Output[]): Map<string, bigint> {
  const sum = new Map<string, bigint>();
  for (const [unit, quantity] of outputs.flatMap((output) => [...output.assets])) {
    sum.set(unit, (sum.get(unit) ?? 0n) + quantity);
  }
  return sum;
}

function sign(funding: FundingWallet, body: Uint8Array): Uint8Array {
  const key = CML.PrivateKey.from_bech32(funding.paymentKey);
  const publicKey = key.to_public();
  const signature = key.sign(fromHex(blake2b256(body)));
  const bytes = encodeSignedTransaction(body, publicKey.to_raw_bytes(), signature.to_raw_bytes());
  for (const object of [key, publicKey, signature]) object.free();
  return bytes;
}
