import { describe, expect, test } from "vitest";
import type { StopReason } from "../domain/day/stop-reason";
import type { BuildProblem } from "../domain/plan/build-problem";
import type { Anomaly, HistoryFinding, PlanFinding, SecondCalculation } from "../domain/plan/findings";
import { hourlyAllowance } from "../domain/plan/limits";
import { sayAnomaly, sayHistory } from "./anomaly";
import { sayBuildProblem } from "./build-problem";
import { THIN_SPACE } from "./format";
import { sayHeldBack } from "./hourly-limit";
import { sayPlanFinding } from "./plan-finding";
import { saySecondCalculation } from "./second-calculation";
import { sayStopReason } from "./stop-reason";

const plain = (text: string) => text.replaceAll(THIN_SPACE, " ").replaceAll("\u00a0", " ");

const withinLimit: PlanFinding = {
  check: "daily-limit",
  passed: true,
  plannedLovelace: "1000352704",
  limitLovelace: "5000000000",
  limitOf: "rules",
};
const overLimit: PlanFinding = {
  ...withinLimit,
  passed: false,
  limitLovelace: "990000000",
  limitOf: "contract",
};
const pool: PlanFinding = {
  check: "pool-covers-plan",
  passed: false,
  heldLovelace: "70000000",
  neededLovelace: "73000000",
};
const batches = {
  check: "batch-count",
  passed: true,
  batches: 3,
  mostBatches: 21,
  mostFeesLovelace: "12000000",
} as const;
const fees = {
  check: "fee-sanity",
  passed: false,
  batches: 2,
  highestLovelace: "3000001",
  mostLovelace: "3000000",
} as const;
const hourly = {
  check: "hourly-limit",
  passed: false,
  largestLovelace: "8000000",
  limitLovelace: "7",
} as const;
const cap: PlanFinding = {
  check: "recipient-cap",
  passed: false,
  capLovelace: "5000000",
  over: 2,
  first: { identity: "key:12345", lovelace: "7" },
};
const owed: PlanFinding = { check: "recipients-are-owed", passed: false, wrong: 2, first: "addr1qx12345abc" };

describe("a check of the plan", () => {
  test.each<[PlanFinding, string]>([
    [
      batches,
      "It is paid in 3 batches. They and the Commit may cost 12.00 ADA of fees at most, which the Commit sets aside.",
    ],
    [
      { ...batches, passed: false, batches: 600 },
      "It is cut into 600 batches, more than the 21 that such a plan may have: each may cost a fee. Raise mostOutputsInBatch in the operations.",
    ],
    [withinLimit, "The plan pays 1 000.352704 ADA, within the rules' daily limit of 5 000.00 ADA."],
    [overLimit, "The plan pays 1 000.352704 ADA, 10.352704 ADA more than the contract's daily limit of 990.00 ADA."],
    [pool, "The pool lacks 3.00 ADA: deposit them, or lower the pot."],
    [
      { ...pool, passed: true, heldLovelace: "73000000" },
      "The pool holds 73.00 ADA; payouts, fees and reserve need at most 73.00 ADA.",
    ],
    [{ ...fees, simulated: 2 }, "A fee is zero or above the pool's 3.00 ADA; the highest is 3.000001 ADA."],
    [{ ...fees, simulated: 1 }, "1 of 2 batches have a simulated fee."],
    [{ ...fees, simulated: 2, passed: true }, "Every batch was simulated; the highest fee is 3.000001 ADA."],
    [hourly, "A batch of 8.00 ADA could never be sent within the hourly limit of 0.000007 ADA."],
    [
      { ...hourly, passed: true },
      "Each batch alone is within the hourly limit; batches wait for each other where together they are not.",
    ],
    [cap, "2 are awarded more than the cap of 5.00 ADA: key:12345 would get 0.000007 ADA."],
    [{ ...hourly, passed: true, limitLovelace: null }, "No hourly limit set. Batches are sent as soon as they can be."],
    [{ ...cap, passed: true, capLovelace: null, first: null }, "No cap set. No recipient's share is limited."],
    [{ ...cap, passed: true, first: null }, "Nobody is awarded more than the cap."],
    [owed, "2 addresses are missing, not owed, or owed another amount, the first addr1qx12345abc."],
    [
      { ...owed, passed: true, first: null },
      "Every output is what its address is owed by the report, and nobody is missing.",
    ],
  ])("%o", (finding, text) => expect(plain(sayPlanFinding(finding))).toBe(text));
});

const jump: Anomaly = { rule: "holders-jump", before: 10_000, now: 12_345, usual: 11_000 };
const total: Anomaly = {
  rule: "total",
  totalLovelace: "1000000000000",
  medianLovelace: "1000000000",
  days: 10,
  usual: 20_000,
};

