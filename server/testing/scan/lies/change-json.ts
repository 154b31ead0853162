import type { Reply } from "../api/question";

/** An answer with another value. Null where another lie has left no value in it, or not the object that it was. */
export function changeJson({ status, body }: Reply, change: (value: object) => unknown): Reply | null {
  if (status !== 200) return null;
  const value = parse(body);
  return typeof value === "object" && value !== null ? { status, body: JSON.stringify(change(value)) } : null;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
