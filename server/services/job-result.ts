/**
 * What a job answers. `again`: there is more to do at once; `done`: nothing until something changes;
 * `waiting`: the chain source is not to be asked before a time; `needs-human`: it stopped on purpose and says why.
 */
export type JobResult = { readonly result: "done" | "again" | "waiting" | "needs-human"; readonly detail: string };

export const done = (detail: string): JobResult => ({ result: "done", detail });
export const again = (detail: string): JobResult => ({ result: "again", detail });
export const waiting = (detail: string): JobResult => ({ result: "waiting", detail });
export const needsHuman = (detail: string): JobResult => ({ result: "needs-human", detail });
