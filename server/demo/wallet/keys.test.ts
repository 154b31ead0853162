import { ed25519 } from "@noble/curves/ed25519";
import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { createKey, keyFromSecret } from "./keys";
import { walletFromSeed } from "./seed";

const MESSAGE = "5a".repeat(32);

describe("signing keys", () => {
  it("sign as ed25519 does, by a plain secret", () => {
    const { secret, key } = createKey();
    expect(key.publicKey()).toBe(bytesToHex(ed25519.getPublicKey(secret)));
    expect(key.keyHash).toBe(bytesToHex(blake2b(ed25519.getPublicKey(secret), { dkLen: 28 })));
    expect(key.signTransactionId(MESSAGE)).toBe(bytesToHex(ed25519.sign(MESSAGE, secret)));
    expect(keyFromSecret(secret).publicKey()).toBe(key.publicKey());
  });

  it("sign so that ed25519 verifies, with an extended secret of a wallet", () => {
    const phrase = "test walk nut penalty hip pave soap entry language right filter choice";
    const { paymentKey, stakeKey } = walletFromSeed(phrase, 0);
    for (const key of [paymentKey, stakeKey]) {
      expect(ed25519.verify(key.signTransactionId(MESSAGE), MESSAGE, key.publicKey())).toBe(true);
    }
  });

  it("are never the same twice when made", () => {
    expect(createKey().key.keyHash).not.toBe(createKey().key.keyHash);
  });

  it("refuse a secret of another length", () => {
    expect(() => keyFromSecret(new Uint8Array(31))).toThrow("must have 32 or 64 bytes, not 31");
  });
});
