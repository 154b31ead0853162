import { describe, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { depositText } from "@/server/domain/contract/act-text";
import type { DepositRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import type { Approval, PoolDatum } from "@/server/domain/contract/types";
import { approvalMutants, approvalOf } from "@/server/testing/contract/approval-mutants";
import { bodyMutants } from "@/server/testing/contract/body-mutants";
import { datumMutants, type Mutant } from "@/server/testing/contract/datum-mutants";
import { depositDraft } from "@/server/testing/contract/deposit-draft";
import { governorMutants } from "@/server/testing/contract/governor-mutants";
import type { Mutation, TestDraft } from "@/server/testing/contract/mutant";
import { IDLE, payingPool, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { moveLovelace, withAct, withOutput } from "@/server/testing/contract/mutations";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { PRIZE_ASSET, PRIZE_UNIT, SETTINGS, STRANGER } from "@/server/testing/contract/pool-terms";
import { BARE, GOVERN, poolOutputMutants, spendingOtherPool } from "@/server/testing/contract/shape-mutants";
import { feeOf, holding, spending } from "@/server/testing/contract/shape-mutations";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { SLOTS, walletOutput } from "@/server/testing/contract/world";

const REWARDS = 1_234_567n;
const ADDED: Amount = { lovelace: 5_000_000n, tokens: 300n };
const WALLET = walletOutput(STRANGER, 100_000_000n, { [PRIZE_UNIT]: 1_000n });

function draftOf(amount: Amount, change: Partial<DepositRedeemer> = {}, datum: PoolDatum = IDLE): TestDraft {
  const terms = { ...poolIn(datum, undefined, TRACED, REWARDS), validFromSlot: null };
  const redeemer = { kind: "deposit", settings: SETTINGS, approvals: [], ...change } as const;
  return depositDraft(terms, redeemer, amount, WALLET);
}

const textOf = (amount: Amount) =>
  depositText({
    network: SETTINGS.network,
    policyId: TRACED.policyId,
    nonce: IDLE.nonce,
    amount,
    prizeAsset: PRIZE_ASSET,
  });
const TEXT = textOf(ADDED);
const BY_OPERATOR = draftOf(ADDED);
const DEPOSIT: DepositRedeemer = {
  kind: "deposit",
  settings: SETTINGS,
  approvals: [approvalOf(0, TEXT), approvalOf(1, TEXT)],
};
const BY_APPROVERS = draftOf(ADDED, DEPOSIT);
const withApprovals = (...approvals: readonly Approval[]) => withAct({ ...DEPOSIT, approvals });

/** So many more of the prize tokens in the pool, and fewer in the change. */
function moveTokens(tokens: bigint): Mutation {
  const by = (more: bigint) => (output: { assets: Readonly<Record<string, bigint>> }) => ({
    assets: { ...output.assets, [PRIZE_UNIT]: (output.assets[PRIZE_UNIT] ?? 0n) + more },
  });
  return (draft) => withOutput(1, by(-tokens))(withOutput(0, by(tokens))(draft));
}

const strangers = `${"cd".repeat(28)}00`;
/** What the contract says of a pool's output that holds what it may not, or is not the pool's. */
const NO_POOL = /is_state_token\(.*\? False|a pool holds ADA, its state token and the prize asset only/;
const reasons: Readonly<Record<string, RegExp>> = {
  "a lovelace less in the pool": /./,
  "no state token in the pool": NO_POOL,
  "two state tokens in the pool": NO_POOL,
  "token dust in the pool": NO_POOL,
  "no prize tokens in the pool": /added\.tokens >= 0 \? False/,
};
const bodyReasons: Readonly<Record<string, RegExp>> = {
  "another mint": NO_POOL,
  "a proposal": /added\.lovelace >= 0 \? False/,
};
/** An amount that the depositor chooses: that it balances is for the ledger. */
const [BALANCE, TAKES_LOVELACE, TAKES_TOKENS] = [
  /consumed|[Vv]alue/,
  /added\.lovelace >= 0 \? False/,
  /added\.tokens >= 0 \? False/,
];

const mutants: Mutant[] = [
  ...datumMutants(IDLE),
  ...poolOutputMutants.map(([name, mutation, reason]): Mutant => {
    const isAmount = /a (lovelace|token) (less|more)/.test(name);
    return [name, mutation, isAmount ? BALANCE : (reasons[name] ?? reason)];
  }),
  ...bodyMutants.map(([name, mutation, reason]): Mutant => [name, mutation, bodyReasons[name] ?? reason]),
  ...governorMutants(REWARDS).filter(([name]) => !name.includes("withheld")),
  ["nobody's signature", (draft) => ({ ...draft, signatories: [] }), /is_signed_by.*\? False/],
  ["a stranger's signature", (draft) => ({ ...draft, signatories: [STRANGER.hash] }), /is_signed_by.*\? False/],
  [
    "less than the least of both",
    (draft) => moveTokens(-201n)(moveLovelace(0, 1, 3_000_001n)(draft)),
    /min_deposit.*\? False/s,
  ],
  [
    "only what the governor withdrew",
    (draft) => moveTokens(-300n)(moveLovelace(0, 1, 5_000_000n)(draft)),
    /min_deposit.*\? False/s,
  ],
  ["lovelace taken for tokens", moveLovelace(0, 1, 5_000_001n), TAKES_LOVELACE],
  ["the governor's withdrawal taken", moveLovelace(0, 1, 5_000_000n + REWARDS), TAKES_LOVELACE],
  ["tokens taken for lovelace", moveTokens(-301n), TAKES_TOKENS],
  ["a second pool spent along", spendingOtherPool, /expect \[input\] = pools\(tx\.inputs\)/],
  [
    "the pool not first",
    (draft) => ({ ...draft, outputs: [...draft.outputs].reverse() }),
    /is_state_token|a pool holds/,
  ],
  [
    "the pool at a second place too",
    (draft) => {
      const [pool] = draft.outputs;
      return pool ? holding({ [TRACED.stateToken]: 0n })({ ...draft, outputs: [...draft.outputs, pool] }) : draft;
    },
    NO_POOL,
  ],
  ["another asset for the prize", (draft) => swapAsset(draft), NO_POOL],
  [
    "other settings than the pool's",
    withAct({ ...DEPOSIT, approvals: [], settings: { ...SETTINGS, threshold: 1 } }),
    /settings_hash\(settings\) == datum\.settings \? False/,
  ],
  ["a fee above max_fee", feeOf(3_000_001n), /tx\.fee <= max_fee \? False/],
];

/** Tokens of another policy come in with the prize's. */
function swapAsset(draft: TestDraft): TestDraft {
  const giver = walletOutput(STRANGER, 5_000_000n, { [strangers]: 7n });
  return holding({ [strangers]: 7n })({
    ...withOutput(1, ({ lovelace }) => ({ lovelace: lovelace + giver.lovelace }))(draft),
    inputs: [...draft.inputs, giver],
  });
}

describe("a Deposit that the operator signs", () => {
  it("is accepted as it should be: of both, of either, while paying, and into a pool without tokens", () => {
    expectAccepted(BY_OPERATOR);
    expectAccepted(draftOf({ lovelace: 2_000_000n, tokens: 0n }));
    expectAccepted(draftOf({ lovelace: 0n, tokens: 100n }));
    expectAccepted(draftOf(ADDED, {}, payingPool(slotToMs(SLOTS, START_SLOT + 600))));
    const empty = { ...poolIn(IDLE, { lovelace: 9_000_000n, tokens: 0n }), validFromSlot: null };
    expectAccepted(depositDraft(empty, { ...DEPOSIT, approvals: [] }, ADDED, WALLET));
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(BY_OPERATOR), reason));

  it("may rescue what was sent to the script's address by mistake: it is nobody's", () =>
    expectAccepted(spending(BARE, GOVERN)(BY_OPERATOR)));
});

describe("a Deposit that the approvers agreed to", () => {
  it("is accepted without the operator", () => expectAccepted(BY_APPROVERS));

  it.each<Mutant>([
    ...approvalMutants(TEXT, withApprovals),
    ["another amount than was signed", moveLovelace(1, 0, 1n), /has_signed\(key.*\? False/],
    ["other tokens than were signed", moveTokens(1n), /has_signed\(key.*\? False/],
  ])("with %s is refused", (_, mutate, reason) => expectRefused(mutate(BY_APPROVERS), reason));
});
