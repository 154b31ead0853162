export function isHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

/** Where servers put their words, in JSON. */
const FIELDS = ["message", "description", "error"];

/** The server's own words, in brackets and shortened, or nothing. */
export function serverSays(body: string): string {
  if (body.trim() === "" || isHtml(body)) return "";
  return ` ("${wordsIn(body).replace(/\s+/g, " ").trim().slice(0, 200)}")`;
}

function wordsIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    const fields = typeof parsed === "object" && parsed !== null ? new Map(Object.entries(parsed)) : new Map();
    const field = FIELDS.find((name) => fields.has(name));
    return field === undefined ? body : String(fields.get(field));
  } catch {
    // not JSON: its text will do
    return body;
  }
}
