import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf, keyAddress } from "@/server/testing/domain/fixtures";
import { blake2b256 } from "../hash";
import type { RewardLine } from "../rewards/reward-line";
import { leafHashOf, merkleRootOf, proveLine, verifyLine } from "./merkle";

function line(seed: number): RewardLine {
  return {
    address: keyAddress(seed),
    identity: `key:${hashOf(seed)}`,
    quantity: BigInt(seed),
    openingLovelace: 0n,
    earnedLovelace: 5_000_000n,
    payoutLovelace: 5_000_000n,
    carriedLovelace: 0n,
    reason: "payable",
  };
}

function lines(count: number): RewardLine[] {
  return Array.from({ length: count }, (_, index) => line(index + 1));
}

function node(left: string, right: string): string {
  return bytesToHex(blake2b256(hexToBytes(`01${left}${right}`)));
}

describe("the Merkle tree of the lines", () => {
  it("has the shape of RFC 6962", () => {
    const [a, b, c, d, e] = lines(5).map(leafHashOf);
    expect(merkleRootOf([])).toBe(bytesToHex(blake2b256()));
    expect(merkleRootOf(lines(1))).toBe(a);
    expect(merkleRootOf(lines(3))).toBe(node(node(a ?? "", b ?? ""), c ?? ""));
    const four = node(node(a ?? "", b ?? ""), node(c ?? "", d ?? ""));
    expect(merkleRootOf(lines(5))).toBe(node(four, e ?? ""));
  });

  it("grows line by line to the root that its rows give, whatever their number", () => {
    for (let count = 0; count <= 70; count++) {
      const all = lines(count);
      let row = all.map(leafHashOf);
      while (row.length > 1) {
        const pairs = row.map((left, index) => (index + 1 < row.length ? node(left, row[index + 1] ?? "") : left));
        row = pairs.filter((_, index) => index % 2 === 0);
      }
      expect(merkleRootOf(all)).toBe(row[0] ?? bytesToHex(blake2b256()));
    }
  });

  it("proves every line, and no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (count, at, other) => {
        const all = lines(count);
        const root = merkleRootOf(all);
        const index = at % count;
        const proof = proveLine(all, index);
        const wanted = all[index];
        if (!wanted) throw new Error("no such line");
        expect(verifyLine(wanted, proof, root)).toBe(true);
        expect(verifyLine({ ...wanted, payoutLovelace: wanted.payoutLovelace + 1n }, proof, root)).toBe(false);
        const stranger = all[other % count];
        if (stranger && stranger !== wanted) expect(verifyLine(stranger, proof, root)).toBe(false);
        expect(verifyLine(wanted, [...proof, { side: "left", hash: root }], root)).toBe(false);
        if (proof.length > 0) expect(verifyLine(wanted, proof.slice(1), root)).toBe(false);
      }),
    );
  });

  it("refuses a malformed hash, and proves no line that does not exist", () => {
    const [first] = lines(1);
    expect(first && verifyLine(first, [{ side: "left", hash: "zz" }], merkleRootOf(lines(2)))).toBe(false);
    expect(() => proveLine(lines(2), 2)).toThrow("there is no line 2");
  });
});
