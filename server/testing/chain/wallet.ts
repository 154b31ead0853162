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
  to: { address: string; lovelace: bigint; signer?: TestWallet; assetsToo?: boolean },
): Uint8Array {
  const { address, lovelace, signer = wallet, assetsToo } = to;
  const inputs = CML.TransactionInputList.new();
  inputs.add(CML.TransactionInput.new(CML.TransactionHash.from_hex(from.ref.txHash), BigInt(from.ref.index)));
  const assets = assetsOf(from);
  const none = CML.MultiAsset.new();
  const output = (owner: string, amount: bigint, held: CML.MultiAsset) =>
    CML.TransactionOutput.new(CML.Address.from_bech32(owner), CML.Value.new(amount, held));
  const outputs = CML.TransactionOutputList.new();
  outputs.add(output(address, lovelace, assetsToo ? assets : none));
  const rest = from.lovelace - lovelace - FEE_LOVELACE;
  outputs.add(output(wallet.address, rest, assetsToo ? none : assets));
  const body = CML.TransactionBody.new(inputs, outputs, FEE_LOVELACE);
  const witnesses = CML.TransactionWitnessSet.new();
  const keys = CML.VkeywitnessList.new();
  const key = CML.PrivateKey.from_bech32(signer.paymentKey);
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
