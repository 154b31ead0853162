export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text in one line, with a capital, and a full stop if it has none. */
export function sentence(text: string): string {
  const begun = upperFirst(text.trim().replace(/\s*[\r\n]+\s*/g, " "));
  return /[.!?”]$/.test(begun) ? begun : `${begun}.`;
}
