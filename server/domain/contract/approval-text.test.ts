import { describe, expect, it } from "vitest";
import { SETTINGS } from "@/server/testing/contract/pool-terms";
import { cancelText, changeText, depositText, withdrawText } from "./act-text";
import { approvalText, enrolmentText, type PlanText, resumeText } from "./approval-text";
import { amountText } from "./signed-line";

const PLAN: PlanText = {
  action: "approve",
  network: "mainnet",
  day: 20_779,
  total: { lovelace: 98_765_430_000n, tokens: 0n },
  prizeAsset: { policyId: "ab".repeat(28), assetName: "534e454b", label: "SNEK" },
  outputs: 12_345,
  deadlineMs: 1_795_464_000_000,
  plan: "ab".repeat(32),
};
const NO_CONSENT = { kind: "raw", signature: "" } as const;
const POOL = { network: "mainnet", policyId: "cd".repeat(28) };

describe("the texts that people sign", () => {
  it("are those of the contract's design, byte for byte", () => {
    const text = approvalText(PLAN);
    expect(text).toBe(
      "Daily Prize Oracle mainnet approve day 20779 pay 98765430000 lovelace to 12345 outputs before 1795464000000 " +
        `plan ${"ab".repeat(32)}`,
    );
    expect(text).toHaveLength(177);
    expect(approvalText({ ...PLAN, action: "propose" })).toBe(text.replace("approve", "propose"));
  });

  it("name tokens after lovelace", () => {
    const total = { lovelace: 1_180_000_000n, tokens: 250_000_000n };
    expect(approvalText({ ...PLAN, total })).toContain(" pay 1180000000 lovelace 250000000 SNEK to ");
  });

  it("of a Resume, a Cancel, a deposit and an enrolment", () => {
    const { plan: _, ...resume } = PLAN;
    const tail = "ef".repeat(32);
    expect(resumeText({ ...resume, tail })).toMatch(/mainnet resume day 20779 .* tail (ef){32}$/);
    expect(resumeText({ ...resume, tail, action: "propose" })).toMatch(/mainnet propose resume day 20779 /);
    const tailPool = `pool ${POOL.policyId}`;
    expect(cancelText({ ...POOL, plan: tail, nonce: 9 })).toBe(
      `Daily Prize Oracle mainnet cancel plan ${tail} nonce 9 ${tailPool}`,
    );
    expect(depositText({ ...POOL, amount: { lovelace: 5n, tokens: 0n }, prizeAsset: null, nonce: 0 })).toBe(
      `Daily Prize Oracle mainnet deposit 5 lovelace nonce 0 ${tailPool}`,
    );
    expect(enrolmentText({ ...POOL, role: "oracle", settingsHash: tail })).toBe(
      `Daily Prize Oracle mainnet enroll oracle settings ${tail} ${tailPool}`,
    );
  });

  it("fit for every act on the longest network, with 16 approvers and a nonce of three digits", () => {
    const settings = { ...SETTINGS, approvers: Array.from({ length: 16 }, (_, i) => `${i}`), threshold: 16 };
    const act = { network: "x-1z141z3", policyId: POOL.policyId, nonce: 999 };
    const key = "ab".repeat(32);
    const longest = changeText({ ...act, settings, change: { kind: "dropApprover", key, threshold: 15 } });
    expect(longest).toHaveLength(198);
    const most = { lovelace: 45_000_000_000_000_000n, tokens: 1n << 63n };
    const prizeAsset = { policyId: "ab".repeat(28), assetName: "", label: "ABCDEFGHIJ" };
    const named = { ...settings, prizeAsset };
    const others = [
      cancelText({ ...act, plan: key }),
      withdrawText({ ...act, amount: most, prizeAsset }),
      changeText({ ...act, settings, change: { kind: "setOracle", key, consent: NO_CONSENT } }),
      changeText({ ...act, settings: named, change: { kind: "setDailyLimit", limit: most } }),
      changeText({ ...act, settings: named, change: { kind: "setMinDeposit", minDeposit: most } }),
      enrolmentText({ ...act, role: "approver", settingsHash: key }),
    ];
    for (const text of others) expect(text.length).toBeLessThanOrEqual(198);
  });

  it("are refused above 198 bytes, which a Ledger would show as a hash", () => {
    const network = (length: number) => ({ ...PLAN, network: "n".repeat(length) });
    expect(approvalText(network(28))).toHaveLength(198);
    expect(() => approvalText(network(29))).toThrow(/199 bytes/);
  });

  it("are refused when they could be read in two ways", () => {
    expect(() => approvalText({ ...PLAN, network: "main net  x" })).toThrow(/single spaces/);
    expect(() => approvalText({ ...PLAN, network: "maïnnet" })).toThrow(/ASCII/);
    expect(() => approvalText({ ...PLAN, day: -1 })).toThrow(/number -1/);
    expect(() => approvalText({ ...PLAN, day: 1.5 })).toThrow(/number 1.5/);
    expect(() => amountText({ lovelace: 5n, tokens: 1n }, null)).toThrow(/no prize asset/);
  });
});
