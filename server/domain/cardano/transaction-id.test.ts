import { CML } from "@lucid-evolution/lucid";
import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils";
import { expect, test } from "vitest";
import { transactionId } from "./transaction-id";

// The example of Blockfrost's OpenAPI description (tx/submit) without its broken auxiliary data.
const BODY =
  "a400818258208911f640d452c3be4ff3d89db63b41ce048c056951286e2e28bbf8a51588ab44000181825839009493315cd92eb5d8c4304e67b7e16ae36d61d34502694657811a2c8e32c728d3861e164cab28cb8f006448139c8f1740ffb8e7aa9e5232dc1a10b2531f021a00029519075820cb798b0bce50604eaf2e0dc89367896b18f0a6ef6b32b57e3c9f83f8ee71e608";
const idOf = (hex: string) => transactionId(hexToBytes(hex));
const hashOf = (hex: string) => bytesToHex(blake2b(hexToBytes(hex), { dkLen: 32 }));

test("agrees with the serialization library of Lucid", () => {
  const tx = `84${BODY}a0f5f6`;
  const expected = CML.hash_transaction(CML.Transaction.from_cbor_hex(tx).body()).to_hex();
  expect(idOf(tx)).toBe(expected);
});

test("hashes the bytes as they are, whatever their encoding", () => {
  const loose = "bf009fd87980ff1b00000000000000051801ff";
  expect(idOf(`9f${loose}a0f5f6ff`)).toBe(hashOf(loose));
});

test("reads a transaction that lies inside a larger buffer", () => {
  const tx = hexToBytes(`84${BODY}a0f5f6`);
  const inside = concatBytes(new Uint8Array(7), tx).subarray(7);
  expect(transactionId(inside)).toBe(hashOf(BODY));
});

test.each([
  ["nothing", ""],
  ["no array", "a0f5"],
  ["a body that is no map", "84820102a0f5f6"],
  ["a body that is cut off", `84${BODY.slice(0, 80)}`],
])("refuses %s", (_, hex) => expect(() => idOf(hex)).toThrow());
