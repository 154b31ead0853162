import { describe, expect, it } from "vitest";
import { draftSpend } from "@/server/chain/pool/draft-spend";
import { type Known, successorByFee } from "@/server/chain/pool/foresee-spend";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { TransactionDraft } from "@/server/chain/transaction/draft";
import { MUTANT_FEE, signedDraft } from "@/server/testing/contract/mutant";
import {
  cancel,
  commit,
  expectFound,
  expire,
  pay,
  REWARDS,
  resume,
  updates,
  type VerifiedSpend,
  withdraw,
} from "@/server/testing/contract/verified";
import { deposit, init } from "@/server/testing/contract/verified-wallet";
import { encodeDatum } from "../contract/datum";
import type { PoolDatum } from "../contract/types";
import { readTransaction } from "./read-transaction";
import { verifyTransaction } from "./verify";

/*
 * Faults of a builder: its arithmetic is wrong, and so would be every expectation that is computed by the same code.
 * The verifier computes its own.
 */

type Pool = NonNullable<Known["pool"]>;
type Fault = (after: Known, terms: SpendTerms) => Known;

const inPool =
  (change: (pool: Pool, terms: SpendTerms) => Partial<Pool>): Fault =>
  (after, terms) =>
    after.pool ? { ...after, pool: { ...after.pool, ...change(after.pool, terms) } } : after;
const inDatum = (change: (after: PoolDatum, before: PoolDatum) => Partial<PoolDatum>): Fault =>
  inPool(({ datum }, { pool }) => ({ datum: { ...datum, ...change(datum, pool.datum) } }));
const inStatus = (change: (before: PoolDatum["status"]) => object): Fault =>
  inDatum(({ status }, before) => ({ status: { ...status, ...change(before.status) } as PoolDatum["status"] }));
const lovelace = (more: bigint): Fault => inPool(({ held }) => ({ held: { ...held, lovelace: held.lovelace + more } }));
const toTreasury =
  (more: bigint): Fault =>
  (after) => ({
    ...after,
    toTreasury: { ...after.toTreasury, lovelace: after.toTreasury.lovelace + more },
  });
const both =
  (...faults: readonly Fault[]): Fault =>
  (after, terms) =>
    faults.reduce((sum, fault) => fault(sum, terms), after);

