import { describe, expect, it } from "vitest";
import { ACT_FIELDS, ACT_NAMES, type ActName, readAct } from "@/server/domain/contract/typed-act";
import type { PoolDatum, Settings } from "@/server/domain/contract/types";
import { sayActEffect } from "./act-effect";
import { sayVoided, shortAct } from "./act-fate";
import { fillAct, formFieldsOf } from "./act-form";

const [ANN, BEN, CHO, DEE] = ["a1", "b2", "c3", "d4"].map((byte) => byte.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

const SETTINGS: Settings = {
  network: "preprod",
  intervalMs: 86_400_000,
  prizeAsset: { policyId: "cd".repeat(28), assetName: "", label: "SNEK" },
  treasury: { kind: "key", hash: "ee".repeat(28) },
  oracle: "0a".repeat(32),
  approvers: [ANN, BEN, CHO],
  threshold: 2,
  dailyLimit: { lovelace: 100_000_000n, tokens: 50n },
  minGapMs: 3_600_000,
  minWindowMs: 3_600_000,
  maxWindowMs: 86_400_000,
  reserveLovelace: 5_000_000n,
  minDeposit: { lovelace: 2_000_000n, tokens: 1n },
};
const DATUM: PoolDatum = {
  settingsHash: "00".repeat(32),
  operator: "0f".repeat(28),
  maxFeeLovelace: 3_000_000n,
  nonce: 7,
  plan: "ab".repeat(32),
  lastDay: 4,
  lastPayoutMs: 0,
  status: {
    kind: "paying",
    commitment: "12".repeat(32),
    remaining: { lovelace: 9_000_000n, tokens: 0n },
    outputs: 3,
    deadlineMs: 1,
  },
};
const POOL = { settings: SETTINGS, datum: DATUM, held: { lovelace: 500_000_000n, tokens: 70n } };

/** What people would type, in their units. */
const TYPED: Record<ActName, Record<string, string>> = {
  cancel: {},
  close: {},
  withdraw: { lovelace: "12.5", tokens: "3" },
  "add-approver": { key: DEE.toUpperCase(), threshold: "2" },
  "drop-approver": { key: BEN, threshold: "2" },
  "set-threshold": { threshold: "3" },
  "set-oracle": { key: DEE },
  "set-operator": { operator: "1f".repeat(28) },
  "set-max-fee": { lovelace: "2.5" },
  "set-daily-limit": { lovelace: "200" },
  "set-min-deposit": { lovelace: "3", tokens: "2" },
  "set-min-gap": { minGapMs: "2 h" },
  "set-window": { minWindowMs: "90 min", maxWindowMs: "1 d 2 h" },
  "set-reserve": { lovelace: "6 ADA" },
};

/** Before and after, in one line each. */
function effectOf(name: ActName) {
  const filled = fillAct(name, TYPED[name]);
  const read = filled.ok ? readAct(filled.act, SETTINGS) : null;
  if (!read?.ok) throw new Error(`${name} is not read: ${JSON.stringify(filled)}`);
  const { title, changes, follows } = sayActEffect(read.wanted, POOL, new Map([[BEN, "Ben"]]));
  return {
    title,
    changes: changes.map((change) => plain(`${change.before} -> ${change.after}`)),
    follows: plain(follows.join(" ")),
  };
}

describe("an act in words", () => {
  it.each<[ActName, string[], RegExp]>([
    [
      "cancel",
      ["paying, 9.00 ADA to 3 recipients to go -> idle, 9.00 ADA to 3 recipients unpaid", "7 -> 8"],
      /is void/,
    ],
    ["close", ["500.00 ADA and 70 SNEK -> closed"], /cannot be undone/],
    [
      "withdraw",
      ["500.00 ADA and 70 SNEK -> 487.50 ADA and 67 SNEK, less the fee"],
      /12.50 ADA and 3 SNEK go to the treasury/,
    ],
    ["add-approver", ["2 of 3 -> 2 of 4"], /2 of 4 approvers can pay and change the pool. Today it is 2 of 3./],
    [
      "drop-approver",
      ["2 of 3 -> 2 of 2"],
      /Ben .* can sign nothing any more. Once 1 key is lost, the money is locked/,
    ],
    ["set-threshold", ["2 of 3 -> 3 of 3"], /3 of 3 approvers can pay/],
    ["set-oracle", ["0a0a0a0a…0a0a0a -> d4d4d4d4…d4d4d4"], /signs this text too/],
    ["set-operator", ["0f0f0f0f…0f0f0f -> 1f1f1f1f…1f1f1f"], /signs the transaction itself/],
    ["set-max-fee", ["3.00 ADA -> 2.50 ADA"], /stolen/],
    ["set-daily-limit", ["100.00 ADA and 50 SNEK -> 200.00 ADA and 50 SNEK"], /refuses/],
    ["set-min-deposit", ["2.00 ADA and 1 SNEK -> 3.00 ADA and 2 SNEK"], /refused/],
    ["set-min-gap", ["1 h -> 2 h"], /backlog/],
    ["set-window", ["1 h -> 1 h 30 min", "1 d -> 1 d 2 h"], /Counted from the Commit/],
    ["set-reserve", ["5.00 ADA -> 6.00 ADA"], /never pays prizes/],
  ])("%s", (name, changes, follows) => {
    const effect = effectOf(name);
    expect(effect.changes).toEqual(changes);
    expect(effect.follows).toMatch(follows);
    expect(effect.title).toMatch(/^[A-Z]/);
  });
});

it("in a list is short, and other texts stay as they are", () => {
  const text = `Daily Prize Oracle preprod drop approver ${BEN} threshold 2 of 2 nonce 7 pool ${"cd".repeat(28)}`;
  expect(shortAct(text)).toBe("drop approver b2b2b2b2…b2b2b2 threshold 2 of 2");
  expect(sayVoided({ kind: "act", id: 1, text })).toMatch(/is void: drop approver b2b2/);
  expect(shortAct("anything else")).toBe("anything else");
});

describe("the form of an act", () => {
  it("asks for every field in its unit, with what is there today", () => {
    for (const name of ACT_NAMES) expect(formFieldsOf(name, POOL).map(({ field }) => field)).toEqual(ACT_FIELDS[name]);
    const hints = formFieldsOf("set-daily-limit", POOL).map(({ label, hint }) => plain(`${label}: ${hint}`));
    expect(hints).toEqual([
      "Amount: In ADA, such as 12.5. Today: 100.00 ADA.",
      "Tokens (SNEK): A whole number, in the token's smallest unit. Today: 50.",
    ]);
    const without = { ...POOL, settings: { ...SETTINGS, prizeAsset: null } };
    expect(formFieldsOf("withdraw", without).map(({ field }) => field)).toEqual(["lovelace"]);
  });

  it("says what is wrong with a field in its unit, and leaves an empty one out", () => {
    expect(fillAct("set-window", { minWindowMs: "soon", maxWindowMs: "" })).toEqual({
      ok: false,
      problems: [{ field: "minWindowMs", problem: "Should be such as 12 h, 90 min or 30 s." }],
    });
    expect(fillAct("withdraw", { lovelace: "1", tokens: " " })).toEqual({
      ok: true,
      act: { name: "withdraw", fields: { lovelace: "1000000" } },
    });
  });
});
