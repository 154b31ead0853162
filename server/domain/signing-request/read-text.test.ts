import { describe, expect, it } from "vitest";
import { keyOfPersonText } from "../approver-key/enrolment";
import { cancelText, changeText, closeText, depositText, withdrawText } from "../contract/act-text";
import type { Change } from "../contract/acts";
import { approvalText, enrolmentText } from "../contract/approval-text";
import type { PrizeAsset, Settings } from "../contract/types";
import { readActText, readKeyText } from "./read-text";

const POOL = { network: "x-2bq9k1", policyId: "ab".repeat(28), nonce: 7 };
const KEY = "cd".repeat(32);
const ASSET: PrizeAsset = { policyId: "01".repeat(28), assetName: "02", label: "SNEK" };
const AMOUNT = { lovelace: 5_000_000n, tokens: 3n };
const SAID = { lovelace: 5_000_000n, tokens: { quantity: 3n, label: "SNEK" } };
const consent = { kind: "raw", signature: "" } as const;

const of = (change: Change, prizeAsset: PrizeAsset | null = ASSET) => {
  const none = { lovelace: 0n, tokens: 0n };
  const settings = { approvers: [1, 2, 3, 4, 5], prizeAsset, dailyLimit: none, minDeposit: none };
  return changeText({ ...POOL, change, settings: settings as unknown as Settings });
};

describe("the text of an act, read back", () => {
  const money = { ...POOL, amount: AMOUNT, prizeAsset: ASSET };
  it.each<[string, string, object]>([
    ["cancel", cancelText({ ...POOL, plan: KEY }), { plan: KEY }],
    ["deposit", depositText(money), { amount: SAID }],
    ["withdraw", withdrawText(money), { amount: SAID }],
    ["close", closeText(POOL), {}],
    ["addApprover", of({ kind: "addApprover", key: KEY, threshold: 3, consent }), { key: KEY, threshold: 3, of: 6 }],
    ["dropApprover", of({ kind: "dropApprover", key: KEY, threshold: 2 }), { key: KEY, threshold: 2, of: 4 }],
    ["setThreshold", of({ kind: "setThreshold", threshold: 4 }), { threshold: 4, of: 5 }],
    ["setOracle", of({ kind: "setOracle", key: KEY, consent }), { key: KEY }],
    ["setOperator", of({ kind: "setOperator", operator: "ef".repeat(28) }), { operator: "ef".repeat(28) }],
    ["setMaxFee", of({ kind: "setMaxFee", maxFeeLovelace: 3_000_000n }), { lovelace: 3_000_000n }],
    ["setDailyLimit", of({ kind: "setDailyLimit", limit: AMOUNT }), { amount: SAID }],
    ["setMinDeposit", of({ kind: "setMinDeposit", minDeposit: AMOUNT }), { amount: SAID }],
    ["setMinGap", of({ kind: "setMinGap", minGapMs: 60_000 }), { ms: 60_000n }],
    ["setWindow", of({ kind: "setWindow", minWindowMs: 1, maxWindowMs: 3_600_001 }), { minMs: 1n, maxMs: 3_600_001n }],
    ["setReserve", of({ kind: "setReserve", reserveLovelace: 5_000_000n }), { lovelace: 5_000_000n }],
  ])("%s", (kind, text, said) => {
    expect(readActText(text)).toEqual({ ...POOL, nonce: 7n, effect: { kind, ...said } });
    for (let at = 0; at < text.length; at++) {
      const [cut, doubled] = [text.slice(0, at) + text.slice(at + 1), `${text.slice(0, at)} ${text.slice(at)}`];
      expect(JSON.stringify(readActText(doubled), bigintAsText) ?? null).toBe("null");
      // Without a digit, it may be another act, and says so.
      expect(readActText(cut)).not.toEqual(readActText(text));
    }
  });

  it.each([
    approvalText({
      ...POOL,
      action: "approve",
      day: 1,
      total: { lovelace: 1n, tokens: 0n },
      prizeAsset: null,
      outputs: 1,
      deadlineMs: 1,
      plan: KEY,
    }),
    `${closeText(POOL)} `,
    `${closeText(POOL)}\n`,
    closeText(POOL).replace("close", "close and more"),
    closeText(POOL).replace("nonce 7", "nonce 07"),
    closeText(POOL).replace("nonce 7", "nonce -7"),
    closeText(POOL).toUpperCase(),
    "",
  ])("%j is none", (text) => {
    expect(readActText(text)).toBeNull();
  });
});

describe("the text of a key, read back", () => {
  it("says its role in a pool", () => {
    const enrolment = { network: "mainnet", role: "approver", settingsHash: KEY, policyId: POOL.policyId } as const;
    expect(readKeyText(enrolmentText(enrolment))).toEqual({ kind: "enroll", ...enrolment });
  });

  it("says whose it is", () => {
    const userId = "0b0c5f4e-1b1a-4a55-9b0e-2d2b6f6a7a11";
    const said = { kind: "person", network: "preprod", userId, key: KEY };
    expect(readKeyText(keyOfPersonText("preprod", userId, KEY))).toEqual(said);
    expect(readKeyText(keyOfPersonText("preprod", `${userId} x`, KEY))).toBeNull();
  });
});

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}` : value;
}
