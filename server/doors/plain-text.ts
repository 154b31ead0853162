/**
 * Why a text from outside is not taken, or null. PostgreSQL cannot store a NUL character, and half of a surrogate pair
 * is no character at all: no caller of ours sends either.
 */
export function whyNotPlain(text: string): string | null {
  if (!/[\0\p{Cs}]/u.test(text)) return null;
  return "A text has a NUL character or half of a surrogate pair, which no text has. Remove it.";
}

/** The same for an address with its query, as it stands in a request: percent signs begin bytes of UTF-8. */
export function whyNotAddress(address: string): string | null {
  try {
    return whyNotPlain(decodeURIComponent(address));
  } catch {
    return "The address has a percent sign that does not start a UTF-8 character. Write a literal percent sign as %25.";
  }
}
