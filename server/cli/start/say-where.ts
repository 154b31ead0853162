import type { Env } from "@/server/env";

const ALL_ADDRESSES = new Set(["0.0.0.0", "::"]);

/** Where the web application will listen; with a warning if that is everywhere. */
export function sayWhere({ HOST, PORT }: Env): void {
  const address = HOST.includes(":") ? `[${HOST}]` : HOST;
  console.error(`The web application listens at http://${address}:${PORT}`);
  if (!ALL_ADDRESSES.has(HOST)) return;
  console.error(
    "These are all addresses of this machine, over plain http: whoever is on the way reads along. Put a proxy with " +
      "TLS in front and name it in TRUSTED_PROXIES. If it runs on this machine, leave HOST at 127.0.0.1.",
  );
}
