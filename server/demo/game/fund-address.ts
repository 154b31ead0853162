import type { ChainSource, TxOutput } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";
import type { Wallet } from "../wallet/seed";
import { writeFunding } from "./funding";
import { landAll } from "./land";
import { readTerms } from "./terms";

export type FundingTarget = { readonly address: string; readonly lovelace: Lovelace };

/**
 * Pays each target its exact amount from the wallet, one output each, and returns these outputs in the same order once
 * they are in a block. Throws a readable `UnfundedError`. Run one at a time for a wallet: two at once would spend the
 * same outputs.
 */
export async function fundAddress(
  source: ChainSource,
  wallet: Wallet,
  targets: readonly FundingTarget[],
): Promise<TxOutput[]> {
  if (targets.length === 0) return [];
  const terms = await readTerms(source);
  const funding = writeFunding({
    wallet,
    available: await source.unspentOutputs(wallet.address),
    outputs: targets.map(({ address, lovelace }) => ({ address, lovelace, assets: {} })),
    terms,
    purpose: targets.length === 1 ? `paying ${targets[0]?.address}` : `paying ${targets.length} addresses`,
  });
  await landAll(source, funding.outgoing, { addresses: [wallet.address], units: [] });
  return [...funding.paid];
}
