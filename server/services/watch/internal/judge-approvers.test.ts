import { expect, it } from "vitest";
import { type ApprovedDay, judgeApprovers } from "./judge-approvers";

const MINUTE_MS = 60_000;
const ANN = { publicKey: "aa", person: { id: "1", name: "Ann" } };
const BEN = { publicKey: "bb", person: { id: "2", name: "Ben" } };
const KEY = { publicKey: "cc", person: null };
const APPROVERS = [ANN, BEN, KEY];
const day = (dayIndex: number, change: Partial<ApprovedDay> = {}): ApprovedDay => ({
  dayIndex,
  signers: ["aa", "cc"],
  tookMs: 60 * MINUTE_MS,
  byPerson: true,
  ...change,
});

it("one who signed none of two days that others signed is named", () => {
  expect(judgeApprovers([day(5), day(6)], APPROVERS)).toMatchObject([
    {
      kind: "approver-silent",
      subject: "user:2",
      fact: "Ben has signed none of the 2 days that asked for approvals since day 5; others did.",
    },
  ]);
});

it.each<[string, ApprovedDay[]]>([
  ["a single day", [day(5)]],
  ["days of which one has their signature", [day(5), day(6, { signers: ["aa", "bb", "cc"] })]],
  ["days that signers approved at once", [day(5), day(6, { byPerson: false, tookMs: 10 * MINUTE_MS - 1 })]],
  ["no days", []],
])("nobody is silent by %s", (_what, days) => {
  expect(judgeApprovers(days, APPROVERS)).toEqual([]);
});

it("days that took signers long asked people too, and a key that nobody enrolled is named by itself", () => {
  const slow = { byPerson: false, tookMs: 10 * MINUTE_MS, signers: ["aa", "bb"] };
  expect(judgeApprovers([day(5, slow), day(6, slow)], APPROVERS)).toMatchObject([
    { subject: "key:cc", fact: expect.stringMatching(/^The approver with the key cc has signed none/) },
  ]);
});
