import { ed25519 } from "@noble/curves/ed25519";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils";
import { sha512 } from "@noble/hashes/sha2";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import fc from "fast-check";
import sodium from "libsodium-wrappers";
import { beforeAll, describe, expect, it, test } from "vitest";
import { cases } from "@/server/testing/domain/ed25519-cases.json";
import { SMALL_ORDER, scalarOf, signOddly } from "@/server/testing/domain/odd-signature";
import { judgeSignature } from "./ed25519";

const { Point } = ed25519;
const L = Point.Fn.ORDER;

/** What the ledger's own library says. */
function libsodium(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}

beforeAll(() => sodium.ready);

describe("the cases of Taming the many EdDSAs", () => {
  test.each(cases)("$what", ({ message, publicKey, signature, libsodium: expected }) => {
    const given = [hexToBytes(signature), hexToBytes(message), hexToBytes(publicKey)] as const;
    expect(libsodium(...given)).toBe(expected);
    // The one that libsodium takes has a key with a part of small order.
    expect(judgeSignature(...given)).not.toBe("right");
  });
});

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => (scalarOf(bytes) % (L - 1n)) + 1n);
const oddly = fc.record({ secret: secrets, nonce: secrets, addToKey: fc.nat(7), addToR: fc.nat(7) });
const messages = fc.uint8Array({ maxLength: 200 });

it("what is right here is right for libsodium, whatever of small order a signer adds to key or R", () => {
  let differs = 0;
  fc.assert(
    fc.property(messages, oddly, (message, odd) => {
      const { addToKey, addToR } = odd;
      const { publicKey, signature } = signOddly(message, odd);
      const verdict = judgeSignature(signature, message, publicKey);
      expect(verdict).toBe(addToKey === 0 && addToR === 0 ? "right" : "not-strict");
      if (verdict === "right") expect(libsodium(signature, message, publicKey)).toBe(true);
      if (addToKey === 0) expect(libsodium(signature, message, publicKey)).toBe(addToR === 0);
      if (ed25519.verify(signature, message, publicKey, { zip215: false }) && verdict !== "right") differs += 1;
    }),
    { numRuns: 60, seed: 14 },
  );
  expect(differs, "the library by itself takes what the ledger refuses").toBeGreaterThan(0);
});

it("what honest keys sign is right; another text, key or S is not", () => {
  fc.assert(
    fc.property(messages, fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(63), (message, secretKey, at) => {
      const publicKey = ed25519.getPublicKey(secretKey);
      const signature = ed25519.sign(message, secretKey);
      expect(judgeSignature(signature, message, publicKey)).toBe("right");
      expect(judgeSignature(signature, concatBytes(message, utf8ToBytes(".")), publicKey)).toBe("wrong");
      const changed = signature.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(judgeSignature(changed, message, publicKey)).toBe("wrong");
      const s = bytesToNumberLE(signature.subarray(32));
      const higher = concatBytes(signature.subarray(0, 32), numberToBytesLE(s + L, 32));
      expect(judgeSignature(higher, message, publicKey)).toBe("wrong");
      expect(libsodium(higher, message, publicKey)).toBe(false);
    }),
    { numRuns: 25, seed: 14 },
  );
});

it.each([
  ["the identity as R", 0],
  ["a point of order 2 as R", 4],
  ["a point of order 8 as R", 1],
])("%s, which some libraries take, is not right", (_what, times) => {
  // With R = t·T and S = h·a the equation without cofactor holds where t = 0.
  const message = utf8ToBytes("text");
  const secret = 5n;
  const publicKey = Point.BASE.multiply(secret).toBytes();
  const r = (SMALL_ORDER[times] ?? Point.ZERO).toBytes();
  const h = scalarOf(sha512(concatBytes(r, publicKey, message)));
  const signature = concatBytes(r, numberToBytesLE((h * secret) % L, 32));
  expect(libsodium(signature, message, publicKey)).toBe(false);
  expect(judgeSignature(signature, message, publicKey)).toBe("not-strict");
});

it.each([0, 31, 33, 63, 65])("a key or signature of %d bytes is wrong, and throws nothing", (length) => {
  const message = utf8ToBytes("text");
  const [publicKey, signature] = [ed25519.getPublicKey(new Uint8Array(32).fill(7)), new Uint8Array(64)];
  expect(judgeSignature(signature, message, new Uint8Array(length))).toBe("wrong");
  expect(judgeSignature(new Uint8Array(length), message, publicKey)).toBe("wrong");
});