describe("an anomaly", () => {
  test.each<[Anomaly, string]>([
    [
      total,
      "The day pays 1 000 000.00 ADA; the median of the last 10 days is 1 000.00 ADA, and up to 200 % of it is usual.",
    ],
    [
      { rule: "new-recipients", fresh: 5, recipients: 12, days: 10, usual: 3_000 },
      "5 of 12 recipients were not paid on any of the last 10 days; up to 30 % is usual.",
    ],
    [
      { rule: "concentration", identity: "key:12345", lovelace: "7", totalLovelace: "9000000", usual: 1 },
      "key:12345 gets 0.000007 ADA of 9.00 ADA, more than 0.01 % of the day.",
    ],
    [
      {
        rule: "recipient-jump",
        identity: "key:1",
        lovelace: "60000000",
        highestLovelace: "10000000",
        days: 9,
        usual: 50_000,
      },
      "key:1 gets 60.00 ADA; the most on any of the last 9 days was 10.00 ADA, and up to 500 % of it is usual.",
    ],
    [jump, "There are 12345 holders after 10000 on the day before, up by more than a factor of 1.1."],
    [
      { rule: "participants-jump", before: 200, now: 0, usual: 15_000 },
      "There are 0 participants after 200 on the day before, down by more than a factor of 1.5.",
    ],
  ])("%o", (anomaly, text) => expect(plain(sayAnomaly(anomaly))).toBe(text));
});

test.each<[HistoryFinding, string]>([
  [{ kind: "compared", days: 10 }, "Compared with 10 earlier days."],
  [{ kind: "too-little", days: 0, needed: 7 }, "No earlier day is known; anomalies are looked for from 7 on."],
  [{ kind: "too-little", days: 1, needed: 7 }, "One earlier day is known; anomalies are looked for from 7 on."],
  [{ kind: "too-little", days: 6, needed: 7 }, "6 earlier days are known; anomalies are looked for from 7 on."],
])("the history: %o", (history, text) => expect(sayHistory(history)).toBe(text));

const difference = { part: "total", key: "supply", field: "supply", first: "14", second: null } as const;
const differs: SecondCalculation = { kind: "differs", places: 2, differences: [difference] };
const txHash = "ab".repeat(32);
const refused = { kind: "unpayable-recipient", address: "addr1", lovelace: "7" } as const;

test.each([
  [null, "A second calculation from 12 raw transactions agrees in all 5 lines."],
  [900, "A second calculation from 12 raw transactions since block 900 agrees in all 5 lines."],
])("a second calculation that agrees, since %s", (sinceHeight, text) =>
  expect(saySecondCalculation({ kind: "agrees", transactions: 12, lines: 5, sinceHeight })).toBe(text),
);

