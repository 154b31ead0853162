/** Joins class names and drops missing ones. Order means nothing: no two parts may set the same property. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
