import { describe, expect, it } from "vitest";
import { parseAct, parseAmount, type Typed } from "./parse-act";

const KEY = "ab".repeat(32);
const ASSET = { policyId: "cd".repeat(28), assetName: "", label: "SNEK" };
const LIMIT = { lovelace: 9n, tokens: 7n };
const NOW = { prizeAsset: ASSET, dailyLimit: LIMIT, minDeposit: LIMIT };
const PLAIN = { ...NOW, prizeAsset: null };

function parse(line: string, options: Partial<Typed> = {}) {
  const [name = "", ...values] = line.split(" ");
  return parseAct({ name, values, threshold: undefined, tokens: undefined, ...options }, NOW);
}

describe("an act as it is typed", () => {
  it.each<[string, Partial<Typed>, unknown]>([
    ["cancel", {}, { kind: "cancel" }],
    ["close", {}, { kind: "close" }],
    ["withdraw 5", { tokens: "2" }, { kind: "withdraw", amount: { lovelace: 5n, tokens: 2n } }],
    [`add-approver ${KEY}`, { threshold: "3" }, { change: { kind: "addApprover", key: KEY, threshold: 3 } }],
    [`drop-approver ${KEY}`, { threshold: "2" }, { change: { kind: "dropApprover", key: KEY, threshold: 2 } }],
    ["set-threshold 2", {}, { change: { kind: "setThreshold", threshold: 2 } }],
    [`set-oracle ${KEY}`, {}, { change: { kind: "setOracle", key: KEY } }],
    [`set-operator ${"ef".repeat(28)}`, {}, { change: { kind: "setOperator", operator: "ef".repeat(28) } }],
    ["set-max-fee 3000000", {}, { change: { kind: "setMaxFee", maxFeeLovelace: 3_000_000n } }],
    ["set-daily-limit 5", {}, { change: { kind: "setDailyLimit", limit: { lovelace: 5n, tokens: 7n } } }],
    ["set-min-deposit 5", { tokens: "1" }, { change: { minDeposit: { lovelace: 5n, tokens: 1n } } }],
    ["set-min-gap 60000", {}, { change: { kind: "setMinGap", minGapMs: 60_000 } }],
    ["set-window 1 2", {}, { change: { kind: "setWindow", minWindowMs: 1, maxWindowMs: 2 } }],
    ["set-reserve 5000000", {}, { change: { kind: "setReserve", reserveLovelace: 5_000_000n } }],
  ])("%s", (line, options, act) => {
    expect(parse(line, options)).toMatchObject(act as object);
  });

  it("is null if the name is unknown", () => {
    expect(parse("burn")).toBeNull();
  });

  it.each<[string, Partial<Typed>, RegExp]>([
    ["set-reserve 5.0", {}, /LOVELACE: "5.0" should be a whole number/],
    ["set-reserve -5", {}, /LOVELACE: "-5" should be a whole number/],
    ["set-reserve", {}, /set-reserve takes LOVELACE; 0 arguments were given/],
    ["set-oracle abc", {}, /KEY: "abc" should be 64 lower-case hexadecimal digits/],
    [`add-approver ${KEY}`, {}, /add-approver needs --threshold N/],
    [`add-approver ${KEY}`, { threshold: "two" }, /--threshold: "two" should be a whole number/],
    ["close now", {}, /close takes nothing; 1 arguments were given/],
  ])("%s is refused with a readable message", (line, options, words) => {
    expect(() => parse(line, options)).toThrow(words);
  });

  it("tokens need a prize asset", () => {
    const typed = { name: "withdraw", values: ["5"], threshold: undefined, tokens: "2" };
    expect(() => parseAct(typed, PLAIN)).toThrow(/this pool has no prize asset/);
  });
});

describe("a deposit as it is typed", () => {
  const typed = (values: string[], tokens?: string) => ({
    name: "deposit",
    values,
    threshold: undefined,
    tokens,
  });

  it("is lovelace, and tokens if the pool has a prize asset", () => {
    expect(parseAmount(typed(["5"]), PLAIN)).toEqual({ lovelace: 5n, tokens: 0n });
    expect(parseAmount(typed(["5"], "2"), NOW)).toEqual({ lovelace: 5n, tokens: 2n });
  });

  it.each<[string, Typed, RegExp]>([
    ["two amounts", typed(["20000000", "500"]), /deposit takes LOVELACE; 2 arguments were given/],
    ["no amount", typed([]), /deposit takes LOVELACE; 0 arguments were given/],
    ["tokens without a prize asset", typed(["5"], "2"), /this pool has no prize asset/],
  ])("with %s is refused with a readable message", (_name, wrong, words) => {
    expect(() => parseAmount(wrong, PLAIN)).toThrow(words);
  });
});
