/**
 * Whether a request may act with the cookie it carries: browsers name the page that made a request in `Origin`
 * (all but plain navigations) and in `Sec-Fetch-Site`. What another site made is treated as signed out.
 */
export function isFromOurPages(headers: Pick<Headers, "get">, ownUrl: string): boolean {
  const origin = headers.get("origin");
  const isNavigation = headers.get("sec-fetch-mode") === "navigate";
  if (headers.get("sec-fetch-site") === "cross-site" && !(isNavigation && origin === null)) return false;
  if (origin === null) return true;
  return origin === new URL(ownUrl).origin || hostOf(origin) === headers.get("host");
}

function hostOf(origin: string): string | null {
  // "null" is what sandboxed frames and some redirects send.
  return URL.canParse(origin) ? new URL(origin).host : null;
}
