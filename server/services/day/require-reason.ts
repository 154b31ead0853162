import { ServiceError } from "../errors";

const LEAST_LENGTH = 10;

/** A reason that a person gave, for others to read. Throws ServiceError. */
export function requireReason(given: string): string {
  const reason = given.trim();
  if (reason.length >= LEAST_LENGTH) return reason;
  throw new ServiceError("bad-input", `give a reason of at least ${LEAST_LENGTH} characters`);
}
