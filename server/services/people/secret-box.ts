import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts stored secrets with a key made from the environment's secret: a copy of the database alone opens none. */
export type SecretBox = {
  /** `context` names the owner; the same is needed to open it. */
  seal(plain: string, context: string): string;
  /** Throws if it was not sealed by this box in this context. */
  open(sealed: string, context: string): string;
};

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key by HKDF-SHA-256 (RFC 5869). Written as `v1.<iv>.<ciphertext and tag>`, base64url. */
export function makeSecretBox(sealingKey: string): SecretBox {
  if (sealingKey.length < 32) throw new RangeError("the sealing key must have at least 32 characters");
  const key = Buffer.from(hkdfSync("sha256", sealingKey, "", "daily-prize-oracle/secrets-at-rest/1", 32));
  return {
    seal(plain, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, iv.toString("base64url"), body.toString("base64url")].join(".");
    },
    open(sealed, context) {
      const [version, iv = "", body = ""] = sealed.split(".");
      const bytes = Buffer.from(body, "base64url");
      if (version !== VERSION || bytes.length < TAG_BYTES) throw new Error("not a sealed secret");
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
}
