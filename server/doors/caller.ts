/**
 * Who makes a request, as far as our own server can tell. The front server (server/doors) writes the address into
 * CALLER_HEADER and throws away what the request itself said there, so that no caller can make it up.
 */
export type Caller = {
  /** An IPv4 or IPv6 address; "unknown" where a request did not come through the front server. */
  readonly address: string;
  /** As the browser names itself, cut to LONGEST_AGENT characters; null if it does not. */
  readonly browser: string | null;
};

/** Where a request did not come through the front server. */
export const NOBODY: Caller = { address: "unknown", browser: null };

/** In lower case, as Node's headers are. */
export const CALLER_HEADER = "x-prize-oracle-caller";

/** Longer ones tell people nothing more. */
const LONGEST_AGENT = 300;

export function callerOf(headers: Pick<Headers, "get">): Caller {
  return {
    address: headers.get(CALLER_HEADER) ?? NOBODY.address,
    browser: headers.get("user-agent")?.slice(0, LONGEST_AGENT) ?? null,
  };
}
