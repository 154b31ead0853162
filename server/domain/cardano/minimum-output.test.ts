import { hexToBytes } from "@noble/hashes/utils";
import { encode } from "cborg";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COINS_PER_BYTE, keyAddress } from "@/server/testing/domain/fixtures";
import type { AssetUnit } from "../units";
import { addressToBytes } from "./address";
import { isPayableAmount, leastLovelace, minimumOutputLovelace, outputBytes } from "./minimum-output";

const address = fc.constantFrom(keyAddress(1), keyAddress(1, 2), keyAddress(1, 2, 1));
const anyAmount = fc.oneof(fc.bigInt(0n, 70_000n), fc.bigInt(0n, 2n ** 33n), fc.bigInt(0n, 45_000_000_000_000_000n));
const POLICIES = ["aa".repeat(28), "bb".repeat(28), "cc".repeat(28)];
const unit = fc
  .tuple(fc.constantFrom(...POLICIES), fc.uint8Array({ maxLength: 32 }))
  .map(([policyId, name]) => policyId + Buffer.from(name).toString("hex"));
const anyAssets = fc.dictionary(unit, anyAmount, { maxKeys: 40 });

/** `[address, value]` as another encoder writes it. Keys are bytes, so maps stand in for objects. */
function encoded(to: string, lovelace: bigint, assets: Record<AssetUnit, bigint>): Uint8Array {
  const policies = new Map<string, Map<string, bigint>>();
  for (const [held, quantity] of Object.entries(assets)) {
    if (quantity === 0n) continue;
    const names = policies.get(held.slice(0, 56)) ?? new Map<string, bigint>();
    policies.set(held.slice(0, 56), names.set(held.slice(56), quantity));
  }
  if (policies.size === 0) return encode([addressToBytes(to), lovelace]);
  const byBytes = <T>(map: Map<string, T>) => new Map([...map].map(([k, v]) => [hexToBytes(k), v]));
  return encode([addressToBytes(to), [lovelace, byBytes(new Map([...policies].map(([k, v]) => [k, byBytes(v)])))]]);
}

describe("the least an output may hold", () => {
  it("is what mainnet asks for", () => {
    expect(minimumOutputLovelace({ address: keyAddress(1, 2) }, COINS_PER_BYTE)).toBe(969_750n);
    expect(minimumOutputLovelace({ address: keyAddress(1) }, COINS_PER_BYTE)).toBe(849_070n);
    const withTokens = { address: keyAddress(1, 2), assets: { [`${"ab".repeat(28)}534e454b`]: 250n } };
    expect(minimumOutputLovelace(withTokens, COINS_PER_BYTE)).toBe(4_310n * (160n + 105n));
  });

  it("counts the bytes that a CBOR encoder writes", () => {
    fc.assert(
      fc.property(address, anyAmount, anyAssets, (to, lovelace, assets) => {
        expect(outputBytes({ address: to, lovelace, assets })).toBe(encoded(to, lovelace, assets).length);
      }),
    );
  });

  it("is enough, and one lovelace less is not, whatever the parameter", () => {
    const parameter = fc.oneof(fc.bigInt(1n, 40n), fc.bigInt(1n, 10n ** 9n));
    fc.assert(
      fc.property(address, anyAssets, parameter, (to, assets, coinsPerUtxoByte) => {
        const lovelace = minimumOutputLovelace({ address: to, assets }, coinsPerUtxoByte);
        const holds = (amount: bigint) => isPayableAmount({ address: to, assets, lovelace: amount }, coinsPerUtxoByte);
        expect([holds(lovelace), holds(lovelace - 1n)]).toEqual([true, false]);
      }),
    );
  });

  it("never takes an output of nothing", () => {
    expect(isPayableAmount({ address: keyAddress(1), lovelace: 0n }, 0n)).toBe(false);
  });

  it("counts the amount as wide as it is, not as wide as it could be", () => {
    const bytesAt = (lovelace: bigint) => (lovelace < 2n ** 32n ? 65 : 69);
    expect(leastLovelace(bytesAt, COINS_PER_BYTE)).toBe(969_750n);
  });

  it("is not enough for a larger amount whose own bytes cost more", () => {
    // The least takes 5 bytes and is just under 2^32; from there on an amount takes 9.
    const coinsPerUtxoByte = 19_088_743n;
    const output = { address: keyAddress(1, 2), assets: {} };
    expect(minimumOutputLovelace(output, coinsPerUtxoByte)).toBeLessThan(2n ** 32n);
    expect(isPayableAmount({ ...output, lovelace: 2n ** 32n }, coinsPerUtxoByte)).toBe(false);
  });
});
