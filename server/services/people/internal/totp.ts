import { generateSecret, generateURI, verify } from "otplib";
import { ServiceError } from "../../errors";

/** RFC 6238 with the parameters that every authenticator app knows: SHA-1, six digits, 30 seconds. */
const PERIOD_SECONDS = 30;
/** As apps show it. */
export const PRODUCT = "Daily Prize Oracle";

export function newTotpSecret(): string {
  return generateSecret({ length: 20 });
}

/** Throws ServiceError `bad-input` unless it is Base32 of at least 128 bits (RFC 4226, 4, R6). */
export function checkTotpSecret(secret: string): void {
  if (!/^[A-Z2-7]{26,}$/.test(secret)) {
    throw new ServiceError("bad-input", "a TOTP secret must be Base32 (A to Z, 2 to 7) of at least 26 characters");
  }
}

/** The content of the QR code. */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: PRODUCT, label: email, secret, period: PERIOD_SECONDS });
}

/**
 * The time step of a code, or null if it is wrong. A clock may be one step off. Steps up to `lastStep` give null too: a
 * code counts once (RFC 6238, 5.2), also where the clock has stepped back since, which otplib's own check throws at.
 */
export async function stepOfCode(
  secret: string,
  code: string,
  nowMs: number,
  lastStep: number | null,
): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const result = await verify({
    secret,
    token: code,
    period: PERIOD_SECONDS,
    epoch: Math.floor(nowMs / 1_000),
    epochTolerance: PERIOD_SECONDS,
  });
  const step = result.valid && "timeStep" in result ? result.timeStep : null;
  return step !== null && step > (lastStep ?? -1) ? step : null;
}
