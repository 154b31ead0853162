/**
 * Two people have closed the day: it pays nothing, and all that it owes is carried. They and their reason are in its
 * report, so that everybody sees who decided it.
 */
export type Closing = { readonly by: readonly string[]; readonly reason: string };
