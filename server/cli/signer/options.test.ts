import { describe, expect, it } from "vitest";
import { testSecret } from "@/server/testing/secrets";
import { openLook } from "./chain";
import { readPolicy } from "./policy";

const MAINNET = 764_824_073;
const policyId = "ab".repeat(28);
const GIVEN = { act: "propose", pool: policyId, "daily-limit": "5000000" };
const SOURCE = { BLOCKFROST_URL: "http://127.0.0.1:1", BLOCKFROST_PROJECT_ID: "" };

describe("a signer's limits", () => {
  it("are what its options say, and none is made up", () => {
    expect(readPolicy(GIVEN, 1)).toEqual({
      ...{ act: "propose", network: "preprod", policyId, dailyLimitLovelace: 5_000_000n },
      ...{ hourlyLimitLovelace: null, recipientLimitLovelace: null },
    });
    const all = { ...GIVEN, "hourly-limit": "4", "recipient-limit": "3", "longest-deadline": "48" };
    expect(readPolicy(all, 1)).toMatchObject({
      ...{ hourlyLimitLovelace: 4n, recipientLimitLovelace: 3n, longestDeadlineMs: 48 * 3_600_000 },
    });
  });

  it("take a deadline that is years away on a devnet, whose time may be", () => {
    const years = { ...GIVEN, "longest-deadline": "80000" };
    expect(readPolicy(years, 77)).toMatchObject({ network: "magic77", longestDeadlineMs: 80_000 * 3_600_000 });
    expect(() => readPolicy(years, 1)).toThrow(/from 1 to 9600, not "?80000/);
    expect(() => readPolicy({ ...GIVEN, "longest-deadline": "1000000" }, 77)).toThrow(/from 1 to 999999/);
  });

  it.each([
    [{ "daily-limit": undefined }, /--daily-limit must be a whole number of lovelace above 0/],
    [{ "daily-limit": "0" }, /--daily-limit must be/],
    [{ "hourly-limit": "1.5" }, /--hourly-limit must be/],
    [{ "recipient-limit": "-1" }, /--recipient-limit must be/],
    [{ "longest-deadline": "0" }, /--longest-deadline must be a whole number of hours from 1 to 9600/],
    [{ "longest-deadline": "9601" }, /--longest-deadline must be/],
    [{ act: "pay" }, /--act must be propose or approve/],
    [{ pool: "x" }, /--pool must be the pool's policy id/],
  ])("that cannot be are refused: %o", (change, words) => {
    expect(() => readPolicy({ ...GIVEN, ...change }, 1)).toThrow(words);
  });
});

describe("a signer's own source", () => {
  const on = (networkMagic: number, withoutChain = false) => ({ networkMagic, policyId, withoutChain });

  it("is asked for on mainnet, unless somebody says what goes without it", () => {
    expect(() => openLook({}, on(MAINNET))).toThrow(
      /On mainnet a signer looks at the chain itself: name a source \(BLOCKFROST_URL, or another kind\).*Or say --without-chain: then it/,
    );
    expect(openLook({}, on(MAINNET, true))).toBeNull();
    expect(openLook({}, on(1))).toBeNull();
    expect(openLook(SOURCE, on(MAINNET))).not.toBeNull();
  });

  it("is not both there and left away", () => {
    expect(() => openLook(SOURCE, on(1, true))).toThrow(/--without-chain and a chain source exclude each other/);
  });

  it("is read as strictly as the server's", () => {
    const variables = { BLOCKFROST_URL: "http://blockfrost.example.org", BLOCKFROST_PROJECT_ID: testSecret("id") };
    expect(() => openLook(variables, on(1))).toThrow(/BLOCKFROST_URL must be https/);
  });
});
