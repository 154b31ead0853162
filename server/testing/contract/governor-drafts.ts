import { CML, toCmlCostModels } from "@/server/chain/transaction/cml";
import { NOTHING_ELSE } from "@/server/chain/transaction/draft";
import type { Script } from "@/server/chain/transaction/script";
import { constr, serialiseData } from "@/server/domain/cardano/plutus-data";
import { MUTANT_FEE, type TestDraft } from "./mutant";
import { IDLE, poolIn, TRACED } from "./mutant-pool";
import { START_SLOT } from "./pool-fixture";
import { OPERATOR, STRANGER } from "./pool-terms";
import { outputOf } from "./shape-mutations";
import { PARAMETERS, walletOutput } from "./world";

/* Transactions whose only concern is one thing that a script of ours must witness, other than an act. */

export const WALLET = walletOutput(OPERATOR, 700_000_000n);
const COLLATERAL = walletOutput(OPERATOR, 20_000_000n);
const KEY = CML.Ed25519KeyHash.from_hex(STRANGER.hash);

export function witnessed(
  alterBody: (body: CML.TransactionBody) => void,
  tag: CML.RedeemerTag,
  cost = 0n,
  script: Script = TRACED.governor,
): TestDraft {
  const { governor, pool } = poolIn(IDLE).referenceScripts;
  return {
    ...NOTHING_ELSE,
    inputs: [WALLET],
    referenceInputs: [script.hash === TRACED.hash ? pool : governor],
    outputs: [outputOf(OPERATOR.address, WALLET.lovelace - MUTANT_FEE - cost)],
    feeLovelace: MUTANT_FEE,
    validUntilSlot: START_SLOT + 60,
    collateral: { output: COLLATERAL, totalLovelace: 0n },
    alter: (body, witnesses) => {
      alterBody(body);
      setRedeemer(body, witnesses, tag);
    },
  };
}

function setRedeemer(body: CML.TransactionBody, witnesses: CML.TransactionWitnessSet, tag: CML.RedeemerTag) {
  const list = CML.LegacyRedeemerList.new();
  const data = CML.PlutusData.from_cbor_hex(serialiseData(constr(0)));
  list.add(CML.LegacyRedeemer.new(tag, 0n, data, CML.ExUnits.new(2_000_000n, 1_000_000_000n)));
  const redeemers = CML.Redeemers.new_arr_legacy_redeemer(list);
  witnesses.set_redeemers(redeemers);
  const languages = CML.LanguageList.new();
  languages.add(CML.Language.PlutusV3);
  const models = toCmlCostModels(PARAMETERS.costModels);
  const hash = CML.calc_script_data_hash(redeemers, CML.PlutusDataList.new(), models, languages);
  if (hash) body.set_script_data_hash(hash);
}

export function certifying(certificate: CML.Certificate, cost = 0n, script?: Script): TestDraft {
  const set = (body: CML.TransactionBody) => {
    const list = CML.CertificateList.new();
    list.add(certificate);
    body.set_certs(list);
  };
  return witnessed(set, CML.RedeemerTag.Cert, cost, script);
}

/** The script votes, as a representative. */
export function voting(script: Script): TestDraft {
  const set = (body: CML.TransactionBody) => {
    const action = CML.GovActionId.new(CML.TransactionHash.from_hex("01".repeat(32)), 0n);
    const ballot = CML.MapGovActionIdToVotingProcedure.new();
    ballot.insert(action, CML.VotingProcedure.new(CML.Vote.Yes));
    const procedures = CML.VotingProcedures.new();
    procedures.insert(CML.Voter.new_d_rep_script_hash(CML.ScriptHash.from_hex(script.hash)), ballot);
    body.set_voting_procedures(procedures);
  };
  return witnessed(set, CML.RedeemerTag.Voting, 0n, script);
}

/** The script guards a proposal, as the constitution's script does. */
export function proposing(script: Script): TestDraft {
  const set = (body: CML.TransactionBody) => {
    const policy = CML.ScriptHash.from_hex(script.hash);
    const action = CML.GovAction.new_treasury_withdrawals_action(CML.MapRewardAccountToCoin.new(), policy);
    const anchor = CML.Anchor.new(
      CML.Url.from_json('"https://example.org"'),
      CML.AnchorDocHash.from_hex("00".repeat(32)),
    );
    const account = CML.RewardAddress.new(0, CML.Credential.new_pub_key(KEY));
    const list = CML.ProposalProcedureList.new();
    list.add(CML.ProposalProcedure.new(1_000_000n, account, action, anchor));
    body.set_proposal_procedures(list);
  };
  return witnessed(set, CML.RedeemerTag.Proposing, 1_000_000n, script);
}

/** Nothing is withdrawn from the script's own reward account. */
export function withdrawing(script: Script): TestDraft {
  const set = (body: CML.TransactionBody) => {
    const withdrawals = CML.MapRewardAccountToCoin.new();
    const credential = CML.Credential.new_script(CML.ScriptHash.from_hex(script.hash));
    withdrawals.insert(CML.RewardAddress.new(0, credential), 0n);
    body.set_withdrawals(withdrawals);
  };
  return witnessed(set, CML.RedeemerTag.Reward, 0n, script);
}
