import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { base58 } from "@scure/base";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressFromBytes,
  addressText,
  addressToBytes,
  type Credential,
  makeAddress,
  makeRewardAddress,
  parseAddress,
  parseAddressBytes,
} from "./address";

/* Test vectors of CIP-19: the same credentials in every type of address, on both networks. */
const paymentKey: Credential = {
  kind: "key",
  hash: "9493315cd92eb5d8c4304e67b7e16ae36d61d34502694657811a2c8e",
};
const stakeKey: Credential = {
  kind: "key",
  hash: "337b62cfff6403a06a3acbc34f8c46003c69fe79a3628cefa9c47251",
};
const script: Credential = {
  kind: "script",
  hash: "c37b1b5dc0669f1d3c61a6fddb2e8fde96be87b881c60bce8e8d542f",
};

const VECTORS: readonly [string, string, Credential | null, Credential | null][] = [
  [
    "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x",
    "addr_test1qz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs68faae",
    paymentKey,
    stakeKey,
  ],
  [
    "addr1z8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gten0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs9yc0hh",
    "addr_test1zrphkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gten0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgsxj90mg",
    script,
    stakeKey,
  ],
  [
    "addr1yx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerkr0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shs2z78ve",
    "addr_test1yz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerkr0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shsf5r8qx",
    paymentKey,
    script,
  ],
  [
    "addr1x8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gt7r0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shskhj42g",
    "addr_test1xrphkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gt7r0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shs4p04xh",
    script,
    script,
  ],
  [
    "addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8",
    "addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz",
    paymentKey,
    null,
  ],
  [
    "addr1w8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcyjy7wx",
    "addr_test1wrphkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcl6szpr",
    script,
    null,
  ],
  [
    "stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw",
    "stake_test1uqehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gssrtvn",
    null,
    stakeKey,
  ],
  [
    "stake178phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcccycj5",
    "stake_test17rphkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcljw6kf",
    null,
    script,
  ],
];
const POINTERS: readonly [string, Credential][] = [
  ["addr1gx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer5pnz75xxcrzqf96k", paymentKey],
  ["addr128phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtupnz75xxcrtw79hu", script],
];
const BYRON = [
  "Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi",
  "37btjrVyb4KDXBNC4haBVPCrro8AQPHwvCMp3RFhhSVWwfFmZ6wwzSK6JK1hY6wHNmtrpTf1kdbva8TCneM2YsiXT7mrzT21EacHnPpz5YyUdj64na",
];

const anyProblem = { problem: expect.any(String) };

function problemOf(text: string): string {
  const parsed = parseAddress(text);
  return "problem" in parsed ? parsed.problem : "";
}

const credential = fc.record({
  kind: fc.constantFrom("key" as const, "script" as const),
  hash: fc.uint8Array({ minLength: 28, maxLength: 28 }).map(bytesToHex),
});
const parts = fc
  .tuple(fc.option(credential), fc.option(credential))
  .filter(([payment, stake]) => payment !== null || stake !== null);
const networkId = fc.constantFrom(0 as const, 1 as const);

describe("CIP-19 test vectors", () => {
  it.each(VECTORS)("%s", (mainnet, testnet, payment, stake) => {
    for (const [address, network] of [[mainnet, 1] as const, [testnet, 0] as const]) {
      const parsed = parseAddress(address);
      expect(parsed).toMatchObject({
        networkId: network,
        ...(payment && { payment }),
        ...(stake && { stake }),
      });
      expect(makeAddress(network, payment, stake)).toBe(address);
      expect(parseAddress(bytesToHex(addressToBytes(address)))).toEqual(parsed);
    }
  });

  it.each(POINTERS)("pointer %s", (address, payment) => {
    expect(parseAddress(address)).toEqual({ kind: "pointer", networkId: 1, payment });
    expect(addressFromBytes(addressToBytes(address))).toBe(address);
  });

  it.each(BYRON)("Byron %s", (address) => {
    expect(parseAddress(address)).toEqual({ kind: "byron" });
    expect(addressFromBytes(addressToBytes(address))).toBe(address);
    expect(parseAddress(bytesToHex(addressToBytes(address)))).toEqual({ kind: "byron" });
  });
});

describe("round trips", () => {
  it("gives back the credentials that an address was made of, as text, as hex and in capitals", () => {
    fc.assert(
      fc.property(networkId, parts, (network, [payment, stake]) => {
        const address = makeAddress(network, payment, stake);
        const parsed = parseAddress(address);
        expect(parsed).toMatchObject({
          networkId: network,
          ...(payment && { payment }),
          ...(stake && { stake }),
        });
        const bytes = addressToBytes(address);
        expect(parseAddressBytes(bytes)).toEqual(parsed);
        expect(addressFromBytes(bytes)).toBe(address);
        for (const spelling of [address.toUpperCase(), bytesToHex(bytes), ` ${address}\n`]) {
          expect(addressFromBytes(addressToBytes(spelling))).toBe(address);
        }
      }),
    );
  });

  it("notices every single mistyped character", () => {
    const [address] = VECTORS.map(([mainnet]) => mainnet);
    fc.assert(
      fc.property(
        fc.nat((address?.length ?? 1) - 6),
        fc.constantFrom(..."qpzry9x8gf2tvdw0s3jn54khce6mua7l"),
        (at, typed) => {
          const text = address ?? "";
          fc.pre(text[at + 5] !== typed);
          expect(problemOf(text.slice(0, at + 5) + typed + text.slice(at + 6))).toMatch(/typing error/);
        },
      ),
    );
  });

  it("never throws, whatever is typed", () => {
    const typed = fc.oneof(
      fc.string(),
      fc.string().map((text) => `addr1${text}`),
      fc.uint8Array().map(bytesToHex),
    );
    fc.assert(fc.property(typed, (text) => void parseAddress(text)));
  });
});

