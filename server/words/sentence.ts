/** The text with a capital and a full stop, if it has none. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?”]$/.test(begun) ? begun : `${begun}.`;
}
