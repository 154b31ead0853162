import { describe, expect, it } from "vitest";
import { keyAddress, testRules, testRulesDocument } from "@/server/testing/domain/fixtures";
import { hashRules, networkIdOfRules, parseRules, rulesToJson } from "./rules";

function problemsWith(change: Record<string, unknown>): string[] {
  const result = parseRules({ ...testRulesDocument(), ...change });
  return result.ok ? [] : result.problems.map(({ field, problem }) => `${field}: ${problem}`);
}

describe("parseRules", () => {
  it("reads a document with amounts as decimal text, past 2^53 too", () => {
    const document = { ...testRulesDocument(), pot: { kind: "fixed", lovelace: "45000000000000000" } };
    const result = parseRules(JSON.parse(JSON.stringify(document)));
    expect(result.ok && result.rules.pot).toEqual({ kind: "fixed", lovelace: 45_000_000_000_000_000n });
  });

  it("names the field, what was wrong, and what would be right", () => {
    expect(problemsWith({ pot: { kind: "fixed", lovelace: "1.5" } })).toEqual([
      'pot.lovelace: must be a whole number of at least 0 as text, such as "500000000"',
    ]);
    expect(problemsWith({ pot: { kind: "fixed", lovelace: 5 } })[0]).toMatch(/^pot\.lovelace: must be a whole/);
    expect(problemsWith({ holding: { minimumQuantity: "0" } })[0]).toMatch(/^holding\.minimumQuantity: must be more/);
    expect(problemsWith({ prizeAsset: "SNEK" })[0]).toMatch(/^prizeAsset: must be the token's unit/);
    expect(problemsWith({ weight: { kind: "lottery" } })[0]).toMatch(/^weight.*pro-rata-holding/);
    expect(problemsWith({ allowedScripts: ["AB"] })[0]).toMatch(/^allowedScripts\.0: must be a script hash/);
    expect(problemsWith({ gameAddress: "addr1junk" })[0]).toMatch(/^gameAddress: .*checksum/);
    expect(problemsWith({ surprise: 1 })[0]).toMatch(/unknown fields: surprise/);
  });

  it("refuses excluded addresses of another network", () => {
    const excluded = { addresses: [keyAddress(1, 1, 1)], identities: [] };
    expect(problemsWith({ excluded })[0]).toMatch(/^excluded\.addresses\.0: belongs to another network/);
  });

  it("refuses a stake address as the game's", () => {
    const stake = "stake_test1uqehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gssrtvn";
    expect(problemsWith({ gameAddress: stake })[0]).toMatch(/^gameAddress: is a stake address/);
  });
});

describe("rulesToJson and hashRules", () => {
  it("round trips, and order and repetition in lists do not change the hash", () => {
    const addresses = [keyAddress(3, 3), keyAddress(1, 1), keyAddress(2)];
    const rules = testRules({ excluded: { addresses, identities: [] } });
    const shuffled = testRules({
      excluded: { addresses: [...addresses, ...addresses].reverse(), identities: [] },
    });
    expect(parseRules(JSON.parse(rulesToJson(rules)))).toEqual({ ok: true, rules });
    expect(hashRules(shuffled)).toBe(hashRules(rules));
    expect(hashRules(testRules({ version: 2 }))).not.toBe(hashRules(rules));
  });

  it("knows its network from the game's address", () => {
    expect(networkIdOfRules(testRules())).toBe(0);
  });
});
