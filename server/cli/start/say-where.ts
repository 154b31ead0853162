import type { Env } from "@/server/env";
import { isLoopback } from "@/server/env/web-address";

const ALL_ADDRESSES = new Set(["0.0.0.0", "::"]);

/** Where the web application will listen; with a warning if that is everywhere, or if all callers look like one. */
export function sayWhere({ HOST, PORT, NEXTAUTH_URL, TRUSTED_PROXIES }: Env): void {
  const address = HOST.includes(":") ? `[${HOST}]` : HOST;
  console.error(`The web application listens at http://${address}:${PORT}`);
  if (TRUSTED_PROXIES === undefined && !isLoopback(NEXTAUTH_URL)) {
    console.error(
      `TRUSTED_PROXIES is empty, but NEXTAUTH_URL is ${NEXTAUTH_URL}: all who come through a proxy are limited as one ` +
        "caller, so that one of them can keep the others out. Name the proxy's address (127.0.0.1 if it runs here).",
    );
  }
  if (!ALL_ADDRESSES.has(HOST)) return;
  console.error(
    "These are all addresses of this machine, over plain http: whoever is on the way reads along. Put a proxy with " +
      "TLS in front and name it in TRUSTED_PROXIES. If it runs on this machine, leave HOST at 127.0.0.1.",
  );
}
