/**
 * The result of a job. `again`: there is more to do now; `done`: nothing to do until something changes; `needs-human`:
 * it stopped on purpose and says why.
 */
export type JobResult = { readonly result: "done" | "again" | "needs-human"; readonly detail: string };

export const done = (detail: string): JobResult => ({ result: "done", detail });
export const again = (detail: string): JobResult => ({ result: "again", detail });
export const needsHuman = (detail: string): JobResult => ({ result: "needs-human", detail });
