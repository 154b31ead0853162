import { policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { CostModels } from "@/server/domain/ports";
import type { AssetUnit, Hex } from "@/server/domain/units";
import { CML, nameBytes, own, toCmlAddress, toCmlCostModels, toCmlInputs, toCmlOutput, toCmlValue } from "./cml";
import type { TransactionDraft, WithdrawalDraft } from "./draft";
import { redeemerPointer, sortAccounts, sortRefs } from "./ledger-order";

/** The unsigned transaction. The same draft always gives the same bytes. Read it inside `freeingCml`, or keep it. */
export function writeTransaction(draft: TransactionDraft, costModels: CostModels): CML.Transaction {
  const outputs = own(CML.TransactionOutputList.new());
  for (const output of draft.outputs) outputs.add(toCmlOutput(output));
  const inputs = sortRefs(draft.inputs.map(({ ref }) => ref));
  const body = own(CML.TransactionBody.new(toCmlInputs(inputs), outputs, draft.feeLovelace));
  body.set_ttl(BigInt(draft.validUntilSlot));
  if (draft.validFromSlot !== null) body.set_validity_interval_start(BigInt(draft.validFromSlot));
  if (draft.referenceInputs.length > 0) {
    body.set_reference_inputs(toCmlInputs(sortRefs(draft.referenceInputs.map(({ ref }) => ref))));
  }
  if (Object.keys(draft.mint).length > 0) body.set_mint(toCmlMint(draft.mint));
  if (draft.withdrawals.length > 0) body.set_withdrawals(toCmlWithdrawals(draft.withdrawals));
  if (draft.registrations.length > 0) body.set_certs(toCmlRegistrations(draft.registrations));
  if (draft.signatories.length > 0) body.set_required_signers(toCmlKeyHashes(draft.signatories));
  if (draft.collateral) setCollateral(body, draft.collateral);
  const witnesses = own(CML.TransactionWitnessSet.new());
  if (draft.redeemers.length > 0) {
    const redeemers = toCmlRedeemers(draft);
    witnesses.set_redeemers(redeemers);
    const languages = own(CML.LanguageList.new());
    languages.add(CML.Language.PlutusV3);
    const models = toCmlCostModels(costModels);
    const hash = CML.calc_script_data_hash(redeemers, own(CML.PlutusDataList.new()), models, languages);
    if (!hash) throw new Error("no script data hash for a transaction with redeemers");
    body.set_script_data_hash(own(hash));
  }
  return own(CML.Transaction.new(body, witnesses, true));
}

function setCollateral(
  body: CML.TransactionBody,
  { output, totalLovelace }: NonNullable<TransactionDraft["collateral"]>,
) {
  if (Object.keys(output.assets).length > 0) throw new Error("collateral should hold ADA only");
  const returned = output.lovelace - totalLovelace;
  if (returned < 0n) {
    throw new Error(`the collateral holds ${output.lovelace} lovelace; this transaction needs ${totalLovelace}`);
  }
  body.set_collateral_inputs(toCmlInputs([output.ref]));
  const back = own(CML.AlonzoFormatTxOut.new(toCmlAddress(output.address), toCmlValue(returned, {})));
  body.set_collateral_return(own(CML.TransactionOutput.new_alonzo_format_tx_out(back)));
  body.set_total_collateral(totalLovelace);
}

function toCmlMint(mint: Readonly<Record<AssetUnit, bigint>>): CML.Mint {
  const result = own(CML.Mint.new());
  for (const [unit, quantity] of Object.entries(mint).sort()) {
    const policy = own(CML.ScriptHash.from_hex(policyIdOf(unit)));
    result.set(policy, own(CML.AssetName.from_raw_bytes(nameBytes(unit))), quantity);
  }
  return result;
}

function toCmlWithdrawals(withdrawals: readonly WithdrawalDraft[]): CML.MapRewardAccountToCoin {
  const result = own(CML.MapRewardAccountToCoin.new());
  for (const { account, lovelace } of sortAccounts(withdrawals)) {
    const address = CML.RewardAddress.from_address(toCmlAddress(account));
    if (!address) throw new Error(`${account} is no reward address`);
    result.insert(own(address), lovelace);
  }
  return result;
}

/** The certificate that needs no witness: it opens the account and does nothing else. */
function toCmlRegistrations(scriptHashes: readonly Hex[]): CML.CertificateList {
  const list = own(CML.CertificateList.new());
  for (const hash of scriptHashes) {
    const credential = own(CML.Credential.new_script(own(CML.ScriptHash.from_hex(hash))));
    list.add(own(CML.Certificate.new_stake_registration(credential)));
  }
  return list;
}

function toCmlKeyHashes(hashes: readonly Hex[]): CML.Ed25519KeyHashList {
  const list = own(CML.Ed25519KeyHashList.new());
  for (const hash of [...hashes].sort()) list.add(own(CML.Ed25519KeyHash.from_hex(hash)));
  return list;
}

function toCmlRedeemers(draft: TransactionDraft): CML.Redeemers {
  const list = own(CML.LegacyRedeemerList.new());
  for (const redeemer of draft.redeemers) {
    const { tag, index } = redeemerPointer(redeemer, draft);
    const cmlTag = CML_TAGS[tag];
    const cost = own(CML.ExUnits.new(redeemer.units.mem, redeemer.units.steps));
    const data = own(CML.PlutusData.from_cbor_hex(redeemer.data));
    list.add(own(CML.LegacyRedeemer.new(cmlTag, BigInt(index), data, cost)));
  }
  return own(CML.Redeemers.new_arr_legacy_redeemer(list));
}

const CML_TAGS = {
  spend: CML.RedeemerTag.Spend,
  mint: CML.RedeemerTag.Mint,
  reward: CML.RedeemerTag.Reward,
} as const;
