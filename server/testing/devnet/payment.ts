import { CML } from "@lucid-evolution/lucid";
import { addressFromText } from "@/server/devnet/codec/address";
import { fromHex } from "@/server/devnet/codec/cbor-shape";
import { encodeOutput, encodePaymentBody, encodeSignedTransaction } from "@/server/devnet/codec/encode";
import { blake2b256 } from "@/server/devnet/codec/hash";
import type { OutRef } from "@/server/devnet/codec/types";
import type { FundingWallet } from "@/server/devnet/funding";

/** A signed payment put together byte by byte, for tests that need an exact fee, size or amount. */
export function signPayment(
  wallet: FundingWallet,
  inputs: readonly OutRef[],
  outputs: readonly { address: string; lovelace: bigint }[],
  feeLovelace: bigint,
): { bytes: Uint8Array; hash: string } {
  const encoded = outputs.map(({ address, lovelace }) => {
    const parsed = addressFromText(address);
    if (!parsed) throw new Error(`${address} is not an address`);
    return encodeOutput({ address: parsed.bytes, lovelace, assets: new Map() });
  });
  const body = encodePaymentBody(inputs, encoded, feeLovelace);
  const hash = blake2b256(body);
  const key = CML.PrivateKey.from_bech32(wallet.paymentKey);
  const signature = key.sign(fromHex(hash)).to_raw_bytes();
  return { bytes: encodeSignedTransaction(body, key.to_public().to_raw_bytes(), signature), hash };
}
