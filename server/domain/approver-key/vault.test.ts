import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex } from "@noble/hashes/utils";
import { beforeAll, describe, expect, test } from "vitest";
import { openKey, readSealedKey, type SealedKey, sealKey } from "./vault";

const secretKey = "42".repeat(32);
const passphrase = "correct horse battery staple";
const salt = new Uint8Array(16).fill(7);
const iv = new Uint8Array(12).fill(9);

describe.each([
  ["PBKDF2-SHA-256", { iterations: 600_001 }, { iterations: 1000 }, "iterations"],
  ["scrypt", { cost: 2 ** 18 }, { cost: 1024 }, "cost"],
] as const)("a key sealed by %s", (kdf, dearer, cheap, costs) => {
  let sealed: SealedKey;
  beforeAll(async () => {
    sealed = await sealKey({ secretKey, passphrase, salt, iv }, kdf);
  });

  test("opens with its passphrase, and shows nothing of the secret before", async () => {
    expect(JSON.stringify(sealed)).not.toContain(secretKey);
    expect(sealed.publicKey).toBe(bytesToHex(ed25519.getPublicKey(secretKey)));
    expect(await openKey(sealed, passphrase)).toEqual({ ok: true, secretKey });
  });

  test("answers a wrong passphrase with a readable message", async () => {
    const opened = await openKey(sealed, "correct horse battery stapler");
    expect(opened).toEqual({ ok: false, problem: expect.stringContaining("Wrong passphrase") });
  });

  test("opens by a passphrase typed in another Unicode form", async () => {
    const composed = await sealKey({ secretKey, passphrase: "über die Brücke", salt, iv }, kdf);
    expect(await openKey(composed, "u\u0308ber die Bru\u0308cke")).toEqual({ ok: true, secretKey });
  });

  test.each([
    ["public key", { publicKey: bytesToHex(ed25519.getPublicKey("43".repeat(32))) }],
    ["cost", dearer],
    ["salt", { salt: "08".repeat(16) }],
    ["iv", { iv: "08".repeat(12) }],
  ])("does not open when its %s was changed", async (_what, change) => {
    expect((await openKey({ ...sealed, ...change }, passphrase)).ok).toBe(false);
  });

  test("is read back from its JSON", () => {
    expect(readSealedKey(JSON.stringify(sealed))).toEqual({ ok: true, key: sealed });
  });

  test.each([
    ["text that is not JSON", "hello", "not JSON"],
    ["another format", '{"format":"x","kdf":"scrypt"}', "format"],
    ["another derivation", '{"kdf":"md5"}', "kdf"],
    ["a cheap derivation", null, costs],
  ])("refuses %s", (_what, text, word) => {
    const given = text ?? JSON.stringify({ ...sealed, ...cheap });
    expect(readSealedKey(given)).toEqual({ ok: false, problem: expect.stringContaining(word) });
  });
});

test("a short passphrase, key, salt or iv is refused before anything is sealed", async () => {
  const good = { secretKey, passphrase, salt, iv };
  await expect(sealKey({ ...good, passphrase: "short" })).rejects.toThrow("at least 12 characters");
  await expect(sealKey({ ...good, secretKey: "42" })).rejects.toThrow("32 bytes");
  await expect(sealKey({ ...good, salt: iv })).rejects.toThrow("salt");
  await expect(sealKey({ ...good, iv: salt })).rejects.toThrow("iv");
});
