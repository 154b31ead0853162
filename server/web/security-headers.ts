/**
 * For every answer, by Next.js (next.config.ts) or by the front server. The Content-Security-Policy of a page is made
 * with the answer (proxy.ts).
 */
export const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  // For ourselves: passkeys, and the camera for codes of signatures. No other browser permission is used here.
  {
    key: "Permissions-Policy",
    value:
      "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), " +
      "display-capture=(), browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
  },
  // "allow-popups": wallets may open their own window and must be able to answer.
  { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
  { key: "X-Permitted-Cross-Domain-Policies", value: "none" },
  // Browsers ignore this over plain HTTP, so a local trial is not locked out.
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
] as const;
