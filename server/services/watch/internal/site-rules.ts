import { lookAtPerformance } from "../../metrics/look-at-performance";
import { lookAtSite } from "../../metrics/probe/look-at-site";
import type { Rule } from "../rule";

/** Figures come once an hour or a day. */
const COMPARE_EVERY_MS = 2 * 60_000;

/** What visitors get, by the prober's visits, and what runs take. */
export const SITE_RULES: readonly Rule[] = [
  { kinds: ["site-down", "site-stale", "site-slow"], look: ({ db, nowMs }) => lookAtSite(db, nowMs) },
  {
    kinds: ["performance-worse"],
    look: ({ db, nowMs }) => lookAtPerformance(db, nowMs),
    everyMs: COMPARE_EVERY_MS,
  },
];