const [, , , , setOperator] = updates();
const FAULTS: readonly (readonly [string, VerifiedSpend, Fault, RegExp])[] = [
  ["does not raise the nonce", cancel(), inDatum((_, { nonce }) => ({ nonce })), /datum: nonce is 3, should be 4/],
  ["raises the nonce twice", withdraw(), inDatum((_, { nonce }) => ({ nonce: nonce + 2 })), /nonce is 5, should be 4/],
  [
    "raises the nonce where nobody should",
    expire(),
    inDatum(({ nonce }) => ({ nonce: nonce + 1 })),
    /nonce is 4, should/,
  ],
  ["forgets the fee", pay(), lovelace(MUTANT_FEE), /^output 0 \(the pool's\): lovelace: is/],
  ["takes the fee twice", commit(), lovelace(-MUTANT_FEE), /^output 0 \(the pool's\): lovelace: is/],
  ["forgets the rewards", cancel(), lovelace(-REWARDS), /^output 0 \(the pool's\): lovelace: is/],
  [
    "gives the rewards to the treasury",
    withdraw(),
    both(lovelace(-REWARDS), toTreasury(REWARDS)),
    /treasury's\): lovelace/,
  ],
  ["takes the rewards where there is no act", pay(), lovelace(REWARDS), /^output 0 \(the pool's\): lovelace: is/],
  [
    "keeps the tokens of a batch",
    pay(),
    inPool((_, { pool }) => ({ held: pool.held })),
    /^output 0 \(the pool's\): assets/,
  ],
  ["keeps the commitment", pay(), inStatus((before) => ("commitment" in before ? before : {})), /datum: state is/],
  ["forgets how many outputs are left", pay(), inStatus(({ outputs }) => ({ outputs })), /datum: state is/],
  ["forgets what is left of a stopped plan", expire(), inStatus(() => ({ left: "", outputs: 0 })), /datum: state is/],
  [
    "counts the payout from its beginning",
    commit(),
    inDatum(({ lastPayoutMs }) => ({ lastPayoutMs: lastPayoutMs - 80_000 })),
    /last_payout/,
  ],
  ["keeps the day before", commit(), inDatum((_, { lastDay }) => ({ lastDay })), /datum: last_day is/],
  ["keeps the plan before", commit(), inDatum((_, { plan }) => ({ plan })), /datum: plan is/],
  ["names another plan at a Resume", resume(), inDatum(() => ({ plan: "00".repeat(32) })), /datum: plan is/],
  ["has a longer deadline", resume(), inStatus(() => ({ deadlineMs: 9_999_999_999_999 })), /datum: state is/],
  [
    "keeps the settings' hash",
    updates()[0] ?? pay(),
    inDatum((_, { settingsHash }) => ({ settingsHash })),
    /datum: settings is/,
  ],
  ["keeps the operator", setOperator ?? pay(), inDatum((_, { operator }) => ({ operator })), /datum: operator is/],
];

/** The transaction that a builder with this fault writes, whatever the contract says of it. */
function draftOf({ expected, terms }: VerifiedSpend, fault: Fault = (after) => after): TransactionDraft {
  const { redeemer, payouts } = expected;
  const right = successorByFee(terms, { redeemer, payouts, signatories: [] });
  const isOperators = ["pay", "expire", "commit", "resume"].includes(redeemer.kind);
  const changes = redeemer.kind === "updateSettings" && redeemer.change.kind === "setOperator" ? redeemer.change : null;
  const signatories = isOperators ? [terms.pool.datum.operator] : changes ? [changes.operator] : [];
  return draftSpend(terms, { redeemer, payouts, signatories }, (fee) => fault(right(fee), terms))(MUTANT_FEE);
}

function verify(made: VerifiedSpend, draft: TransactionDraft): string[] {
  const cbor = signedDraft(draft);
  return verifyTransaction(cbor, { ...made.expected, txHash: readTransaction(cbor).txHash }, { signed: true });
}

/** These are written at a fee that is enough for anything, which is all that is wrong with them otherwise. */
const byFeeAlone = (problem: string) => /^(fee|total collateral|collateral return: lovelace): is/.test(problem);

describe("where a builder", () => {
  it.each(FAULTS)(
    "%s, the verifier says so, and an expectation of the same code would not",
    (_, made, fault, reason) => {
      expect(verify(made, draftOf(made)).filter((problem) => !byFeeAlone(problem))).toEqual([]);
      const draft = draftOf(made, fault);
      // What a check by the builder's own successor compares: its own word with itself.
      const shared = fault(successorByFee(made.terms, { ...made.expected, signatories: [] })(MUTANT_FEE), made.terms);
      expect(draft.outputs[0]?.lovelace).toBe(shared.pool?.held.lovelace);
      expect(draft.outputs[0]?.inlineDatum).toBe(shared.pool && encodeDatum(shared.pool.datum));
      const found = verify(made, draft);
      expectFound(found, reason);
    },
  );

  it("writes outputs in another order, the verifier says so", () => {
    const made = withdraw();
    const draft = draftOf(made);
    const found = verify(made, { ...draft, outputs: [...draft.outputs].reverse() });
    expect(found.join("\n")).toMatch(/output 0 \(the pool's\): address: is/);
    expect(found.join("\n")).toMatch(/output 1 \(the treasury's\): address: is/);
    const paying = pay();
    const [first, second, third, ...others] = draftOf(paying).outputs;
    if (!first || !second || !third) throw new Error("two payouts were wanted");
    const swapped = verify(paying, { ...draftOf(paying), outputs: [first, third, second, ...others] });
    expect(swapped.join("\n")).toMatch(/output 1 \(payout 1\): address: is/);
  });

  it("gives rewards to a depositor, or takes a deployer's, the verifier says so", () => {
    for (const made of [deposit(), init()]) {
      const wrong = { ...made.expected, rewardsLovelace: 0n };
      const found = verifyTransaction(made.signed, wrong, { signed: true }).join("\n");
      expect(found).toMatch(/withdrawals: is/);
      expect(found).toMatch(made.name === "Init" ? /the change\): lovelace: is/ : /the pool's\): lovelace: is/);
    }
  });
});
