import { CML, generateSeedPhrase, walletFromSeed } from "@lucid-evolution/lucid";
import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";

export type TestWallet = {
  readonly seedPhrase: string;
  readonly address: string;
  readonly paymentKey: string;
};

export function newTestWallet(): TestWallet {
  const seedPhrase = generateSeedPhrase();
  const { address, paymentKey } = walletFromSeed(seedPhrase, { network: "Custom" });
  return { seedPhrase, address, paymentKey };
}

/** Enough for so many inputs. */
const feeOf = (inputs: number) => 300_000n + 2_000n * BigInt(inputs);

/** A plain signed payment: `lovelace` of these outputs to `address`; their assets and the rest go back. */
export function payment(
  wallet: TestWallet,
  from: TxOutput | readonly TxOutput[],
  to: { address: string; lovelace: bigint; signer?: TestWallet; assetsToo?: boolean; inlineDatum?: Hex },
): Uint8Array {
  const { address, lovelace, signer = wallet, assetsToo, inlineDatum } = to;
  const spent = "ref" in from ? [from] : from;
  const inputs = CML.TransactionInputList.new();
  for (const { ref } of spent) {
    inputs.add(CML.TransactionInput.new(CML.TransactionHash.from_hex(ref.txHash), BigInt(ref.index)));
  }
  const assets = assetsOf(spent);
  const none = CML.MultiAsset.new();
  const output = (owner: string, amount: bigint, held: CML.MultiAsset, datum?: CML.DatumOption) =>
    CML.TransactionOutput.new(CML.Address.from_bech32(owner), CML.Value.new(amount, held), datum);
  const datum = inlineDatum && CML.DatumOption.new_datum(CML.PlutusData.from_cbor_hex(inlineDatum));
  const outputs = CML.TransactionOutputList.new();
  outputs.add(output(address, lovelace, assetsToo ? assets : none, datum || undefined));
  const fee = feeOf(spent.length);
  const rest = spent.reduce((sum, output) => sum + output.lovelace, 0n) - lovelace - fee;
  outputs.add(output(wallet.address, rest, assetsToo ? none : assets));
  const body = CML.TransactionBody.new(inputs, outputs, fee);
  const witnesses = CML.TransactionWitnessSet.new();
  const keys = CML.VkeywitnessList.new();
  const key = CML.PrivateKey.from_bech32(signer.paymentKey);
  keys.add(CML.make_vkey_witness(CML.hash_transaction(body), key));
  witnesses.set_vkeywitnesses(keys);
  return CML.Transaction.new(body, witnesses, true).to_cbor_bytes();
}

export function assetsOf(outputs: readonly TxOutput[]): CML.MultiAsset {
  const assets = CML.MultiAsset.new();
  for (const [unit, quantity] of outputs.flatMap((output) => Object.entries(output.assets))) {
    const name = CML.AssetName.from_raw_bytes(Buffer.from(assetNameOf(unit), "hex"));
    const policy = CML.ScriptHash.from_hex(policyIdOf(unit));
    assets.set(policy, name, quantity + (assets.get(policy, name) ?? 0n));
  }
  return assets;
}

export const paymentKeyHash = ({ paymentKey }: TestWallet): string =>
  CML.PrivateKey.from_bech32(paymentKey).to_public().hash().to_hex();
