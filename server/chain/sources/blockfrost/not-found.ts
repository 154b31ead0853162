import { readJson } from "../http/read-json";

/** Blockfrost's own words for what it does not know. Any other 404 is that of a server without the route. */
export function isNotFound(body: string): boolean {
  try {
    const value = readJson(body);
    if (typeof value !== "object" || value === null || !("status_code" in value && "error" in value)) return false;
    return value.status_code === 404 && value.error === "Not Found";
  } catch {
    return false;
  }
}
