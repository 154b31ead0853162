import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COINS_PER_BYTE, POOL_TERMS, testRules, txHash } from "@/server/testing/domain/fixtures";
import { anySnapshot } from "@/server/testing/domain/random-snapshot";
import { sum } from "../integers";
import { InvariantError } from "../invariant";
import { calculateRewards } from "../rewards/calculate";
import type { OpeningBalance } from "../rewards/snapshot";
import { type Balances, type LedgerTransaction, postTransaction, trialBalance } from "./ledger";
import { postDay, postDeposit, postFee, postPayment, postWithdrawal } from "./post";

const EMPTY: Balances = new Map();

function postAll(balances: Balances, transactions: readonly LedgerTransaction[]): Balances {
  return transactions.reduce(postTransaction, balances);
}

describe("days on the ledger", () => {
  it("every lovelace in is a lovelace out, over any run of days, some of them only partly paid", () => {
    const anyDay = fc.record({
      snapshot: anySnapshot,
      pot: fc.bigInt(0n, 2n ** 62n),
      fee: fc.bigInt(0n, 1_000_000n),
      paidPart: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 4 }), fc.bigInt(1n, 2n ** 64n), (days, deposit) => {
        let balances = postTransaction(EMPTY, postDeposit(txHash(1), deposit));
        let opening: OpeningBalance[] = [];
        let awarded = 0n;
        let paid = 0n;
        let fees = 0n;
        for (const [index, { snapshot, pot, fee, paidPart }] of days.entries()) {
          const { lines, totals } = calculateRewards({
            snapshot,
            rules: testRules(),
            potLovelace: pot,
            opening,
            open: [],
            isClosed: false,
            poolTerms: POOL_TERMS,
            coinsPerUtxoByte: COINS_PER_BYTE,
          });
          const payable = lines.filter((line) => line.payoutLovelace > 0n);
          const outputs = new Set(payable.slice(0, Math.ceil((payable.length * paidPart) / 100)));
          const paidLovelace = sum([...outputs].map((line) => line.payoutLovelace));
          const batch = { dayIndex: index, batchIndex: 0, txHash: txHash(index), paidLovelace, feeLovelace: fee };
          const transactions = [
            postDay(index, totals.awardedLovelace),
            paidLovelace > 0n ? postPayment(batch) : postFee(batch.txHash, fee),
          ];
          balances = postAll(balances, transactions);
          // What a line has that was not paid is what its address opens the next day with.
          opening = lines
            .map((line) => ({
              address: line.address,
              lovelace: line.carriedLovelace + (outputs.has(line) ? 0n : line.payoutLovelace),
            }))
            .filter(({ lovelace }) => lovelace > 0n);
          awarded += totals.awardedLovelace;
          paid += paidLovelace;
          fees += fee;
          expect(trialBalance(balances)).toBe(0n);
          expect(balances.get("owed") ?? 0n).toBe(sum(opening.map(({ lovelace }) => lovelace)));
          expect(balances.get("paid") ?? 0n).toBe(paid);
        }
        expect(balances.get("owed") ?? 0n).toBe(awarded - paid);
        expect((balances.get("pool") ?? 0n) + awarded + fees).toBe(deposit);
      }),
    );
  });
});

describe("postings", () => {
  const award = postDay(1, 5n);
  const pay = (paidLovelace: bigint, feeLovelace = 0n) =>
    postPayment({ dayIndex: 1, batchIndex: 2, txHash: txHash(7), paidLovelace, feeLovelace });

  it("never pays more than is owed", () => {
    const owed = postTransaction(EMPTY, award);
    expect(() => postTransaction(EMPTY, pay(1n))).toThrow(InvariantError);
    expect(() => postTransaction(owed, pay(6n))).toThrow(InvariantError);
    const after = postTransaction(owed, pay(5n, 2n));
    expect(Object.fromEntries(after)).toEqual({ pool: -7n, owed: 0n, paid: 5n, fees: 2n });
    expect(() => postTransaction(after, pay(5n))).toThrow(InvariantError);
  });

  it("refuses entries that do not sum to zero", () => {
    const broken = { ...award, entries: award.entries.slice(1) };
    expect(() => postTransaction(EMPTY, broken)).toThrow(/day:1:awarded sum to 5/);
  });

  it("refuses amounts that make no sense", () => {
    expect(() => pay(0n)).toThrow(InvariantError);
    expect(() => pay(1n, -1n)).toThrow(InvariantError);
    expect(() => postDay(1, -1n)).toThrow(InvariantError);
    expect(() => postDeposit(txHash(1), 0n)).toThrow(InvariantError);
    expect(() => postWithdrawal(txHash(1), -1n)).toThrow(InvariantError);
    expect(() => postFee(txHash(1), -1n)).toThrow(InvariantError);
  });

  it("has one reference per batch, whatever its transaction", () => {
    expect(pay(5n).reference).toBe("day:1:batch:2:paid");
  });

  it("takes deposits from outside and gives withdrawals back there", () => {
    const balances = postAll(EMPTY, [
      postDeposit(txHash(1), 9n),
      postWithdrawal(txHash(2), 4n),
      postFee(txHash(2), 1n),
    ]);
    expect(Object.fromEntries(balances)).toEqual({ outside: -5n, pool: 4n, fees: 1n });
  });
});
