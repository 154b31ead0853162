/** A request's address as it goes on, and its path, decoded once, as routes are found by it. */
export type ReadPath = { readonly url: string; readonly path: string };

/**
 * Null where a reader behind us could see another path than ours: dot segments, backslashes, percent signs that are no
 * UTF-8. The absolute form, which servers must take (RFC 9112, 3.2.2), is cut to its path.
 */
export function readPath(given: string): ReadPath | null {
  const url = /^https?:\/\//i.test(given) ? given.replace(/^https?:\/\/[^/?#]*/i, "").replace(/^(?!\/)/, "/") : given;
  const [raw = ""] = url.split("?");
  if (!raw.startsWith("/")) return null;
  const path = decoded(raw);
  if (path === null || path.includes("\\")) return null;
  return path.split("/").some((segment) => segment === "." || segment === "..") ? null : { url, path };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
