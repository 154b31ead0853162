import { BuildError } from "@/server/chain/transaction/build-error";
import { type OutputDraft, toCmlValue } from "@/server/chain/transaction/cml";
import { isPayableAmount, minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import type { ProtocolParameters } from "@/server/domain/ports";

export type PaymentOutput = Pick<OutputDraft, "address" | "lovelace" | "assets">;

/** Throws a BuildError if the ledger would refuse the output. */
export function checkOutput(output: PaymentOutput, parameters: ProtocolParameters, what: string): void {
  const { address, lovelace, assets } = output;
  if (!isPayableAmount(output, parameters.coinsPerUtxoByte)) {
    const least = minimumOutputLovelace(output, parameters.coinsPerUtxoByte);
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
