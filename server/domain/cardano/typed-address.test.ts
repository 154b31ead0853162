import { describe, expect, it } from "vitest";
import { parseAddress } from "./address";
import { ADDRESS_FORM, LONGEST_TYPED, readTypedAddress } from "./typed-address";

const BASE = "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x";
const STAKE = "stake_test1uqehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gssrtvn";
const BYRON = "Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi";
const HEX = "619493315cd92eb5d8c4304e67b7e16ae36d61d34502694657811a2c8e";

const problemOf = (text: string) => {
  const read = readTypedAddress(text);
  return "problem" in read ? read.problem : "";
};

describe("a pasted address", () => {
  // U+200B, U+2060, U+00AD, a byte order mark, a no-break space, and marks of the direction.
  it.each([
    "\u200b",
    "\u2060",
    "\u00ad",
    "\ufeff",
    "\u00a0",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u2066",
    "\u2069",
    "\ufe0f",
    "\u2800",
    "\ufff9",
    "\u0007",
    "\u001b",
  ])("is read without what nobody sees: %j before, inside and after it", (unseen) => {
    for (const address of [BASE, STAKE, BYRON, HEX]) {
      const pasted = `${unseen}${address.slice(0, 20)}${unseen}${address.slice(20)}${unseen}`;
      expect(readTypedAddress(pasted)).toMatchObject({ text: address });
    }
  });

  it.each(['"@"', "'@'", "“@”", "«@»", "`@`", "(@)", "@.", "@,", " @; ", '"@".'])("is taken out of %s", (around) => {
    for (const address of [BASE, STAKE, BYRON, HEX]) {
      expect(readTypedAddress(around.replace("@", address))).toMatchObject({ text: address });
    }
  });

  it("is read over several lines, and in capitals", () => {
    expect(readTypedAddress(` ${BASE.slice(0, 50)}\r\n\t${BASE.slice(50)} `)).toMatchObject({ text: BASE });
    expect(readTypedAddress(BASE.toUpperCase())).toMatchObject({ text: BASE.toUpperCase() });
  });

  it.each([
    `web+cardano:${BASE}?amount=5.0`,
    `web+cardano://${BASE}`,
    `WEB+CARDANO:${BASE}?amount=1&label=x`,
    `https://cardanoscan.io/address/${BASE}`,
    `https://preprod.cexplorer.io/address/${BASE}/tx#data`,
    `https://explorer.cardano.org/en/address?address=${BASE}`,
    `pool.pm/${BASE}`,
    `\u200bhttps://adastat.net/addresses/${BASE}\u00a0`,
  ])("is taken out of %s", (link) => {
    expect(readTypedAddress(link)).toMatchObject({ text: BASE });
  });

  it("is taken out of a link in every spelling", () => {
    for (const address of [STAKE, BYRON, HEX]) {
      expect(readTypedAddress(`https://cardanoscan.io/address/${address}?tab=1`)).toMatchObject({ text: address });
    }
  });
});

describe("a handle", () => {
  it.each([
    ["$name", "name"],
    ["\u200b$my.name", "my.name"],
    ["web+cardano:$name", "name"],
    ["\u201c$Na-me_1.\u201d,", "na-me_1."],
    ["$pay@my-root", "pay@my-root"],
  ])("%s is read", (typed, handle) => {
    expect(readTypedAddress(typed)).toEqual({ handle });
  });

  it.each([
    ["$", /1 to 15 characters/],
    ["$abcdefghijklmnop", /1 to 15 characters/],
    ["$a@b@c", /1 to 15 characters/],
    [`$${"a".repeat(20)}@bcdefghi`, /at most 28 in all/],
    ["$na\u0435me", /only letters from a to z/],
    ["$na me/../x", /only letters from a to z/],
    ["$\u0000", /only letters from a to z/],
  ])("%j is refused in words", (typed, words) => {
    expect(problemOf(typed)).toMatch(words);
  });
});

describe("what is no address", () => {
  it("says what to do instead", () => {
    expect(problemOf("https://cardanoscan.io/pool/abc")).toMatch(/link has no Cardano address/);
    expect(problemOf(`https://x.example/${BASE}?to=${STAKE}`)).toMatch(/more than one address/);
    expect(problemOf(`web+cardano:${BASE.slice(0, -1)}q`)).toMatch(/typing error/);
    expect(problemOf("")).toMatch(/empty/);
    expect(problemOf("\u200b")).toMatch(/empty/);
    expect(problemOf("\0")).toMatch(/not a Cardano address/);
  });

  it("is not decoded where it is too long: base58 takes the square of its length", () => {
    expect(problemOf("z".repeat(LONGEST_TYPED + 1))).toMatch(/too long.*at most 500/);
    expect(parseAddress("z".repeat(2_000_000))).toMatchObject({ problem: expect.stringMatching(/not a Cardano/) });
  });
});

it("has a form in every spelling that is an address, and not where letters are wrong", () => {
  for (const address of [BASE, STAKE, BYRON, HEX, BASE.toUpperCase(), HEX.toUpperCase(), "$Name", "$a.b@c_d"]) {
    expect(address).toMatch(ADDRESS_FORM);
  }
  for (const text of ["", "addr1nonsense", "$", "$na me", "name", `${BASE}?`, ` ${BASE}`, `${BASE}\n`]) {
    expect(text).not.toMatch(ADDRESS_FORM);
  }
});
