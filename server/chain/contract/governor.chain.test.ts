import { describe, expect, it } from "vitest";
import { constr, serialiseData } from "@/server/domain/contract/data";
import { OPERATOR, STRANGER } from "@/server/domain/contract/testing/pool-terms";
import { CML } from "./cml";
import { NOTHING_ELSE } from "./draft";
import { IDLE, MUTANT_FEE, poolIn, reasonOf, signedDraft, type TestDraft, TRACED } from "./testing/mutant";
import { START_SLOT } from "./testing/pool-fixture";
import { outputOf } from "./testing/shape-mutants";
import { expectAccepted, expectRefused } from "./testing/verdicts";
import { ledgerOf, PARAMETERS, submit, walletOutput } from "./testing/world";

const DEPOSIT = 2_000_000n;
const WALLET = walletOutput(OPERATOR, 700_000_000n);
const COLLATERAL = walletOutput(OPERATOR, 20_000_000n);
const GOVERNOR = CML.Credential.new_script(CML.ScriptHash.from_hex(TRACED.governor.hash));
const KEY = CML.Ed25519KeyHash.from_hex(STRANGER.hash);

type Certificates = (body: CML.TransactionBody) => void;

/** A transaction whose only concern is something that the governor's script must witness. */
function witnessed(alterBody: Certificates, tag: CML.RedeemerTag, cost: bigint): TestDraft {
  return {
    ...NOTHING_ELSE,
    inputs: [WALLET],
    referenceInputs: [poolIn(IDLE).referenceScripts.governor],
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
  const models = CML.CostModels.from_json(
    JSON.stringify({
      0: PARAMETERS.costModels.PlutusV1,
      1: PARAMETERS.costModels.PlutusV2,
      2: PARAMETERS.costModels.PlutusV3,
    }),
  );
  const hash = CML.calc_script_data_hash(redeemers, CML.PlutusDataList.new(), models, languages);
  if (hash) body.set_script_data_hash(hash);
}

function certifying(certificate: CML.Certificate, cost = 0n): TestDraft {
  const set: Certificates = (body) => {
    const list = CML.CertificateList.new();
    list.add(certificate);
    body.set_certs(list);
  };
  return witnessed(set, CML.RedeemerTag.Cert, cost);
}

const REFUSED = /un_constr_data\(certificate\)[\s\S]*\? False/;
const NOT_ITS_BUSINESS = /this script only judges acts on a pool/;
const dRep = CML.DRep.new_always_abstain();

describe("the governor's reward account", () => {
  it("is opened by anybody, with the script's word or without", () => {
    const registered = {
      ...certifying(CML.Certificate.new_reg_cert(GOVERNOR, DEPOSIT), DEPOSIT),
      accountLovelace: null,
    };
    expectAccepted(registered);
    const draft: TestDraft = {
      ...registered,
      referenceInputs: [],
      alter: undefined,
      collateral: null,
      registrations: [TRACED.governor.hash],
    };
    const ledger = ledgerOf([WALLET], TRACED, START_SLOT, null);
    expect(reasonOf(submit(ledger, signedDraft(draft))).trim()).toBe("");
  });

  it("is not opened twice", () =>
    expectRefused(certifying(CML.Certificate.new_reg_cert(GOVERNOR, DEPOSIT), DEPOSIT), /[Rr]egistered/));

  it.each<[string, CML.Certificate, bigint]>([
    ["closed", CML.Certificate.new_unreg_cert(GOVERNOR, DEPOSIT), -DEPOSIT],
    ["closed as it was before Conway", CML.Certificate.new_stake_deregistration(GOVERNOR), -DEPOSIT],
    ["delegated to a pool", CML.Certificate.new_stake_delegation(GOVERNOR, KEY), 0n],
    ["delegated to a representative", CML.Certificate.new_vote_deleg_cert(GOVERNOR, dRep), 0n],
    ["delegated to both", CML.Certificate.new_stake_vote_deleg_cert(GOVERNOR, KEY, dRep), 0n],
    [
      "opened and delegated at once",
      CML.Certificate.new_vote_reg_deleg_cert(GOVERNOR, dRep, DEPOSIT),
      DEPOSIT,
    ],
  ])("is not %s", (_, certificate, cost) => expectRefused(certifying(certificate, cost), REFUSED));

  it("makes its script neither a representative nor a member of the committee", () => {
    const asRepresentative = CML.Certificate.new_reg_drep_cert(GOVERNOR, 500_000_000n);
    expectRefused(certifying(asRepresentative, 500_000_000n), REFUSED);
    const hot = CML.Credential.new_pub_key(KEY);
    const asMember = CML.Certificate.new_auth_committee_hot_cert(GOVERNOR, hot);
    expectRefused(certifying(asMember), REFUSED);
  });
});

describe("the governor's script", () => {
  it("does not vote", () => {
    const vote: Certificates = (body) => {
      const action = CML.GovActionId.new(CML.TransactionHash.from_hex("01".repeat(32)), 0n);
      const ballot = CML.MapGovActionIdToVotingProcedure.new();
      ballot.insert(action, CML.VotingProcedure.new(CML.Vote.Yes));
      const procedures = CML.VotingProcedures.new();
      const hash = CML.ScriptHash.from_hex(TRACED.governor.hash);
      procedures.insert(CML.Voter.new_d_rep_script_hash(hash), ballot);
      body.set_voting_procedures(procedures);
    };
    expectRefused(witnessed(vote, CML.RedeemerTag.Voting, 0n), NOT_ITS_BUSINESS);
  });

  it("does not guard proposals", () => {
    const propose: Certificates = (body) => {
      const policy = CML.ScriptHash.from_hex(TRACED.governor.hash);
      const withdrawals = CML.MapRewardAccountToCoin.new();
      const action = CML.GovAction.new_treasury_withdrawals_action(withdrawals, policy);
      const anchor = CML.Anchor.new(
        CML.Url.from_json('"https://example.org"'),
        CML.AnchorDocHash.from_hex("00".repeat(32)),
      );
      const account = CML.RewardAddress.new(0, CML.Credential.new_pub_key(KEY));
      const list = CML.ProposalProcedureList.new();
      list.add(CML.ProposalProcedure.new(1_000_000n, account, action, anchor));
      body.set_proposal_procedures(list);
    };
    expectRefused(witnessed(propose, CML.RedeemerTag.Proposing, 1_000_000n), NOT_ITS_BUSINESS);
  });

  it("mints nothing and locks nothing that can be spent", () => {
    const mint: Certificates = (body) => {
      const minted = CML.Mint.new();
      minted.set(
        CML.ScriptHash.from_hex(TRACED.governor.hash),
        CML.AssetName.from_raw_bytes(new Uint8Array()),
        1n,
      );
      body.set_mint(minted);
    };
    expectRefused(witnessed(mint, CML.RedeemerTag.Mint, 0n), NOT_ITS_BUSINESS);
  });
});
