import { parseAddress } from "../cardano/address";
import type { TxOutput } from "../ports";
import type { Hex } from "../units";

/** The key that what is at an address is spent by; none of a script's, nor a Byron address's. */
export function ownerOf({ address }: Pick<TxOutput, "address">): Hex[] {
  const parsed = parseAddress(address);
  const isKeys = !("problem" in parsed) && (parsed.kind === "base" || parsed.kind === "enterprise");
  return isKeys && parsed.payment.kind === "key" ? [parsed.payment.hash] : [];
}

/**
 * Whether an output may pay for somebody's deposit: a key's own, and not the operator's (a key hash), without datum
 * and script.
 */
export function mayPay(output: TxOutput, operator: Hex): boolean {
  const { inlineDatum, datumHash, referenceScriptHash } = output;
  const [owner] = ownerOf(output);
  const isPlain = inlineDatum === null && datumHash === null && referenceScriptHash === null;
  return owner !== undefined && owner !== operator && isPlain;
}
