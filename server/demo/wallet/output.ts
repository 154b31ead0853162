import { BuildError } from "@/server/chain/transaction/assemble";
import { type OutputDraft, toCmlOutput, toCmlValue } from "@/server/chain/transaction/cml";
import type { ProtocolParameters } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";

export type PaymentOutput = Pick<OutputDraft, "address" | "lovelace" | "assets">;

/** What the ledger counts besides the output's own bytes (Babbage ledger specification, utxoEntrySize). */
const OUTPUT_OVERHEAD_BYTES = 160n;

/** The output's size in a transaction, in bytes. */
export function outputBytes(output: PaymentOutput): number {
  return toCmlOutput(toOutputDraft(output)).to_cbor_bytes().length;
}

/** The least lovelace that the ledger accepts with these assets: (160 + bytes) x coinsPerUtxoByte (utxoEntrySize). */
export function leastLovelace(output: PaymentOutput, coinsPerUtxoByte: bigint): Lovelace {
  let lovelace: Lovelace = 0n;
  for (let needed = 1n; needed > lovelace; ) {
    lovelace = needed;
    needed = coinsPerUtxoByte * (OUTPUT_OVERHEAD_BYTES + BigInt(outputBytes({ ...output, lovelace })));
  }
  return lovelace;
}

/** Throws a BuildError if the ledger would refuse the output. */
export function checkOutput(output: PaymentOutput, parameters: ProtocolParameters, what: string): void {
  const { address, lovelace, assets } = output;
  if (lovelace < parameters.coinsPerUtxoByte * (OUTPUT_OVERHEAD_BYTES + BigInt(outputBytes(output)))) {
    const least = leastLovelace(output, parameters.coinsPerUtxoByte);
    throw new BuildError(`${what} to ${address} would hold ${lovelace} lovelace; the ledger's minimum is ${least}`);
  }
  if (Object.keys(assets).length === 0) return;
  const valueBytes = toCmlValue(lovelace, assets).to_cbor_bytes().length;
  if (valueBytes > parameters.maxValSize) {
    throw new BuildError(
      `${what} to ${address} holds too many assets: ${valueBytes} bytes, at most ${parameters.maxValSize}`,
    );
  }
}

export function toOutputDraft({ address, lovelace, assets }: PaymentOutput): OutputDraft {
  return { address, lovelace, assets, inlineDatum: null, referenceScript: null };
}
