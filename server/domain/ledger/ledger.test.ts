import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COINS_PER_BYTE, keyAddress, POOL_TERMS, testRules, txHash } from "@/server/testing/domain/fixtures";
import { anySnapshot } from "@/server/testing/domain/random-snapshot";
import { sum } from "../integers";
import { InvariantError } from "../invariant";
import { calculateRewards } from "../rewards/calculate";
import type { OpeningBalance } from "../rewards/snapshot";
import {
  type Balances,
  type LedgerTransaction,
  owedAccount,
  owedBalances,
  paidAccount,
  postTransaction,
} from "./ledger";
import { postDay, postDeposit, postFee, postPayment, postWithdrawal } from "./post";
import { makeStatement, trialBalance } from "./statement";

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
        let awarded = 0n;
        let paid = 0n;
        let fees = 0n;
        for (const [index, { snapshot, pot, fee, paidPart }] of days.entries()) {
          const opening: OpeningBalance[] = owedBalances(balances);
          const rules = testRules();
          const { lines, totals } = calculateRewards({
            snapshot,
            rules,
            potLovelace: pot,
            opening,
            poolTerms: POOL_TERMS,
            coinsPerUtxoByte: COINS_PER_BYTE,
          });
          const payable = lines.filter((line) => line.paidLovelace > 0n);
          const outputs = payable
            .slice(0, Math.ceil((payable.length * paidPart) / 100))
            .map((line) => ({ address: line.address, lovelace: line.paidLovelace }));
          const payment = postPayment({
            dayIndex: index,
            batchIndex: 0,
            txHash: txHash(index),
            outputs,
            feeLovelace: fee,
          });
          const transactions = [postDay(index, lines), payment];
          for (const row of makeStatement(balances, transactions)) {
            expect(row.openingLovelace + row.awardedLovelace).toBe(row.paidLovelace + row.carriedLovelace);
          }
          balances = postAll(balances, transactions);
          awarded += totals.awardedLovelace;
          paid += sum(outputs.map((output) => output.lovelace));
          fees += fee;
          expect(trialBalance(balances)).toBe(0n);
        }
        expect(sum(owedBalances(balances).map((row) => row.lovelace))).toBe(awarded - paid);
        expect((balances.get("pool") ?? 0n) + awarded + fees).toBe(deposit);
      }),
    );
  });
});

describe("postings", () => {
  const [one, two] = [keyAddress(1), keyAddress(2)];
  const award: LedgerTransaction = {
    reference: "day:1:awarded",
    entries: [
      { account: "pool", kind: "awarded", lovelace: -5n },
      { account: owedAccount(one), kind: "awarded", lovelace: 5n },
    ],
  };
  const pay = (address: string, lovelace: bigint, feeLovelace = 0n) =>
    postPayment({
      dayIndex: 1,
      batchIndex: 2,
      txHash: txHash(7),
      outputs: [{ address, lovelace }],
      feeLovelace,
    });

  it("never pays more than is owed, nor an address that is owed nothing", () => {
    const owed = postTransaction(EMPTY, award);
    expect(() => postTransaction(owed, pay(one, 6n))).toThrow(InvariantError);
    expect(() => postTransaction(owed, pay(two, 1n))).toThrow(InvariantError);
    const after = postTransaction(owed, pay(one, 5n, 2n));
    expect(after.get(paidAccount(one))).toBe(5n);
    expect(after.has(owedAccount(one))).toBe(false);
    expect(after.get("pool")).toBe(-7n);
    expect(() => postTransaction(after, pay(one, 5n))).toThrow(InvariantError);
  });

  it("refuses entries that do not sum to zero", () => {
    const broken = { ...award, entries: award.entries.slice(1) };
    expect(() => postTransaction(EMPTY, broken)).toThrow(/day:1:awarded sum to 5/);
  });

  it("refuses amounts that make no sense", () => {
    expect(() => pay(one, 0n)).toThrow(InvariantError);
    expect(() => pay(one, 1n, -1n)).toThrow(InvariantError);
    expect(() => postDeposit(txHash(1), 0n)).toThrow(InvariantError);
    expect(() => postWithdrawal(txHash(1), -1n)).toThrow(InvariantError);
    expect(() => postFee(txHash(1), -1n)).toThrow(InvariantError);
  });

  it("has one reference per batch, whatever its transaction", () => {
    expect(pay(one, 5n).reference).toBe("day:1:batch:2:paid");
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
