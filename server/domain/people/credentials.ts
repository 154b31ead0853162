/** What a person signs in with. Each can be set anew while the other one stays needed. */
export type Credential = "password" | "second-factor";

/** Of whatever is typed as a code: a recovery code has 34 characters, and people put blanks around its groups. */
export const MOST_CODE_CHARACTERS = 60;
