const ELLIPSIS = "…";

/**
 * As much of a text as has at most `most` UTF-16 units once each of its characters is escaped. An ellipsis stands for
 * the rest.
 */
export function shorten(text: string, most: number, escapeOne: (character: string) => string = (each) => each): string {
  let fitted = "";
  /** What is left if the text has to be cut here. */
  let cut = "";
  for (const character of text) {
    fitted += escapeOne(character);
    if (fitted.length > most) return cut + ELLIPSIS;
    if (fitted.length + ELLIPSIS.length <= most) cut = fitted;
  }
  return fitted;
}
