import { describe, it } from "vitest";
import type { InitAct } from "@/server/domain/contract/acts";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import type { PoolTerms } from "@/server/domain/contract/check-settings";
import { BURN_REDEEMER } from "@/server/domain/contract/redeemer";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Envelope, PoolDatum } from "@/server/domain/contract/types";
import { mintsBesides } from "@/server/testing/contract/body-mutants";
import { datumMutants, type Mutant } from "@/server/testing/contract/datum-mutants";
import { governorMutants } from "@/server/testing/contract/governor-mutants";
import { firstDatum, initActOf, initDraft } from "@/server/testing/contract/init-draft";
import { signCip8, signRaw } from "@/server/testing/contract/keys";
import type { Mutation, TestDraft } from "@/server/testing/contract/mutant";
import { IDLE, TRACED } from "@/server/testing/contract/mutant-pool";
import { withAct, withDatum, withOutput } from "@/server/testing/contract/mutations";
import { approver, ORACLE, SETTINGS, STRANGER, TERMS } from "@/server/testing/contract/pool-terms";
import { GOVERN, OTHER_POOL, OTHER_SCRIPT, poolOutputMutants } from "@/server/testing/contract/shape-mutants";
import { bringing, holding, spending } from "@/server/testing/contract/shape-mutations";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { walletOutput } from "@/server/testing/contract/world";

const REWARDS = 1_234_567n;
const INIT = initActOf(TERMS);
const VALID = initDraft(TERMS, REWARDS);
const FIRST = firstDatum(TERMS);
const [ANN, BEN, ...OTHERS] = INIT.approverConsents;
if (!ANN || !BEN) throw new Error("consents were wanted");

