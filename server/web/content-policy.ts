/*
 * What browsers may load, run, frame and post: the Content-Security-Policy of every answer. Pages name their scripts by
 * a nonce of that answer (proxy.ts); whatever is not a page runs nothing at all (next.config.ts).
 */

/** How proxy.ts tells the page what its nonce is. In lower case, as Node's headers are. */
export const NONCE_HEADER = "x-page-nonce";

/** 128 random bits, base64. Not to be guessed, and never the same for two answers. */
export function newNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
}

/** sonner puts its style sheet into the page as it loads, and takes no nonce. content-policy.test.ts computes these. */
export const SONNER_STYLES = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
] as const;

/**
 * A script runs if it has the nonce or was loaded by one that does. No other origin may be loaded from, posted to, or
 * frame us. Development servers need eval for source maps, a socket for changes, and styles of their own.
 */
export function pagePolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : [`'nonce-${nonce}'`, ...SONNER_STYLES].join(" ")}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** For data, downloads and refusals: shown as a document, they can do nothing. */
export const CLOSED_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
