import { createHash } from "node:crypto";
import type { Caller } from "./caller";
import { type LimitName, sharedLimits, takeForNetworks } from "./limits";
import { networksOf } from "./networks";

/** What is said with 429. */
export const sayTooMany = (seconds: number): string => `Too many requests. Try again in ${seconds} s.`;

/** 429 in our words. */
export function tooManyRequests(seconds: number): Response {
  const headers = { "retry-after": String(seconds), "cache-control": "no-store" };
  return Response.json({ code: "TOO_MANY_REQUESTS", message: sayTooMany(seconds) }, { status: 429, headers });
}

/** Seconds until the network that calls may do so again; 0 if it may now. */
export function takeForCaller(name: LimitName, { address }: Pick<Caller, "address">): Promise<number> {
  return takeForNetworks(sharedLimits(), name, networksOf(address));
}

/**
 * The same for one account, by any text that names it, from the caller's network: a stranger elsewhere who tries its
 * password does not keep its owner out.
 */
export function takeForAccount(
  name: LimitName,
  account: string,
  { address }: Pick<Caller, "address">,
): Promise<number> {
  const key = createHash("sha256").update(account.trim().toLowerCase()).digest("hex").slice(0, 32);
  return sharedLimits().take(name, `${key} ${networksOf(address).own}`);
}

/** The same for having a handle looked up, which all callers together may not do too often either. */
export async function takeForHandle(caller: Pick<Caller, "address">): Promise<number> {
  const seconds = await takeForCaller("handles", caller);
  return seconds > 0 ? seconds : sharedLimits().take("handles-of-all", "all");
}
