import { createHash, randomBytes } from "node:crypto";

const FORM = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, as the holder has them. We keep the hash alone. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function isToken(text: string): boolean {
  return FORM.test(text);
}

/** As the database has it, in hex. The token is random, so a plain hash does. */
export function hashOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
