import { CML, generateSeedPhrase, walletFromSeed } from "@lucid-evolution/lucid";
import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { TxOutput } from "@/server/domain/ports";

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

const FEE_LOVELACE = 300_000n;

/** A plain signed payment: `lovelace` of one output to `address`; its assets and the rest go back. */
export function payment(
  wallet: TestWallet,
  from: TxOutput,
  address: string,
  lovelace: bigint,
  options: { signer?: TestWallet; assetsToo?: boolean } = {},
): Uint8Array {
  const inputs = CML.TransactionInputList.new();
  inputs.add(CML.TransactionInput.new(CML.TransactionHash.from_hex(from.ref.txHash), BigInt(from.ref.index)));
  const assets = assetsOf(from);
  const none = CML.MultiAsset.new();
  const output = (to: string, amount: bigint, held: CML.MultiAsset) =>
    CML.TransactionOutput.new(CML.Address.from_bech32(to), CML.Value.new(amount, held));
  const outputs = CML.TransactionOutputList.new();
  outputs.add(output(address, lovelace, options.assetsToo ? assets : none));
  const rest = from.lovelace - lovelace - FEE_LOVELACE;
  outputs.add(output(wallet.address, rest, options.assetsToo ? none : assets));
  const body = CML.TransactionBody.new(inputs, outputs, FEE_LOVELACE);
  const witnesses = CML.TransactionWitnessSet.new();
  const keys = CML.VkeywitnessList.new();
  const key = CML.PrivateKey.from_bech32((options.signer ?? wallet).paymentKey);
  keys.add(CML.make_vkey_witness(CML.hash_transaction(body), key));
  witnesses.set_vkeywitnesses(keys);
  return CML.Transaction.new(body, witnesses, true).to_cbor_bytes();
}

function assetsOf(output: TxOutput): CML.MultiAsset {
  const assets = CML.MultiAsset.new();
  for (const [unit, quantity] of Object.entries(output.assets)) {
    const name = CML.AssetName.from_raw_bytes(Buffer.from(assetNameOf(unit), "hex"));
    assets.set(CML.ScriptHash.from_hex(policyIdOf(unit)), name, quantity);
  }
  return assets;
}
