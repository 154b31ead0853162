import { requireReason } from "@/server/services/day/require-reason";
import { usageError } from "./command";

/**
 * The --reason of a deed, read before anybody is asked for a password. Throws a usage error with `missing` where there
 * is none, and ServiceError where it is too short.
 */
export function readReason(given: string | undefined, missing: string): string {
  if (!given) throw usageError(missing);
  return requireReason(given);
}
