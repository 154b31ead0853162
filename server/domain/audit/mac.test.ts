import { createHmac, hkdfSync } from "node:crypto";
import { expect, it } from "vitest";
import { testSecret } from "@/server/testing/secrets";
import { keyAuditHash, makeAuditKey, problemOfKeyOrder, problemOfMac } from "./mac";

const SECRET = testSecret("audit");
const key = makeAuditKey(SECRET);
const HASH = "0b".repeat(32);

it("is HMAC-SHA-256 of the hash's bytes, by a key that HKDF-SHA-256 derives, as Node computes them", () => {
  const derived = (info: string, length: number) => Buffer.from(hkdfSync("sha256", SECRET, "", info, length));
  const mac = createHmac("sha256", derived("daily-prize-oracle/audit-key/1", 32)).update(HASH, "hex").digest("hex");
  const keyId = derived("daily-prize-oracle/audit-key-id/1", 4).toString("hex");
  expect(keyAuditHash(key, HASH)).toEqual({ keyId, mac });
});

it("says of each code whether a known key made it", () => {
  const old = makeAuditKey(testSecret("audit before"));
  const keyed = keyAuditHash(old, HASH);
  expect(problemOfMac([key, old], HASH, keyed)).toBeNull();
  expect(problemOfMac([key], HASH, keyed)).toBe(
    `is keyed with ${old.id}, which is not AUDIT_KEY and not in AUDIT_KEYS_OLD`,
  );
  expect(problemOfMac([key, old], "0c".repeat(32), keyed)).toBe("was not written with the key that it names");
  expect(problemOfMac([key, old], HASH, { ...keyed, keyId: key.id })).toBe(
    "was not written with the key that it names",
  );
  expect(problemOfMac([key], HASH, { keyId: "", mac: "" })).toBe("is not keyed");
});

it("a key writes until another one does, and never after", () => {
  expect(problemOfKeyOrder([], "a")).toBeNull();
  expect(problemOfKeyOrder(["a"], "a")).toBeNull();
  expect(problemOfKeyOrder(["a"], "b")).toBeNull();
  expect(problemOfKeyOrder(["a", "b"], "b")).toBeNull();
  expect(problemOfKeyOrder(["a", "b"], "a")).toBe("was written with a, after another key had taken its place");
});
