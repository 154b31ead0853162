import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether an Authorization header holds this secret, as `Bearer <secret>` with the scheme in any case. Hashes are
 * compared, so that timing shows neither the length nor the content of the secret.
 */
export function isBearer(secret: string, header: string | null | undefined): boolean {
  const sent = header?.replace(/^bearer /i, "Bearer ") ?? "";
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(sent), hash(`Bearer ${secret}`));
}
