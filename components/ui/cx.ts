/** Joins class names, leaving out what is absent. Order carries no meaning: no two parts may set the same property. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