describe("why a day is stopped", () => {
  test.each<[StopReason | null, string]>([
    [
      { kind: "by-person", by: { name: "Ann", text: "The pot is wrong." }, and: null },
      "Ann stopped it: “The pot is wrong.”",
    ],
    [{ kind: "by-person", by: null, and: null }, "The team stopped it, to look into it."],
    [
      {
        kind: "by-person",
        by: null,
        and: { kind: "snapshot-rolled-back", height: 5, snapshotHeight: 7 },
      },
      "The team stopped it, to look into it. A rollback to block 5 took the snapshot's block 7.",
    ],
    [null, "No reason was recorded."],
    [
      { kind: "unknown-prize-asset", prizeAsset: "abcd" },
      "The chain source knows no asset abcd, which the rules name as the prize token. Nobody can hold it: correct prizeAsset in the rules.",
    ],
    [
      { kind: "supply-differs", held: "1500", supply: "1501" },
      "The tokens that we track sum to 1500, but the chain source says that 1501 exist. A transaction is missing, or the source is wrong.",
    ],
    [
      { kind: "second-calculation", second: differs },
      "A second calculation differs in 2 places. First: supply, supply: 14 vs. nothing.",
    ],
    [
      {
        kind: "second-calculation",
        second: { kind: "impossible", problem: "transaction ab is listed twice" },
      },
      "The second calculation cannot be made: transaction ab is listed twice.",
    ],
    [
      { kind: "anomalies", anomalies: [total, jump] },
      "The day pays 1 000 000.00 ADA; the median of the last 10 days is 1 000.00 ADA, and up to 200 % of it is usual. There are 12345 holders after 10000 on the day before, up by more than a factor of 1.1.",
    ],
    [
      { ...refused, reason: "below-minimum", refused: 1 },
      "addr1 cannot be paid. It would get 0.000007 ADA, less than the ledger takes.",
    ],
    [
      { ...refused, reason: "script", refused: 3 },
      "addr1 cannot be paid. It belongs to a script, which may be unable to spend a prize. In all, 3 recipients cannot be paid.",
    ],
    [
      { kind: "plan-checks", failed: [pool, owed] },
      "The pool lacks 3.00 ADA: deposit them, or lower the pot. 2 addresses are missing, not owed, or owed another amount, the first addr1qx12345abc.",
    ],
    [
      { kind: "snapshot-rolled-back", height: 90, snapshotHeight: 100 },
      "A rollback to block 90 took the snapshot's block 100.",
    ],
    [
      { kind: "snapshot-rolled-back", height: 100, snapshotHeight: 100 },
      "A rollback to the snapshot's block 100 took the block that showed it to be the day's last.",
    ],
    [
      { kind: "scan-replaced", fromHeight: 90 },
      "What was read of the chain was replaced by another scan, which differs from block 90 on.",
    ],
    [
      { kind: "cannot-build", batchNo: null, problem: { kind: "refused", text: "no" } },
      "The plan cannot be made: no. Nothing is signed; release the day once that has changed, and it is planned again.",
    ],
    [
      {
        kind: "cannot-build",
        batchNo: 3,
        problem: { kind: "fee-too-high", feeLovelace: "4000000", mostLovelace: "3000000" },
      },
      "Batch 3 cannot be paid as things are: its fee would be 4.00 ADA, more than the 3.00 ADA that the pool allows. If that passes, release the day and it goes on. Otherwise release it after its deadline, or cancel the plan: what is unpaid is then paid by the next day's plan.",
    ],
    [
      { kind: "machines-differ", batchNo: 2, problems: ["they differ"] },
      "Batch 2 was tried out before anybody is asked to sign, and another machine does not agree that the contract takes it: they differ. One of them does not judge as the ledger does. Nothing is signed; release the day to try again after an update, or close it.",
    ],
    [
      {
        kind: "sources-differ",
        between: {
          first: { name: "https://one.example", kind: "blockfrost" },
          witness: { name: "koios", kind: "koios" },
          total: 2,
        },
      },
      "Koios does not say the same as https://one.example (Blockfrost) about the day's plays, holdings or supply: 2 differences, which the day's page in the console lists. It goes on by itself once both are asked anew and agree, or as it is once two people release it.",
    ],
    [
      { kind: "sources-differ", between: null },
      "Two sources of the chain do not say the same about who played or who holds the token.",
    ],
    [
      { kind: "script-failed", txHash, purpose: "commit", batchNo: 0 },
      `Transaction ${txHash} (the Commit) is on chain, but its script failed: only collateral was spent.`,
    ],
    [
      { kind: "other-outputs", txHash, purpose: "pay", batchNo: 2 },
      `Transaction ${txHash} (batch 2) is on chain with other outputs than were approved.`,
    ],
  ])("%o", (reason, text) => expect(plain(sayStopReason(reason))).toBe(text));
});

test.each([
  [
    8_000_000n,
    "This batch pays 8.00 ADA, more than the 7.00 ADA allowed in any hour: raise the limit or make smaller batches.",
  ],
  [
    5_000_000n,
    "3.00 ADA were sent in the last hour; with this batch's 5.00 ADA the limit of 7.00 ADA would be passed.",
  ],
])("a batch of %s that must wait", (batchLovelace, text) => {
  const allowance = hourlyAllowance([{ firstBroadcastMs: 5, lovelace: 3_000_000n }], 6, 7_000_000n, batchLovelace);
  expect(allowance.allowed ? "" : plain(sayHeldBack(allowance))).toBe(text);
});

test.each<[BuildProblem, string]>([
  [
    { kind: "below-minimum", address: "addr1", lovelace: "1000000", minimumLovelace: "1100000" },
    "addr1 is to get 1.00 ADA, and the ledger takes no less than 1.10 ADA now",
  ],
  [
    { kind: "too-large", bytes: 17_000, mostBytes: 16_384 },
    "it would have 17000 bytes, and the ledger takes no more than 16384 now",
  ],
  [
    { kind: "too-much-work", memory: "2", mostMemory: "1", steps: "4", mostSteps: "3" },
    "its scripts need 2 memory and 4 steps, and the ledger allows 1 and 3 now",
  ],
  [{ kind: "refused", text: "the contract refuses the transaction" }, "the contract refuses the transaction"],
])("why a transaction cannot be built: %o", (problem, text) => expect(plain(sayBuildProblem(problem))).toBe(text));
