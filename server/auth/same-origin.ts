/**
 * Whether a request may use the cookie it carries. Browsers name the page that made the request in `Origin` (except for
 * plain navigations) and in `Sec-Fetch-Site`. Requests made by other sites are treated as signed out.
 */
export function isFromOurPages(headers: Pick<Headers, "get">, ownUrl: string): boolean {
  const origin = headers.get("origin");
  const isNavigation = headers.get("sec-fetch-mode") === "navigate";
  if (headers.get("sec-fetch-site") === "cross-site" && !(isNavigation && origin === null)) return false;
  if (origin === null) return true;
  return origin === new URL(ownUrl).origin || hostOf(origin) === headers.get("host");
}

function hostOf(origin: string): string | null {
  // Sandboxed frames and some redirects send "null".
  return URL.canParse(origin) ? new URL(origin).host : null;
}
