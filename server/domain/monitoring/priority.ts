/**
 * How urgent an incident is. Only the first wakes people.
 * 1: money is at stake, or players see that something is wrong, and it does not get better by itself. 2: somebody acts
 * today. 3: somebody acts this week. 4: for whoever looks.
 */
export const PRIORITIES = [1, 2, 3, 4] as const;
export type Priority = (typeof PRIORITIES)[number];

export const wakesPeople = (priority: Priority): boolean => priority === 1;

/** The least urgent that somebody answers today, and is reminded of. */
export const LEAST_ANSWERED: Priority = 2;
