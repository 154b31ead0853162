/** By it proxy.ts tells a page which address was asked for: path and query. */
export const PATH_HEADER = "x-prize-oracle-path";

const CONSOLE = /^\/admin(?=$|[/?])/;
const ENTRY = /^\/admin\/(sign-in|second-factor)(?=$|[/?])/;

/**
 * Where a person goes after signing in: the path and query of a page of our console, written out, or null for anything
 * else. Whoever makes a link to the sign-in chooses it, so nothing in it may lead to another site.
 */
export function ownPath(given: unknown): string | null {
  if (typeof given !== "string" || !CONSOLE.test(given)) return null;
  // Read as a browser does: it takes a backslash for a slash, drops control characters and follows "..".
  const base = "https://own.invalid";
  if (!URL.canParse(given, base)) return null;
  const { origin, pathname, search } = new URL(given, base);
  const isOurs = origin === base && CONSOLE.test(pathname) && !pathname.includes("//") && !ENTRY.test(pathname);
  return isOurs ? pathname + search : null;
}

/** The address of a page of the sign-in, which leads on to `next`. */
export function entryPath(page: "sign-in" | "second-factor", next: string | null): string {
  return next === null || next === "/admin" ? `/admin/${page}` : `/admin/${page}?next=${encodeURIComponent(next)}`;
}
