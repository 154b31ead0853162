import { expect, it } from "vitest";
import { judgeGone, judgePlanStep, judgeStrangeAct, type PlanStep } from "./judge-money";

const HASH = "ab".repeat(32);
const OTHER = "cd".repeat(32);
const step = (change: Partial<PlanStep>): PlanStep => ({
  txHash: HASH,
  beforeLovelace: 100_000_000n,
  afterLovelace: 67_000_000n,
  batchLovelace: 30_000_000n,
  maxFeeLovelace: 3_000_000n,
  ...change,
});

it("a step may take its batch and the highest fee from the pool, and nothing more", () => {
  expect(judgePlanStep(step({}))).toEqual([]);
  const [found] = judgePlanStep(step({ afterLovelace: 66_999_999n }));
  expect(found).toMatchObject({ kind: "money-moved", subject: `tx:${HASH}` });
  expect(found?.fact).toBe(
    `Transaction ${HASH} pays a batch of 30.00\u00a0ADA, but took 33.000001\u00a0ADA from the pool.`,
  );
  expect(judgePlanStep(step({ afterLovelace: 200_000_000n }))).toEqual([]);
});

it("a Commit may cost its fee", () => {
  expect(judgePlanStep(step({ batchLovelace: 0n, afterLovelace: 97_000_000n }))).toEqual([]);
  expect(judgePlanStep(step({ batchLovelace: 0n, afterLovelace: 96_999_999n }))[0]?.fact).toMatch(
    /commits a plan, but/,
  );
});

it("of what left the wallet only what nobody knows is told, one finding for each transaction", () => {
  const gone = [
    { spentTxHash: HASH, lovelace: 5_000_000n },
    { spentTxHash: OTHER, lovelace: 1n },
    { spentTxHash: HASH, lovelace: 2_000_000n },
  ];
  expect(judgeGone(gone, new Set([HASH, OTHER]))).toEqual([]);
  const found = judgeGone(gone, new Set([OTHER]));
  expect(found).toMatchObject([
    { subject: `tx:${HASH}`, fact: expect.stringMatching(/spent 7\.00\sADA of the operator's wallet/) },
  ]);
  expect(found[0]?.next).toMatch(`npm run pool -- ours ${HASH} --reason WHY`);
});

it("an act that nobody proposed is told as it was signed", () => {
  expect(judgeStrangeAct(HASH, "withdraw 5 ADA").fact).toMatch(/\(withdraw 5 ADA\) that nobody proposed here\.$/);
});
