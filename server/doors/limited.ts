import { createHash } from "node:crypto";
import { callerOf } from "./caller";
import { type LimitName, sharedLimits, takeForNetworks } from "./limits";
import { networksOf } from "./networks";

type Headers = Pick<globalThis.Headers, "get">;

/** 429 in our words. */
export function tooManyRequests(seconds: number): Response {
  const body = { code: "TOO_MANY_REQUESTS", message: `Too many requests. Try again in ${seconds} s.` };
  return Response.json(body, {
    status: 429,
    headers: { "retry-after": String(seconds), "cache-control": "no-store" },
  });
}

/** Seconds until the network that calls may do so again; 0 if it may now. */
export function takeForCaller(name: LimitName, headers: Headers): Promise<number> {
  return takeForNetworks(sharedLimits(), name, networksOf(callerOf(headers).address));
}

/**
 * The same for one account, by any text that names it, from the caller's network: a stranger elsewhere who tries its
 * password does not keep its owner out.
 */
export function takeForAccount(name: LimitName, account: string, headers: Headers): Promise<number> {
  const { own } = networksOf(callerOf(headers).address);
  const key = createHash("sha256").update(account.trim().toLowerCase()).digest("hex").slice(0, 32);
  return sharedLimits().take(name, `${key} ${own}`);
}
