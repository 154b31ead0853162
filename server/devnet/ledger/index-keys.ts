import { blake2b256 } from "../codec/hash";
import type { Output } from "../codec/types";
import type { TxRecord } from "./records";

export function keysOf(output: Output): string[] {
  const { address } = output;
  const keys = [`addr:${address.text}`];
  if (address.payment) keys.push(`cred:${address.payment.hash}`);
  if (address.stake) keys.push(`stake:${address.stake.hash}`);
  for (const unit of output.assets.keys()) keys.push(`unit:${unit}`);
  return keys;
}

/**
 * Under which keys a transaction is listed. As db-sync does: an address's list holds what it spent and received;
 * an asset's list only transactions with an output that holds it (a full burn is in the asset's history alone).
 */
export function transactionKeys(record: TxRecord): Set<string> {
  const made = record.produced.flatMap((utxo) => keysOf(utxo.output));
  const spent = record.spent.flatMap((utxo) => keysOf(utxo.output)).filter((key) => !key.startsWith("unit:"));
  return new Set([...spent, ...made]);
}

export function stakesOf(record: TxRecord): Set<string> {
  if (!record.tx?.valid) return new Set();
  const fromCertificates = record.tx.certificates.flatMap((certificate) => certificate.stake?.hash ?? []);
  return new Set([...fromCertificates, ...record.tx.withdrawals.flatMap((entry) => entry.address.stake?.hash ?? [])]);
}

/** Hashes of the scripts and datums that a transaction may have been the first to show. */
export function rememberedHashes(record: TxRecord): string[] {
  return [
    ...(record.tx?.scripts ?? []).map((script) => script.hash),
    ...(record.tx?.datums ?? []).map((datum) => datum.hash),
    ...(record.tx?.redeemers ?? []).map((redeemer) => blake2b256(redeemer.data)),
    ...record.produced.flatMap((utxo) => utxo.output.datumHash ?? []),
  ];
}
