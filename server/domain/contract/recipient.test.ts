import { describe, expect, it } from "vitest";
import { makeAddress } from "../cardano/address";
import { checkRecipient, minimumOutputLovelace, outputBytes } from "./recipient";

const POLICY = "aa".repeat(28);
const KEY = { kind: "key", hash: "11".repeat(28) } as const;
const SCRIPT = { kind: "script", hash: "22".repeat(28) } as const;
const ASSET = { policyId: "ab".repeat(28), assetName: "534e454b", label: "SNEK" };
const BASE = makeAddress(0, KEY, KEY);

describe("who may be paid", () => {
  it.each([
    ["a base address", BASE],
    ["an enterprise address", makeAddress(0, KEY, null)],
    ["a key whose stake is a script's", makeAddress(0, KEY, SCRIPT)],
  ])("%s", (_, address) => {
    expect(checkRecipient(address, 0, POLICY)).toBeNull();
  });

  it.each([
    ["a stake address", makeAddress(0, null, KEY), /reward address cannot be paid/],
    ["an address of mainnet", makeAddress(1, KEY, KEY), /belongs to mainnet/],
    ["a script", makeAddress(0, SCRIPT, KEY), /not allow-listed/],
    ["the pool", makeAddress(0, { kind: "script", hash: POLICY }, null), /pool's own/],
    [
      "the pool, allow-listed by mistake",
      makeAddress(0, { kind: "script", hash: POLICY }, KEY),
      /pool's own/,
    ],
    ["nonsense", "addr_test1nonsense", /checksum/],
    [
      "a Byron address",
      "37btjrVyb4KDXBNC4haBVPCrro8AQPHwvCMp3RFhhSVWwfFmZ6wwzSK6JK1hY6wHNmtrpTf1kdbva8TCneM2YsiXT7mrzT21EacHnPpz5YyUdj64na",
      /byron address cannot be paid/,
    ],
  ])("not %s", (_, address, problem) => {
    expect(checkRecipient(address, 0, POLICY, [POLICY])).toMatch(problem);
  });

  it("a script that was allow-listed", () => {
    expect(checkRecipient(makeAddress(0, SCRIPT, null), 0, POLICY, [SCRIPT.hash])).toBeNull();
  });
});

describe("the least an output may carry", () => {
  it("is 4,310 x (160 + 65) for a base address", () => {
    expect(outputBytes({ address: BASE, lovelace: 969_750n, tokens: 0n }, null)).toBe(65);
    expect(minimumOutputLovelace({ address: BASE, tokens: 0n }, null, 4_310n)).toBe(969_750n);
  });

  it("is more with tokens, and needs to know of which asset", () => {
    const withTokens = { address: BASE, tokens: 250n };
    expect(outputBytes({ ...withTokens, lovelace: 1_180_000n }, ASSET)).toBe(105);
    expect(minimumOutputLovelace(withTokens, ASSET, 4_310n)).toBe(4_310n * (160n + 105n));
    expect(() => minimumOutputLovelace(withTokens, null, 4_310n)).toThrow(/no prize asset/);
  });
});
