import { lookAtPerformance } from "../../metrics/look-at-performance";
import { lookAtSite } from "../../metrics/probe/look-at-site";
import type { Rule } from "../rule";

/** Figures come once an hour or a day. */
const COMPARE_EVERY_MS = 5 * 60_000;

/** What visitors get, by the prober's visits, and what runs take. */
export const SITE_RULES: readonly Rule[] = [
  {
    kinds: ["site-down", "site-stale", "site-slow"],
    look: async ({ db, nowMs }) => (await lookAtSite(db, nowMs)) ?? [null],
  },
  {
    kinds: ["performance-worse"],
    look: async ({ db, nowMs }) => (await lookAtPerformance(db, nowMs)) ?? [null],
    everyMs: COMPARE_EVERY_MS,
  },
];
