import { lookAtPerformance } from "../../metrics/look-at-performance";
import { lookAtSite } from "../../metrics/probe/look-at-site";
import type { Rule } from "../rule";

/** What visitors get, by the prober's visits, and what runs take. */
export const SITE_RULES: readonly Rule[] = [
  { kinds: ["site-down", "site-stale", "site-slow"], look: ({ db, nowMs }) => lookAtSite(db, nowMs) },
  { kinds: ["performance-worse"], look: ({ db, nowMs }) => lookAtPerformance(db, nowMs), everyMs: 60_000 },
];