describe("any bytes", () => {
  const [base = ""] = VECTORS.map(([mainnet]) => mainnet);

  it("have a text that stands for them, and that only an address's bytes make an address", () => {
    const header = fc.uint8Array({ minLength: 1, maxLength: 1 });
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.tuple(header, fc.uint8Array({ minLength: 26, maxLength: 300 })).map(([a, b]) => Uint8Array.of(...a, ...b)),
    );
    fc.assert(
      fc.property(bytes, (some) => {
        const text = addressText(some);
        expect(bytesToHex(addressToBytes(text))).toBe(bytesToHex(some));
        expect(parseAddress(text)).toEqual("problem" in parseAddressBytes(some) ? anyProblem : parseAddressBytes(some));
      }),
      { numRuns: 1000 },
    );
  });

  it("after the end of an address are a problem in words", () => {
    const long = addressText(Uint8Array.of(...addressToBytes(base), ...new Uint8Array(21)));
    expect(long).toMatch(/^addr1/);
    expect(problemOf(long)).toMatch(/78 bytes; one of its kind has 57/);
    const pointer = addressText(Uint8Array.of(...addressToBytes(POINTERS[0]?.[0] ?? ""), 1, 2, 3));
    expect(problemOf(pointer)).toMatch(/three whole numbers/);
    expect(() => addressFromBytes(addressToBytes(long))).toThrow(/78 bytes/);
  });

  it("of a pointer may be larger than any slot", () => {
    const large = Uint8Array.of(0x41, ...new Uint8Array(28), ...new Uint8Array(12).fill(0xff), 1, 2, 3);
    expect(parseAddress(addressText(large))).toMatchObject({ kind: "pointer" });
  });

  it("that have no other spelling are written in hex", () => {
    for (const hex of ["", "00".repeat(57).replace(/^00/, "02"), `9${"1".repeat(57)}`, "82d818", "ff"]) {
      expect(addressText(hexToBytes(hex))).toBe(hex);
      expect(parseAddress(hex)).toEqual(anyProblem);
    }
  });
});

it("makes the addresses of reward accounts, which are read back", () => {
  for (const [mainnet, testnet, payment, stake] of VECTORS) {
    if (payment || !stake) continue;
    expect([makeRewardAddress(1, stake), makeRewardAddress(0, stake)]).toEqual([mainnet, testnet]);
    expect(parseAddress(testnet)).toEqual({ kind: "reward", networkId: 0, stake });
  }
  expect(() => makeRewardAddress(0, { kind: "script", hash: "00" })).toThrow(/bytes/);
});

describe("bad input", () => {
  it("says what was wrong and what would be right", () => {
    expect(problemOf("")).toMatch(/empty.*addr or stake/);
    expect(problemOf("$handle")).toMatch(/not a Cardano address.*addr1/);
    expect(problemOf("0xdeadbeef")).toMatch(/not a Cardano address/);
    expect(problemOf(`61${"00".repeat(30)}`)).toMatch(/31 bytes; one of its kind has 29/);
    expect(problemOf(`62${"00".repeat(28)}`)).toMatch(/network 2/);
    expect(problemOf(`91${"00".repeat(28)}`)).toMatch(/CIP-19 does not define/);
    expect(problemOf(`41${"00".repeat(28)}81`)).toMatch(/three whole numbers/);
    expect(problemOf(`41${"00".repeat(28)}01020304`)).toMatch(/three whole numbers/);
    expect(problemOf(`82${"00".repeat(40)}`)).toMatch(/Byron address is cut off/);
  });

  it("does not take a Byron address with a wrong checksum, or cut off", () => {
    const bytes = base58.decode(BYRON[0] ?? "");
    bytes[12] = (bytes[12] ?? 0) ^ 1;
    expect(problemOf(base58.encode(bytes))).toMatch(/not a Cardano address/);
    expect(problemOf(base58.encode(bytes.subarray(0, -1)))).toMatch(/not a Cardano address/);
  });

  it("refuses a prefix that contradicts the bytes", async () => {
    const { bech32 } = await import("@scure/base");
    const bytes = addressToBytes(VECTORS[0]?.[0] ?? "");
    expect(problemOf(bech32.encode("addr_test", bech32.toWords(bytes), 200))).toMatch(
      /begins with addr_test.*needs addr/,
    );
  });

  it("makes no address without credentials or with a hash of the wrong length", () => {
    expect(() => makeAddress(1, null, null)).toThrow(/needs a payment or a stake/);
    expect(() => makeAddress(1, { kind: "key", hash: "00" }, null)).toThrow(/bytes/);
    expect(() => addressToBytes("nobody")).toThrow(/not a Cardano address/);
  });
});
