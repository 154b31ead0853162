import { CML, type Script, walletFromSeed } from "@lucid-evolution/lucid";
import { COST_MODELS } from "@/server/devnet/ledger/cost-models";
import type { TestDevnet } from "./harness";

/** What a transaction does to reward accounts, put together without a builder: tests also want what none would. */
export type AccountDraft = {
  readonly certificates?: readonly CML.Certificate[];
  readonly withdrawals?: readonly { readonly credential: CML.Credential; readonly lovelace: bigint }[];
  /** Index among the certificates or the withdrawals, as the ledger orders them. */
  readonly redeemers?: readonly { readonly tag: CML.RedeemerTag; readonly index: number }[];
  /** In the witness set. */
  readonly scripts?: readonly Script[];
  /** What the certificates take; negative for a refund. */
  readonly depositLovelace?: bigint;
  readonly isValid?: boolean;
  /** What pays, in place of the funding wallet's first output: the change of one that still waits. */
  readonly from?: Coin;
};

export type Coin = { readonly txHash: string; readonly index: number; readonly lovelace: bigint };

/** Generous: every script here costs next to nothing. */
const FEE_LOVELACE = 500_000n;
const COLLATERAL_LOVELACE = 2_000_000n;
const UNITS = { mem: 100_000n, steps: 100_000_000n };

export const scriptOf = (script: Script) => CML.PlutusV3Script.from_cbor_hex(script.script);
export const credentialOf = (script: Script) => CML.Credential.new_script(scriptOf(script).hash());

/** Signed by the funding wallet's payment and stake keys. */
export async function accountTransaction(
  devnet: TestDevnet,
  draft: AccountDraft,
): Promise<{ bytes: Uint8Array; change: Coin }> {
  const from = draft.from ?? (await firstCoin(devnet));
  const withdrawn = (draft.withdrawals ?? []).reduce((sum, { lovelace }) => sum + lovelace, 0n);
  const rest = from.lovelace + withdrawn - FEE_LOVELACE - (draft.depositLovelace ?? 0n);
  const pay = (lovelace: bigint) =>
    CML.TransactionOutput.new(CML.Address.from_bech32(devnet.funding.address), CML.Value.from_coin(lovelace));
  const inputs = CML.TransactionInputList.new();
  inputs.add(CML.TransactionInput.new(CML.TransactionHash.from_hex(from.txHash), BigInt(from.index)));
  const outputs = CML.TransactionOutputList.new();
  outputs.add(pay(rest));
  const body = CML.TransactionBody.new(inputs, outputs, FEE_LOVELACE);
  setCertificatesAndWithdrawals(body, draft);
  const witnesses = CML.TransactionWitnessSet.new();
  if (draft.scripts?.length) {
    const list = CML.PlutusV3ScriptList.new();
    for (const script of draft.scripts) list.add(scriptOf(script));
    witnesses.set_plutus_v3_scripts(list);
  }
  if (draft.redeemers?.length) {
    const redeemers = toCmlRedeemers(draft.redeemers);
    witnesses.set_redeemers(redeemers);
    body.set_script_data_hash(scriptDataHash(redeemers));
    body.set_collateral_inputs(inputs);
    body.set_collateral_return(pay(from.lovelace - COLLATERAL_LOVELACE));
    body.set_total_collateral(COLLATERAL_LOVELACE);
  }
  witnesses.set_vkeywitnesses(signatures(body, devnet.funding.seedPhrase));
  return {
    bytes: CML.Transaction.new(body, witnesses, draft.isValid ?? true).to_cbor_bytes(),
    change: { txHash: CML.hash_transaction(body).to_hex(), index: 0, lovelace: rest },
  };
}

async function firstCoin(devnet: TestDevnet): Promise<Coin> {
  const [utxo] = await devnet.utxos(devnet.funding.address);
  if (!utxo) throw new Error("the funding wallet is empty");
  return { txHash: utxo.txHash, index: utxo.outputIndex, lovelace: utxo.assets.lovelace ?? 0n };
}

function setCertificatesAndWithdrawals(body: CML.TransactionBody, draft: AccountDraft): void {
  if (draft.certificates?.length) {
    const list = CML.CertificateList.new();
    for (const certificate of draft.certificates) list.add(certificate);
    body.set_certs(list);
  }
  if (draft.withdrawals?.length) {
    const map = CML.MapRewardAccountToCoin.new();
    for (const { credential, lovelace } of draft.withdrawals)
      map.insert(CML.RewardAddress.new(0, credential), lovelace);
    body.set_withdrawals(map);
  }
}

export function toCmlRedeemers(redeemers: NonNullable<AccountDraft["redeemers"]>): CML.Redeemers {
  const list = CML.LegacyRedeemerList.new();
  for (const { tag, index } of redeemers) {
    const data = CML.PlutusData.new_integer(CML.BigInteger.from_str("0"));
    list.add(CML.LegacyRedeemer.new(tag, BigInt(index), data, CML.ExUnits.new(UNITS.mem, UNITS.steps)));
  }
  return CML.Redeemers.new_arr_legacy_redeemer(list);
}

export function scriptDataHash(redeemers: CML.Redeemers): CML.ScriptDataHash {
  const languages = CML.LanguageList.new();
  languages.add(CML.Language.PlutusV3);
  const { PlutusV1, PlutusV2, PlutusV3 } = COST_MODELS;
  const models = CML.CostModels.from_json(JSON.stringify({ 0: PlutusV1, 1: PlutusV2, 2: PlutusV3 }));
  const hash = CML.calc_script_data_hash(redeemers, CML.PlutusDataList.new(), models, languages);
  if (!hash) throw new Error("no script data hash for a transaction with redeemers");
  return hash;
}

function signatures(body: CML.TransactionBody, seedPhrase: string): CML.VkeywitnessList {
  const { paymentKey, stakeKey } = walletFromSeed(seedPhrase, { network: "Custom" });
  const list = CML.VkeywitnessList.new();
  for (const key of [paymentKey, stakeKey]) {
    if (key) list.add(CML.make_vkey_witness(CML.hash_transaction(body), CML.PrivateKey.from_bech32(key)));
  }
  return list;
}
