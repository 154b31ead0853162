import { CML } from "@lucid-evolution/lucid";
import type { TxOutput } from "@/server/domain/ports";
import { credentialOf, scriptDataHash, scriptOf, toCmlRedeemers } from "../devnet/account-transaction";
import { ALWAYS_FALSE } from "../devnet/scripts";
import { assetsOf, type TestWallet } from "./wallet";

const FEE_LOVELACE = 500_000n;
const COLLATERAL_LOVELACE = 2_000_000n;
/** What registering the failing script's account would take. */
const DEPOSIT_LOVELACE = 2_000_000n;

/**
 * A payment of `lovelace` and all tokens, signed and marked as failing: one of its scripts does fail. So nothing of it
 * happens, and `from`, which is its collateral as well, comes back less two ADA.
 */
export function failingPayment(
  wallet: TestWallet,
  from: TxOutput,
  to: { readonly address: string; readonly lovelace: bigint },
): { readonly bytes: Uint8Array; readonly returnedIndex: number } {
  const inputs = CML.TransactionInputList.new();
  inputs.add(CML.TransactionInput.new(CML.TransactionHash.from_hex(from.ref.txHash), BigInt(from.ref.index)));
  const pay = (address: string, lovelace: bigint, assets = CML.MultiAsset.new()) =>
    CML.TransactionOutput.new(CML.Address.from_bech32(address), CML.Value.new(lovelace, assets));
  const outputs = CML.TransactionOutputList.new();
  outputs.add(pay(to.address, to.lovelace, assetsOf([from])));
  outputs.add(pay(wallet.address, from.lovelace - to.lovelace - FEE_LOVELACE - DEPOSIT_LOVELACE));
  const body = CML.TransactionBody.new(inputs, outputs, FEE_LOVELACE);
  const certificates = CML.CertificateList.new();
  certificates.add(CML.Certificate.new_reg_cert(credentialOf(ALWAYS_FALSE), DEPOSIT_LOVELACE));
  body.set_certs(certificates);
  const redeemers = toCmlRedeemers([{ tag: CML.RedeemerTag.Cert, index: 0 }]);
  body.set_script_data_hash(scriptDataHash(redeemers));
  body.set_collateral_inputs(inputs);
  body.set_collateral_return(pay(wallet.address, from.lovelace - COLLATERAL_LOVELACE, assetsOf([from])));
  body.set_total_collateral(COLLATERAL_LOVELACE);
  const witnesses = CML.TransactionWitnessSet.new();
  const scripts = CML.PlutusV3ScriptList.new();
  scripts.add(scriptOf(ALWAYS_FALSE));
  witnesses.set_plutus_v3_scripts(scripts);
  witnesses.set_redeemers(redeemers);
  const keys = CML.VkeywitnessList.new();
  keys.add(CML.make_vkey_witness(CML.hash_transaction(body), CML.PrivateKey.from_bech32(wallet.paymentKey)));
  witnesses.set_vkeywitnesses(keys);
  return { bytes: CML.Transaction.new(body, witnesses, false).to_cbor_bytes(), returnedIndex: outputs.len() };
}
