import { expect, it } from "vitest";
import nextConfig from "@/next.config";
import { CLOSED_POLICY } from "./content-policy";

it("every answer of Next.js has them: https for a year with subdomains, no sniffing, a referrer policy", async () => {
  const rules = (await nextConfig.headers?.()) ?? [];
  const everywhere = rules.find(({ source }) => source === "/:path*");
  const headers = Object.fromEntries((everywhere?.headers ?? []).map(({ key, value }) => [key.toLowerCase(), value]));
  expect(headers).toMatchObject({
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
  });
  const closed = rules.filter(({ headers: set }) => set.some(({ value }) => value === CLOSED_POLICY));
  expect(closed.map(({ source }) => source)).toEqual(["/offline-signer.html", "/(api|_next/static)/:path*"]);
});
