export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text with a capital and a full stop, if it has none. */
export function sentence(text: string): string {
  const begun = upperFirst(text);
  return /[.!?”]$/.test(begun) ? begun : `${begun}.`;
}
