import { knownLedger } from "@/server/chain/pool/known-ledger";
import { assemble } from "@/server/chain/transaction/assemble";
import { NOTHING_ELSE } from "@/server/chain/transaction/draft";
import { changeOutput, chooseFunding } from "@/server/chain/transaction/funding";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { chooseCollateral, enoughCollateral } from "@/server/domain/cardano/collateral";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import type { Hex, Lovelace } from "@/server/domain/units";
import type { FoundPool } from "./find-pool";
import { lastSlotFrom } from "./internal/lifetime";
import { sendAndWait } from "./internal/send-and-wait";

const MOST_FEE_LOVELACE: Lovelace = 1_000_000n;

/** So much more than enough that one failed script leaves enough. */
const SPARE_LOVELACE: Lovelace = 5_000_000n;

export type CollateralPlan =
  | { readonly kind: "there"; readonly lovelace: Lovelace; readonly address: string }
  | { readonly kind: "make"; readonly lovelace: Lovelace; readonly address: string };

type Terms = {
  readonly source: ChainSource;
  readonly found: FoundPool;
  readonly payer: TransactionSigner;
  readonly askAgainMs?: number;
};

/** Whether the payer's address has a collateral, or how large the one is that would be made. */
export async function planCollateral({ source, found, payer }: Terms): Promise<CollateralPlan> {
  const percent = found.chain.parameters.collateralPercent;
  const address = enterpriseAddress(found.script.networkId, payer.publicKey());
  const present = chooseCollateral(await source.unspentOutputs(address), percent);
  if (present) return { kind: "there", lovelace: present.lovelace, address };
  return { kind: "make", lovelace: lovelaceOfNew(percent), address };
}

const lovelaceOfNew = (percent: number): Lovelace => enoughCollateral(percent) + SPARE_LOVELACE;

/**
 * Puts what is scattered over the payer's outputs, or lies beside tokens, into one output that can be collateral; the
 * rest comes back as change. Waits until it is in a block, and answers its id. Throws BuildError if it is too little,
 * and ServiceError if one is there already.
 */
export async function makeCollateral({ source, found, payer, askAgainMs }: Terms): Promise<Hex> {
  const { script, chain, tip } = found;
  const address = enterpriseAddress(script.networkId, payer.publicKey());
  const lovelace = lovelaceOfNew(chain.parameters.collateralPercent);
  const amount = { lovelace, tokens: 0n };
  const wallet = await source.unspentOutputs(address);
  const chosen = chooseFunding(wallet, amount, null, MOST_FEE_LOVELACE);
  const { coinsPerUtxoByte } = chain.parameters;
  const change = { amount, prizeAsset: null, address, coinsPerUtxoByte };
  const collateral = { address, lovelace, assets: {}, inlineDatum: null, referenceScript: null };
  const built = assemble(
    (feeLovelace) => ({
      ...NOTHING_ELSE,
      inputs: chosen,
      outputs: [collateral, changeOutput(chosen, { ...change, feeLovelace })],
      feeLovelace,
      validUntilSlot: lastSlotFrom(found),
    }),
    [],
    chain,
    MOST_FEE_LOVELACE,
  );
  const expected = {
    kind: "collateral",
    ...{ txHash: built.txHash, networkId: script.networkId, nowSlot: tip.slot },
    ...{ parameters: chain.parameters, slots: chain.slots },
    ...{ wallet, changeAddress: address },
  } as const;
  const account = { isRegistered: true, withdrawableLovelace: 0n };
  const state = knownLedger(script, { outputs: chosen, chain, nowSlot: tip.slot, account });
  await sendAndWait(source, [payer], { built, expected, state }, askAgainMs);
  return built.txHash;
}
