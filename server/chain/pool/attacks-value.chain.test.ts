import { describe, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { encodeDatum } from "@/server/domain/contract/datum";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { donates, mintsBesides, proposes, registersStranger } from "@/server/testing/contract/body-mutants";
import { WRONG_DATUM } from "@/server/testing/contract/datum-mutants";
import { depositDraft } from "@/server/testing/contract/deposit-draft";
import { NOT_ALONE } from "@/server/testing/contract/lonely-mutants";
import { IDLE, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { moveLovelace, withDatum, withOutput } from "@/server/testing/contract/mutations";
import { OPERATOR, PRIZE_UNIT, SETTINGS, STRANGER } from "@/server/testing/contract/pool-terms";
import { BARE, GOVERN, OTHER_POOL, OTHER_SCRIPT } from "@/server/testing/contract/shape-mutants";
import { bringing, feeOf, holding, spending } from "@/server/testing/contract/shape-mutations";
import { BATCH, cancelDraft, PAYING, POOL_TERMS, payDraft } from "@/server/testing/contract/valid-drafts";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { walletOutput } from "@/server/testing/contract/world";

/* contracts/ATTACKS.md says of each attack where it is described, and what stops it. */

const staked = makeAddress(0, { kind: "script", hash: TRACED.hash }, { kind: "key", hash: STRANGER.hash });
const WALLET = walletOutput(STRANGER, 100_000_000n, { [PRIZE_UNIT]: 1_000n });
const DEPOSIT = { kind: "deposit", settings: SETTINGS, approvals: [] } as const;
const depositing = (lovelace: bigint, tokens = 0n) => depositDraft(POOL_TERMS, DEPOSIT, { lovelace, tokens }, WALLET);

describe("attacks on the pool's value", () => {
  it("double satisfaction: two pools under one act", () => {
    const both = bringing(OTHER_SCRIPT)(spending(OTHER_POOL.output, GOVERN)(cancelDraft()));
    // The stranger's output joins the pool's, so that the number of outputs is no objection.
    const [pool, loot] = both.outputs;
    if (!pool || !loot) throw new Error("two outputs were wanted");
    const joined = { ...pool, lovelace: pool.lovelace + loot.lovelace };
    expectRefused({ ...both, outputs: [joined] }, NOT_ALONE);
    expectRefused(both, /expect \[pool_out\] = tx\.outputs/);
  });

  it("double satisfaction: two outputs of the script under one Pay", () => {
    const bare = { ...BARE, inlineDatum: encodeDatum(PAYING) };
    expectRefused(spending(bare, payRedeemer(BATCH))(payDraft()), NOT_ALONE);
  });

  it("double satisfaction: a pool and another pool's deposit", () => {
    const both = bringing(OTHER_SCRIPT)(spending(OTHER_POOL.output, GOVERN)(depositing(5_000_000n)));
    expectRefused(both, /expect \[input\] = pools\(tx\.inputs\)/);
  });

  it("double satisfaction: the prize of a stranger's contract counted as a payout", () => {
    const swap = { ...walletOutput(STRANGER, 1_500_000n), address: OTHER_SCRIPT.address };
    expectRefused(spending({ ...swap, inlineDatum: encodeDatum(IDLE) }, GOVERN)(payDraft()), NOT_ALONE);
  });

  it("staking-credential swap on the pool", () =>
    expectRefused(withOutput(0, () => ({ address: staked }))(payDraft()), /address == pool_in\.address \? False/));

  it("staking-credential swap on a recipient", () => {
    const [first] = BATCH.payouts;
    const own = makeAddress(0, { kind: "key", hash: OPERATOR.hash }, { kind: "key", hash: STRANGER.hash });
    expect(first?.address).not.toBe(own);
    expectRefused(withOutput(1, () => ({ address: own }))(payDraft()), /commitment\(.*\? False/);
  });

  it("datum hijack: the operator becomes an approver and drops the limits", () => {
    const hijacked = { ...PAYING, settingsHash: "5a".repeat(32), operator: STRANGER.hash };
    expectRefused(withDatum(hijacked)(payDraft()), WRONG_DATUM);
    expectRefused(withDatum({ ...IDLE, settingsHash: "5a".repeat(32) })(cancelDraft()), WRONG_DATUM);
  });

  it("missing datum: the pool is left where nobody can spend it", () => {
    expectRefused(withOutput(0, () => ({ inlineDatum: null }))(payDraft()), WRONG_DATUM);
    expectRefused(withOutput(0, () => ({ inlineDatum: null }))(depositing(5_000_000n)), WRONG_DATUM);
  });

  it("value dust: deposits too small to matter keep the pool moving", () => {
    expectAccepted(depositing(2_000_000n));
    expectRefused(moveLovelace(0, 1, 1n)(depositing(2_000_000n)), /min_deposit.*\? False/s);
  });

  it("token dust: worthless tokens make the pool too big to spend", () => {
    const dust = `${"cd".repeat(28)}00`;
    const giver = { ...WALLET, assets: { ...WALLET.assets, [dust]: 1n } };
    const dusted = holding({ [dust]: 1n })(depositing(5_000_000n));
    expectRefused({ ...dusted, inputs: [POOL_TERMS.pool.output, giver] }, /a pool holds ADA, its state token/);
    expectRefused(mintsBesides("00")(cancelDraft()), /tx\.mint == \[\] \? False/);
  });

  it("fee drain: the operator pays a high fee out of the pool", () =>
    expectRefused(feeOf(PAYING.maxFeeLovelace + 1n)(payDraft()), /tx\.fee <= max_fee \? False/));

  it("fee drain: deposits for certificates", () =>
    expectRefused(registersStranger(payDraft()), /tx\.certificates == \[\] \? False/));

  it("fee drain: deposits for proposals", () =>
    expectRefused(proposes(payDraft()), /tx\.proposal_procedures == \[\] \? False/));

  it("fee drain: a donation to the treasury", () =>
    expectRefused(donates(payDraft()), /tx\.treasury_donation == None \? False/));

  it("rewards stolen by a depositor", () => {
    const rewardsLovelace = 3_000_000n;
    const terms = { ...poolIn(IDLE, undefined, TRACED, rewardsLovelace), validFromSlot: null };
    const fair = depositDraft(terms, DEPOSIT, { lovelace: 0n, tokens: 100n }, WALLET);
    expectAccepted(fair);
    // The depositor gives tokens, and takes what the governor withdrew.
    expectRefused(moveLovelace(0, 1, rewardsLovelace)(fair), /added\.lovelace >= 0 \? False/);
  });
});
