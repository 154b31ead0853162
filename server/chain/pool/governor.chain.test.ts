import { describe, expect, it } from "vitest";
import { certifying, proposing, voting, WALLET, witnessed } from "@/server/testing/contract/governor-drafts";
import { reasonOf, signedDraft, type TestDraft } from "@/server/testing/contract/mutant";
import { TRACED } from "@/server/testing/contract/mutant-pool";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { STRANGER } from "@/server/testing/contract/pool-terms";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { ledgerOf, submit } from "@/server/testing/contract/world";
import { CML } from "../transaction/cml";

const DEPOSIT = 2_000_000n;
const GOVERNOR = CML.Credential.new_script(CML.ScriptHash.from_hex(TRACED.governor.hash));
const KEY = CML.Ed25519KeyHash.from_hex(STRANGER.hash);

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
    ["opened and delegated at once", CML.Certificate.new_vote_reg_deleg_cert(GOVERNOR, dRep, DEPOSIT), DEPOSIT],
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
  it("does not vote", () => expectRefused(voting(TRACED.governor), NOT_ITS_BUSINESS));

  it("does not guard proposals", () => expectRefused(proposing(TRACED.governor), NOT_ITS_BUSINESS));

  it("mints nothing", () => {
    const mint = (body: CML.TransactionBody) => {
      const minted = CML.Mint.new();
      minted.set(CML.ScriptHash.from_hex(TRACED.governor.hash), CML.AssetName.from_raw_bytes(new Uint8Array()), 1n);
      body.set_mint(minted);
    };
    expectRefused(witnessed(mint, CML.RedeemerTag.Mint, 0n), NOT_ITS_BUSINESS);
  });
});
