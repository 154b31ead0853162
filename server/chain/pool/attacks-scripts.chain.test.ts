import { describe, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { encodeDatum } from "@/server/domain/contract/datum";
import { BURN_REDEEMER, encodeRedeemer, MINT_REDEEMER } from "@/server/domain/contract/redeemer";
import type { TxOutput } from "@/server/domain/ports";
import { registersStranger } from "@/server/testing/contract/body-mutants";
import { depositDraft } from "@/server/testing/contract/deposit-draft";
import { certifying, voting, withdrawing } from "@/server/testing/contract/governor-drafts";
import { initActOf, initDraft } from "@/server/testing/contract/init-draft";
import { MUTANT_FEE, type Mutation, type TestDraft } from "@/server/testing/contract/mutant";
import { IDLE, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { withAct, withOutput } from "@/server/testing/contract/mutations";
import { OPERATOR, PRIZE_ASSET, SETTINGS, STRANGER, TERMS } from "@/server/testing/contract/pool-terms";
import { GOVERN, OTHER_POOL, OTHER_SCRIPT, STRANGERS_ACCOUNT } from "@/server/testing/contract/shape-mutants";
import { bringing, holding, spending } from "@/server/testing/contract/shape-mutations";
import { cancelDraft, closeDraft, POOL_TERMS, payDraft } from "@/server/testing/contract/valid-drafts";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { walletOutput } from "@/server/testing/contract/world";
import { CML } from "../transaction/cml";
import { poolOutput } from "./draft-outputs";
import { draftSpend } from "./draft-spend";
import { isLocked } from "./is-locked";
import { UNMEASURED } from "./spend-terms";

const NO_STATE_TOKEN = /is_state_token\(.*\? False/;
const GOVERNOR = CML.Credential.new_script(CML.ScriptHash.from_hex(TRACED.governor.hash));
const FORGED = `${"ef".repeat(28)}504f4f4c`;

/** A pool that somebody put together at the script's address, with their own key as operator and a token of his own. */
const forged = (draft: TestDraft): TestDraft => {
  const forge = (assets: Readonly<Record<string, bigint>>) => {
    const { [TRACED.stateToken]: _, ...rest } = assets;
    return { ...rest, [FORGED]: 1n };
  };
  const made = withOutput(0, ({ assets }) => ({ assets: forge(assets) }))(draft);
  return { ...made, inputs: draft.inputs.map((input) => ({ ...input, assets: forge(input.assets) })) };
};
const withRedeemer =
  (kind: "spend" | "mint", data: string): Mutation =>
  (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((one) => (one.purpose.kind === kind ? { ...one, data } : one)),
  });
const mintRedeemer = (data: string) =>
  ({ purpose: { kind: "mint", policyId: TRACED.policyId }, data, units: UNMEASURED }) as const;

describe("attacks through scripts and their purposes", () => {
  it("forged state token: a pool of one's own at the script's address", () => {
    expectRefused(forged(payDraft()), NO_STATE_TOKEN);
    expectRefused(forged(cancelDraft()), NO_STATE_TOKEN);
  });

  it("other token name: another token of the policy for the state token", () => {
    const other = `${TRACED.policyId}00`;
    const renamed = (assets: Readonly<Record<string, bigint>>) => {
      const { [TRACED.stateToken]: _, ...rest } = assets;
      return { ...rest, [other]: 1n };
    };
    const draft = cancelDraft();
    const inputs = draft.inputs.map((input) => ({ ...input, assets: renamed(input.assets) }));
    expectRefused(withOutput(0, ({ assets }) => ({ assets: renamed(assets) }))({ ...draft, inputs }), NO_STATE_TOKEN);
  });

  it("side door: an Init for another pool while a pool is spent under Govern", () => {
    const both = bringing(OTHER_SCRIPT)(spending(OTHER_POOL.output, GOVERN)(initDraft(TERMS, 0n)));
    expectRefused(both, /subject\.pools\(tx\.inputs\) == \[\] \? False/);
  });

  it("side door: another pool's act while a pool is spent under Govern", () => {
    // The thief is the operator of the other pool, and deposits into that.
    const thiefs = poolIn({ ...IDLE, operator: STRANGER.hash });
    const act = { kind: "deposit", settings: SETTINGS, approvals: [] } as const;
    const amount = { lovelace: 2_000_000n, tokens: 0n };
    const wallet = walletOutput(STRANGER, 50_000_000n);
    const deposit = depositDraft({ ...thiefs, validFromSlot: null }, act, amount, wallet);
    expectAccepted(deposit);
    const both = bringing(OTHER_SCRIPT)(spending(OTHER_POOL.output, GOVERN)(deposit));
    expectRefused(both, /expect \[input\] = pools\(tx\.inputs\)/);
  });

  it("side door: Govern with a withdrawal from another account", () => {
    const draft = cancelDraft();
    const redeemers = draft.redeemers.filter(({ purpose }) => purpose.kind === "spend");
    const withdrawals = [{ account: STRANGERS_ACCOUNT, lovelace: 0n }];
    expectRefused({ ...draft, redeemers, withdrawals }, /is_governed\(tx, governor\) \? False/);
    expectRefused({ ...draft, redeemers, withdrawals: [] }, /is_governed\(tx, governor\) \? False/);
  });

  it("other redeemer: a Pay or an Expire while the governor judges something else", () => {
    const expire = encodeRedeemer({ kind: "expire" });
    expectRefused(withRedeemer("spend", expire)(cancelDraft()), /expect Paying/);
    const pay = encodeRedeemer({ kind: "pay", total: { lovelace: 1n, tokens: 0n }, outputs: 1, next: "" });
    expectRefused(withRedeemer("spend", pay)(cancelDraft()), /expect Paying/);
  });

  it("other redeemer: an Init asked of the governor for a spend", () =>
    expectRefused(withAct(initActOf(TERMS))(cancelDraft()), /pools\(tx\.inputs\) == \[\] \? False/));

  it("mint through the wrong handler: a second state token with a deposit", () => {
    const act = { kind: "deposit", settings: SETTINGS, approvals: [] } as const;
    const amount = { lovelace: 5_000_000n, tokens: 0n };
    const deposit = depositDraft(POOL_TERMS, act, amount, walletOutput(STRANGER, 50_000_000n));
    const minting: TestDraft = {
      ...withOutput(1, () => ({ assets: { [TRACED.stateToken]: 1n } }))(deposit),
      mint: { [TRACED.stateToken]: 1n },
    };
    const withMint = (data: string) => ({
      ...minting,
      redeemers: [...minting.redeemers, mintRedeemer(data)],
    });
    expectRefused(withMint(MINT_REDEEMER), /spends\(tx\.inputs, seed\) \? False/);
    expectRefused(withMint(BURN_REDEEMER), /tx\.mint == \[Pair\(policy.*\? False/);
  });

  it("close through the wrong handler: all to the treasury without burning", () => {
    const draft = closeDraft();
    const kept: TestDraft = {
      ...holding({ [TRACED.stateToken]: 1n })(draft),
      mint: {},
      redeemers: draft.redeemers.filter(({ purpose }) => purpose.kind !== "mint"),
    };
    expectRefused(kept, /tx\.mint == \[[\s\S]*\? False/);
  });

  it("burn without Close: the token goes, the money goes elsewhere", () => {
    const draft = cancelDraft();
    const burning: TestDraft = {
      ...holding({ [TRACED.stateToken]: 0n })(draft),
      mint: { [TRACED.stateToken]: -1n },
      redeemers: [...draft.redeemers, mintRedeemer(BURN_REDEEMER)],
    };
    expectRefused(burning, /tx\.mint == \[\] \? False/);
    const alone = { ...burning, withdrawals: [] };
    const redeemers = burning.redeemers.filter(({ purpose }) => purpose.kind !== "reward");
    expectRefused({ ...alone, redeemers }, /is_governed\(tx, governor\) \? False/);
  });

  it("the governor's account is closed, so that every act is locked", () => {
    const close = CML.Certificate.new_unreg_cert(GOVERNOR, 2_000_000n);
    expectRefused(certifying(close, -2_000_000n), /certificate[\s\S]*\? False/);
  });

  it("the governor's account is delegated, to a pool that empties it or a vote that locks it", () => {
    const pool = CML.Ed25519KeyHash.from_hex(STRANGER.hash);
    const delegate = CML.Certificate.new_stake_delegation(GOVERNOR, pool);
    expectRefused(certifying(delegate), /certificate[\s\S]*\? False/);
    const vote = CML.Certificate.new_vote_deleg_cert(GOVERNOR, CML.DRep.new_always_abstain());
    expectRefused(certifying(vote), /certificate[\s\S]*\? False/);
  });

  it("an act before the governor's account is opened, or registered again", () => {
    expectRefused({ ...cancelDraft(), accountLovelace: null }, /[Ww]ithdraw|[Rr]egist/);
    const open = CML.Certificate.new_reg_cert(GOVERNOR, 2_000_000n);
    expectAccepted({ ...certifying(open, 2_000_000n), accountLovelace: null });
    expectRefused(certifying(open, 2_000_000n), /[Rr]egistered/);
  });

  it("withdrawal lock: whatever somebody sent to the governor's account, an act takes exactly that", () => {
    for (const lovelace of [0n, 1n, 999_999n, 123_456_789_012n]) {
      const draft = cancelDraft({ ...poolIn(IDLE, undefined, TRACED, lovelace), validFromSlot: null });
      expectAccepted(draft);
      expectRefused({ ...draft, accountLovelace: lovelace + 1n }, /[Ww]ithdraw/);
    }
  });

  it("two questions to the governor at once: a certificate beside an act", () =>
    expectRefused(registersStranger(cancelDraft()), /tx\.certificates == \[\] \? False/));

  it("script purpose confusion: the pool's script as account, voter and representative", () => {
    const onlyPool = /this script only mints its state token and spends its pool/;
    expectRefused(withdrawing(TRACED), onlyPool);
    expectRefused(voting(TRACED), onlyPool);
    const credential = CML.Credential.new_script(CML.ScriptHash.from_hex(TRACED.hash));
    const representative = CML.Certificate.new_reg_drep_cert(credential, 500_000_000n);
    expectRefused(certifying(representative, 500_000_000n, TRACED), onlyPool);
  });

  it("script purpose confusion: the governor's script as voter, representative and lock", () => {
    expectRefused(voting(TRACED.governor), /this script only judges acts on a pool/);
    const representative = CML.Certificate.new_reg_drep_cert(GOVERNOR, 500_000_000n);
    expectRefused(certifying(representative, 500_000_000n), /certificate[\s\S]*\? False/);
  });

  it("reference-script removal: the outputs that hold the scripts are spent", () => {
    const { pool, governor } = POOL_TERMS.referenceScripts;
    for (const held of [pool, governor]) {
      const kept = { ...held, lovelace: 60_000_000n };
      const act = { kind: "deposit", settings: SETTINGS, approvals: [] } as const;
      const amount = { lovelace: 5_000_000n, tokens: 0n };
      const deposit = depositDraft(POOL_TERMS, act, amount, walletOutput(STRANGER, 50_000_000n));
      // The ledger takes no output as input and reference at once: the scripts come in the witnesses.
      const references = deposit.referenceInputs.filter(({ ref }) => ref.txHash !== held.ref.txHash);
      const taken = { ...spending(kept, GOVERN)(deposit), referenceInputs: references };
      expectRefused(
        held === pool ? bringing(TRACED)(taken) : bringing(TRACED.governor)(taken),
        /expect Some\(datum\) = datum/,
      );
    }
  });

  it("collateral drain: the pool itself as collateral", () => {
    const draft = payDraft();
    const collateral = { output: POOL_TERMS.pool.output, totalLovelace: 0n };
    expectRefused({ ...draft, alter: (body) => setCollateral(body, collateral.output.ref) }, /[Cc]ollateral/);
  });

  it("collateral drain: a transaction that works is marked as failing", () => {
    // Only the collateral's owner can sign it, so at worst they burn their own.
    const marked: TestDraft = { ...payDraft(), isMarkedFailing: true };
    expectRefused(marked, /invalid flag passed script validation/);
  });

  it("loose reference: what is at the script's address with a datum goes with any pool's deposit, without one it stays", () => {
    // The thief is the operator of a pool of their own, and deposits into that.
    const thiefs = poolIn({ ...IDLE, operator: STRANGER.hash });
    const act = { kind: "deposit", settings: SETTINGS, approvals: [] } as const;
    const amount = { lovelace: 2_000_000n, tokens: 0n };
    const wallet = walletOutput(STRANGER, 50_000_000n);
    const deposit = depositDraft({ ...thiefs, validFromSlot: null }, act, amount, wallet);
    const without = { ...walletOutput(OPERATOR, 50_000_000n), address: OTHER_SCRIPT.address };
    const withDatum = { ...without, inlineDatum: encodeDatum(IDLE) };
    const taking = (output: TxOutput) => bringing(OTHER_SCRIPT)(spending(output, GOVERN)(deposit));
    expectAccepted(taking(withDatum));
    expect(isLocked(withDatum, OTHER_SCRIPT)).toBe(false);
    expectRefused(taking(without), /expect Some\(datum\) = datum/);
    expect(isLocked(without, OTHER_SCRIPT)).toBe(true);
    // The governor's script takes nothing, whatever is in the output.
    const governors = makeAddress(0, { kind: "script", hash: OTHER_SCRIPT.governor.hash }, null);
    const atGovernors = { ...withDatum, address: governors };
    expectRefused(
      bringing(OTHER_SCRIPT.governor)(spending(atGovernors, GOVERN)(deposit)),
      /only judges acts on a pool/,
    );
    expect(isLocked(atGovernors, OTHER_SCRIPT)).toBe(true);
  });

  it("bare output: what is at the script's address without the token is nobody's, and no pool", () => {
    const bare = {
      ...walletOutput(OPERATOR, 50_000_000n),
      address: TRACED.address,
      inlineDatum: encodeDatum(IDLE),
    };
    const terms = { ...POOL_TERMS, pool: { ...POOL_TERMS.pool, output: bare } };
    const draft = draftSpend(terms, { redeemer: { ...GOVERN, approvals: [] }, signatories: [] }, () => ({
      ok: true,
      pool: { datum: IDLE, held: { lovelace: 47_500_000n, tokens: 0n } },
      toTreasury: { lovelace: 0n, tokens: 0n },
    }))(MUTANT_FEE);
    const out = {
      ...poolOutput(TRACED, PRIZE_ASSET, { datum: IDLE, held: { lovelace: 47_500_000n, tokens: 0n } }),
      assets: {},
    };
    expectRefused({ ...draft, outputs: [out] }, /a pool holds ADA, its state token/);
  });
});

function setCollateral(body: CML.TransactionBody, ref: { txHash: string; index: number }): void {
  const inputs = CML.TransactionInputList.new();
  inputs.add(CML.TransactionInput.new(CML.TransactionHash.from_hex(ref.txHash), BigInt(ref.index)));
  body.set_collateral_inputs(inputs);
}
