/** Characters of a note, a reason or a public text about an incident. */
export const MOST_TEXT = 2_000;
/** Of what was learned. */
export const MOST_POST_MORTEM = 20_000;
export const MOST_TITLE = 120;
