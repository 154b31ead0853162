import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts stored secrets with a key made from the environment's secret: a copy of the database alone opens none. */
export type SecretBox = {
  /** Under the present key. `context` names the owner; the same is needed to open it. */
  seal(plain: string, context: string): string;
  /** What the present key has sealed, or the old one. Throws if it is neither, or of another context. */
  open(sealed: string, context: string): string;
  /** Which key opens it; `lost` if none does. */
  stateOf(sealed: string, context: string): "present" | "old" | "lost";
};

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key by HKDF-SHA-256 (RFC 5869). Written as `v1.<iv>.<ciphertext and tag>`, base64url. While the
 * key is rotated, `oldKey` still opens what it has sealed.
 */
export function makeSecretBox(sealingKey: string, oldKey?: string): SecretBox {
  const present = deriveKey(sealingKey);
  const old = oldKey === undefined ? null : deriveKey(oldKey);
  const look = (sealed: string, context: string) => {
    const plain = openWith(present, sealed, context);
    if (plain !== null) return { state: "present", plain } as const;
    const before = old && openWith(old, sealed, context);
    return before === null ? ({ state: "lost" } as const) : ({ state: "old", plain: before } as const);
  };
  return {
    seal(plain, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", present, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, iv.toString("base64url"), body.toString("base64url")].join(".");
    },
    open(sealed, context) {
      const found = look(sealed, context);
      if (found.state === "lost") throw new Error("a stored secret was not sealed under SEALING_KEY");
      return found.plain;
    },
    stateOf: (sealed, context) => look(sealed, context).state,
  };
}

function deriveKey(secret: string): Buffer {
  if (secret.length < 32) throw new RangeError("the sealing key must have at least 32 characters");
  return Buffer.from(hkdfSync("sha256", secret, "", "daily-prize-oracle/secrets-at-rest/1", 32));
}

/** Null unless this key has sealed exactly this, in this context. */
function openWith(key: Buffer, sealed: string, context: string): string | null {
  const [version, iv = "", body = ""] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  if (version !== VERSION || bytes.length < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