const WRONG_DATUM = /datum == first_state\(.*\? False/s;
const WRONG_MINT = /tx\.mint == \[.*\? False/s;
const NO_CONSENT = /have_all_signed\([\s\S]*\? False/;
const withConsents = (...approverConsents: readonly Envelope[]) => withAct({ ...INIT, approverConsents });

/** Another beginning: the datum of these terms, and the act that goes with it. */
const beginning =
  (terms: PoolTerms, act: Partial<InitAct> = {}): Mutation =>
  (draft) => ({
    ...withAct({ ...initActOf(terms), ...act })(withDatum(firstDatum(terms))(draft)),
    signatories: [terms.operator],
  });
const withMintRedeemer =
  (data: string): Mutation =>
  (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((one) => (one.purpose.kind === "mint" ? { ...one, data } : one)),
  });
const minting =
  (mint: TestDraft["mint"], held: TestDraft["mint"]): Mutation =>
  (draft) => ({
    ...holding(held)(draft),
    mint,
  });
const enrolment = (role: "oracle" | "approver", change: { network?: string; policyId?: string } = {}) =>
  enrolmentText({
    network: SETTINGS.network,
    policyId: TRACED.policyId,
    settingsHash: hashSettings(SETTINGS),
    role,
    ...change,
  });
/** Another pool under Govern, while this Init is what the governor judges. */
const sideDoor: Mutation = (draft) => bringing(OTHER_SCRIPT)(spending(OTHER_POOL.output, GOVERN)(draft));
const withoutSeed: Mutation = (draft) => ({
  ...draft,
  inputs: draft.inputs.map((input, i) => (i === 0 ? { ...input, ref: walletOutput(STRANGER, 1n).ref } : input)),
});

const reasons: Readonly<Record<string, RegExp>> = {
  "no datum": /expect InlineDatum\(found\)/,
  "a datum of another kind": /expect|Constr|unConstr/,
  "a script in the pool's output": /pool_out\.reference_script == None \? False/,
};
const [NO_POOL, BALANCE] = [/is_state_token\(.*\? False|a pool holds/, /consumed|[Vv]alue/];
const outputReasons: Readonly<Record<string, RegExp>> = {
  "the pool at a key's address": /expect[\s\S]*Output/,
  "a staking part at the pool": /stake_credential == None \? False/,
  "a lovelace less in the pool": BALANCE,
  "a lovelace more in the pool": BALANCE,
  "a token less in the pool": BALANCE,
  "no prize tokens in the pool": BALANCE,
  "no state token in the pool": NO_POOL,
  "two state tokens in the pool": NO_POOL,
  "token dust in the pool": NO_POOL,
};
/** The operator and max_fee are the deployer's to choose; that the operator signs is checked apart. */
const chosen = /another operator in|a higher max_fee in/;
const wrongDatums = datumMutants(FIRST).filter(([name]) => !chosen.test(name));

const mutants: Mutant[] = [
  ...wrongDatums.map(
    ([name, mutation, reason]): Mutant => [
      name,
      mutation,
      reasons[name] ?? (/InlineDatum/.test(reason.source) ? WRONG_DATUM : reason),
    ],
  ),
  ...poolOutputMutants.map(([name, mutation, reason]): Mutant => [name, mutation, outputReasons[name] ?? reason]),
  ...governorMutants(REWARDS).filter(([name]) => !name.includes("withheld")),
  ["an operator who does not sign", withDatum({ ...FIRST, operator: STRANGER.hash }), /is_signed_by.*\? False/],
  ["nobody's signature", (draft) => ({ ...draft, signatories: [] }), /is_signed_by.*\? False/],
  ["a max_fee too low", withDatum({ ...FIRST, maxFeeLovelace: 1_999_999n }), /max_fee >= 2 .*\? False/],
  ["a max_fee too high", withDatum({ ...FIRST, maxFeeLovelace: 10_000_001n }), /max_fee <= 10 .*\? False/],
  ["no lower bound", (draft) => ({ ...draft, validFromSlot: null }), /expect Finite\(lower\)/],
  [
    "a lower bound of another day",
    (draft) => ({ ...draft, validFromSlot: (draft.validFromSlot ?? 0) - 60 }),
    WRONG_DATUM,
  ],
  ["another mint besides", mintsBesides("00"), WRONG_MINT],
  ["two state tokens", minting({ [TRACED.stateToken]: 2n }, { [TRACED.stateToken]: 2n }), WRONG_MINT],
  [
    "a second state token for somebody else",
    (draft) => ({
      ...draft,
      mint: { [TRACED.stateToken]: 2n },
      outputs: draft.outputs.map((output, i) =>
        i === 1 ? { ...output, assets: { ...output.assets, [TRACED.stateToken]: 1n } } : output,
      ),
    }),
    WRONG_MINT,
  ],
  [
    "another token of the policy",
    (draft) => ({
      ...draft,
      mint: { ...draft.mint, [`${TRACED.policyId}00`]: 1n },
      outputs: draft.outputs.map((output, i) =>
        i === 1 ? { ...output, assets: { ...output.assets, [`${TRACED.policyId}00`]: 1n } } : output,
      ),
    }),
    WRONG_MINT,
  ],
  ["the policy asked to burn", withMintRedeemer(BURN_REDEEMER), /tx\.mint == \[Pair\(policy.*\? False/],
  ["another output than the seed", withoutSeed, /spends\(tx\.inputs, seed\) \? False/],
  ["another pool spent under its act", sideDoor, /subject\.pools\(tx\.inputs\) == \[\] \? False/],
  ["no consent of the oracle", withAct({ ...INIT, oracleConsent: ANN }), /has_signed\([\s\S]*\? False/],
  [
    "the oracle's consent as an approver's",
    withAct({ ...INIT, oracleConsent: signRaw(ORACLE, enrolment("approver")) }),
    /has_signed\([\s\S]*\? False/,
  ],
  ["no consent of the last approver", withConsents(ANN, BEN, ...OTHERS.slice(0, -1)), /expect \[envelope/],
  ["a consent too many", withConsents(ANN, BEN, ...OTHERS, ANN), NO_CONSENT],
  ["consents in another order", withConsents(BEN, ANN, ...OTHERS), NO_CONSENT],
  [
    "an approver's consent to another pool",
    withConsents(signRaw(approver(0), enrolment("approver", { policyId: "11".repeat(28) })), BEN, ...OTHERS),
    NO_CONSENT,
  ],
  [
    "an approver's consent on another network",
    withConsents(signCip8(approver(0), enrolment("approver", { network: "preprod" })), BEN, ...OTHERS),
    NO_CONSENT,
  ],
  [
    "settings that nobody consented to",
    beginning(
      { ...TERMS, settings: { ...SETTINGS, threshold: 1 } },
      { oracleConsent: INIT.oracleConsent, approverConsents: INIT.approverConsents },
    ),
    /has_signed\([\s\S]*\? False/,
  ],
];

const unsound: [string, Partial<PoolTerms["settings"]>, RegExp][] = [
  ["no approvers", { approvers: [], threshold: 1 }, /threshold <= count \? False/],
  ["a threshold of nobody", { threshold: 0 }, /threshold >= 1 \? False/],
  ["a threshold above the approvers", { threshold: 5 }, /threshold <= count \? False/],
  ["an interval of nothing", { intervalMs: 0, minGapMs: 0 }, /interval_ms > 0 \? False|divide|[Zz]ero/],
  ["the pool as treasury", { treasury: { kind: "script", hash: TRACED.hash } }, /is_treasury_sound.*\? False/],
  ["a treasury too short", { treasury: { kind: "key", hash: "12".repeat(27) } }, /is_treasury_sound.*\? False/],
  [
    "the pool's own token as prize",
    { prizeAsset: { policyId: TRACED.policyId, assetName: "00", label: "SNEK" } },
    /is_asset_sound.*\? False|prize|expect/,
  ],
  ["a label with a space", asset({ label: "A B" }), /is_asset_sound.*\? False/],
  ["a label that misleads", asset({ label: "lovelace" }), /is_asset_sound.*\? False/],
  ["a label too long", asset({ label: "ABCDEFGHIJK" }), /is_asset_sound.*\? False/],
  ["no label", asset({ label: "" }), /is_asset_sound.*\? False/],
  ["a network with a space", { network: "a b" }, /is_word\(settings\.network.*\? False/],
  ["a network with capitals", { network: "Mainnet" }, /is_word\(settings\.network.*\? False/],
  ["a network with a dot", { network: "a.b" }, /is_word\(settings\.network.*\? False/],
  [
    "a network so long that no approver could ever be dropped",
    { network: "magic4294967295" },
    /is_word\(settings\.network.*\? False/,
  ],
  ["a reserve of less than nothing", { reserveLovelace: -1n }, /reserve >= 5 .*\? False/],
  ["a negative gap", { minGapMs: -1 }, /min_gap_ms >= 0 \? False/],
  ["a negative window", { minWindowMs: -1 }, /min_window_ms >= 0 \? False/],
  ["a negative limit", { dailyLimit: { lovelace: 5n, tokens: -1n } }, /daily_limit\.tokens >= 0 \? False/],
];

function asset(change: Partial<NonNullable<PoolTerms["settings"]["prizeAsset"]>>) {
  const { prizeAsset } = SETTINGS;
  if (!prizeAsset) throw new Error("a prize asset was wanted");
  return { prizeAsset: { ...prizeAsset, ...change } };
}

describe("an Init", () => {
  it("is accepted as it should be; rewards are the deployer's", () => {
    expectAccepted(VALID);
    expectAccepted(initDraft(TERMS, 0n));
    expectAccepted(beginning({ ...TERMS, maxFeeLovelace: 10_000_000n })(VALID));
    expectAccepted(beginning({ ...TERMS, operator: STRANGER.hash })(VALID));
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(VALID), reason));

  it.each(unsound)("into %s is refused, whoever consents", (_, change, reason) =>
    expectRefused(beginning({ ...TERMS, settings: { ...SETTINGS, ...change } })(VALID), reason),
  );

  it("into a state that owes something is refused", () => {
    const owing: PoolDatum = { ...FIRST, status: { ...IDLE.status, kind: "idle", left: "77".repeat(32) } };
    expectRefused(withDatum(owing)(VALID), WRONG_DATUM);
  });

  it("into an output that is not the first is refused", () => {
    const reversed = { ...VALID, outputs: [...VALID.outputs].reverse() };
    expectRefused(reversed, /expect[\s\S]*Output/);
    expectRefused(withOutput(0, () => ({ inlineDatum: null }))(VALID), /expect InlineDatum\(found\)/);
  });
});
