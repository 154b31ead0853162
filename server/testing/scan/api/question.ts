/** What a Blockfrost-compatible server is asked. */
export type Question = {
  /** Path after the prefix, and query. */
  readonly text: string;
  /** The path by its parts, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
};

export type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };

export const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) });

export const failure = (status: number, error: string, message: string): Reply =>
  json({ status_code: status, error, message }, status);

export const NOT_FOUND = failure(404, "Not Found", "The requested component has not been found.");

/** Null for what is not under the prefix. */
export function readQuestion(url: string, prefix: string): Question | null {
  if (!url.startsWith(prefix)) return null;
  const text = url.slice(prefix.length);
  const [path = "", query] = text.split("?");
  return { text, parts: path.split("/").map(decodeURIComponent), query: new URLSearchParams(query) };
}
