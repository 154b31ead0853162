import type { Priority } from "./priority";

const MINUTE_MS = 60_000;

type KindOf<Kind extends string> = {
  readonly priority: Priority;
  /** What it is called, as a title: "The database does not answer". */
  readonly title: string;
  /** It must be so for this long before an incident is opened: what mends itself meanwhile is nobody's concern. */
  readonly opensAfterMs: number;
  /** It must be well for this long before the incident is closed: what comes and goes is one incident. */
  readonly closesAfterMs: number;
  /** Kinds that can be its cause. While one of them is open, this one is listed under it and alerts nobody. */
  readonly causes: readonly Kind[];
  /** What players are told while it is open; null where it does not concern them. Names nothing inside. */
  readonly publicText: string | null;
};

/** Soon, but not at the first look: one that failed says little. */
const SOON = { opensAfterMs: MINUTE_MS, closesAfterMs: 5 * MINUTE_MS } as const;
/** Evidence that stays: nothing becomes clearer by waiting. It closes later, so that what flaps is one incident. */
const AT_ONCE = { opensAfterMs: 0, closesAfterMs: 5 * MINUTE_MS } as const;
/**
 * What may come and go. With an engine's look every three minutes (LOOK_EVERY_MS) somebody is still alerted in under
 * five.
 */
const SLOW = { opensAfterMs: 1.5 * MINUTE_MS, closesAfterMs: 15 * MINUTE_MS } as const;

const LATE_TEXT = "Today's payout is late. Nothing is lost: what is owed is paid as soon as it can be.";
const SLOW_CHAIN_TEXT = "We are behind the chain. Payouts wait until we have caught up. Nothing is lost.";
const PAGES_TEXT = "This site has not answered as it should. Payouts do not depend on it.";
const OLD_PAGES_TEXT = "This site shows figures that are some time old. Payouts do not depend on it.";

const define = <Kind extends string>(kinds: { readonly [K in Kind]: KindOf<NoInfer<Kind>> }) => kinds;

/** Everything that can be an incident. RUNBOOKS.md has one section for each, by this name. */
export const INCIDENT_KINDS = define({
  // The service itself.
  "database-away": { priority: 1, title: "The database does not answer", ...SOON, causes: [], publicText: PAGES_TEXT },
  "engine-silent": { priority: 1, title: "Nobody runs the jobs", ...SOON, causes: ["database-away"], publicText: null },
  "job-failing": {
    priority: 2,
    title: "A job fails again and again",
    ...SOON,
    causes: ["database-away", "source-away", "disk-full", "machines-disagree"],
    publicText: null,
  },
  "site-down": {
    priority: 1,
    title: "Visitors get no answer",
    ...SOON,
    causes: ["database-away"],
    publicText: PAGES_TEXT,
  },
  "site-stale": {
    priority: 1,
    title: "Visitors see what was long ago",
    ...SOON,
    causes: [
      "site-down",
      "database-away",
      "engine-silent",
      "job-failing",
      "source-away",
      "scan-behind",
      "chain-stalled",
      "chain-fork",
    ],
    publicText: OLD_PAGES_TEXT,
  },
  "site-slow": {
    priority: 3,
    title: "Visitors wait long",
    ...SLOW,
    causes: ["site-down", "database-away"],
    publicText: null,
  },
  "error-rate": {
    priority: 2,
    title: "More than usual fails",
    ...SLOW,
    causes: [
      "database-away",
      "source-away",
      "site-down",
      "job-failing",
      "machines-disagree",
      "signature-wrong",
      "signer-away",
    ],
    publicText: null,
  },
  "disk-full": { priority: 2, title: "A disk is nearly full", ...SOON, causes: [], publicText: null },
  "clock-wrong": { priority: 2, title: "A clock is wrong", ...SLOW, causes: ["chain-stalled"], publicText: null },
  "certificate-old": { priority: 3, title: "A certificate ends soon", ...AT_ONCE, causes: [], publicText: null },
  "key-old": { priority: 4, title: "A key or secret is old", ...AT_ONCE, causes: [], publicText: null },
  "backup-old": { priority: 3, title: "The last backup is old", ...AT_ONCE, causes: [], publicText: null },
  "drill-old": { priority: 4, title: "The last drill is long ago", ...AT_ONCE, causes: [], publicText: null },
  "channel-failing": { priority: 2, title: "An alert channel fails", ...SOON, causes: [], publicText: null },
  "performance-worse": {
    priority: 4,
    title: "Something became slower than it was",
    ...AT_ONCE,
    causes: ["site-slow", "scan-behind"],
    publicText: null,
  },
  // The chain, and who tells it.
  "chain-stalled": {
    priority: 2,
    title: "The chain makes no blocks",
    ...SOON,
    causes: [],
    publicText: SLOW_CHAIN_TEXT,
  },
  "chain-fork": {
    priority: 1,
    title: "There are signs of a fork",
    ...AT_ONCE,
    causes: [],
    publicText: SLOW_CHAIN_TEXT,
  },
  "rollback-deep": {
    priority: 2,
    title: "The chain took back many blocks",
    opensAfterMs: 0,
    closesAfterMs: 60 * MINUTE_MS,
    causes: ["chain-fork"],
    publicText: SLOW_CHAIN_TEXT,
  },
  "scan-behind": {
    priority: 2,
    title: "Our scan is behind the chain",
    ...SLOW,
    causes: ["database-away", "engine-silent", "source-away", "job-failing", "chain-fork"],
    publicText: SLOW_CHAIN_TEXT,
  },
  "source-away": {
    priority: 2,
    title: "No chain source can be read from",
    ...SOON,
    causes: ["database-away"],
    publicText: SLOW_CHAIN_TEXT,
  },
  "source-unwell": {
    priority: 3,
    title: "A chain source is not well",
    ...SLOW,
    causes: ["source-away", "chain-stalled"],
    publicText: null,
  },
  "sources-disagree": { priority: 1, title: "Two chain sources disagree", ...AT_ONCE, causes: [], publicText: null },
  // Days and money.
  "day-overdue": {
    priority: 1,
    title: "A day is not paid in time",
    ...AT_ONCE,
    causes: [
      "database-away",
      "engine-silent",
      "source-away",
      "chain-stalled",
      "chain-fork",
      "day-stopped",
      "machines-disagree",
      "signature-wrong",
      "money-moved",
    ],
    publicText: LATE_TEXT,
  },
  "day-behind": {
    priority: 2,
    title: "A day is behind its timeline",
    ...SOON,
    causes: [
      "day-overdue",
      "database-away",
      "engine-silent",
      "source-away",
      "scan-behind",
      "chain-stalled",
      "chain-fork",
      "day-stopped",
      "machines-disagree",
      "signature-wrong",
      "approval-late",
      "signer-away",
    ],
    publicText: null,
  },
  "day-stopped": {
    priority: 1,
    title: "A day is stopped",
    ...AT_ONCE,
    causes: ["sources-disagree", "machines-disagree", "signature-wrong", "money-moved", "chain-fork"],
    publicText: LATE_TEXT,
  },
  "approval-late": { priority: 2, title: "A day waits long for approvals", ...AT_ONCE, causes: [], publicText: null },
  "approver-silent": {
    priority: 3,
    title: "An approver has not signed for long",
    ...AT_ONCE,
    causes: [],
    publicText: null,
  },
  "batch-unconfirmed": {
    priority: 2,
    title: "A payment is not confirmed",
    ...AT_ONCE,
    causes: [
      "database-away",
      "engine-silent",
      "source-away",
      "scan-behind",
      "chain-stalled",
      "chain-fork",
      "rollback-deep",
    ],
    publicText: null,
  },
  "plan-deviates": {
    priority: 2,
    title: "A plan differs much from the days before",
    ...AT_ONCE,
    causes: ["day-stopped"],
    publicText: null,
  },
  "money-moved": {
    priority: 1,
    title: "Money moved that no plan of ours moves",
    ...AT_ONCE,
    causes: [],
    publicText: null,
  },
  "machines-disagree": {
    priority: 1,
    title: "Two machines judge a transaction differently",
    ...AT_ONCE,
    causes: [],
    publicText: null,
  },
  "signature-wrong": {
    priority: 1,
    title: "A signature or a text was not what was shown",
    ...AT_ONCE,
    causes: [],
    publicText: null,
  },
  "pool-low": { priority: 3, title: "The pool does not last seven days", ...SLOW, causes: [], publicText: null },
  "operator-low": {
    priority: 2,
    title: "The operator has too little collateral",
    ...SLOW,
    causes: ["money-moved"],
    publicText: null,
  },
  "signer-away": { priority: 2, title: "A signer does not answer", ...SOON, causes: [], publicText: null },
  "signer-version": { priority: 3, title: "A signer is of another version", ...AT_ONCE, causes: [], publicText: null },
  "payouts-held": {
    priority: 2,
    title: "Payouts are held because the chain is not well",
    ...AT_ONCE,
    causes: ["chain-stalled", "chain-fork", "rollback-deep", "scan-behind", "source-away"],
    publicText: SLOW_CHAIN_TEXT,
  },
  "pause-long": { priority: 3, title: "The engine is paused for long", ...AT_ONCE, causes: [], publicText: null },
  // Who should not be here.
  "login-attack": { priority: 2, title: "Many sign-ins fail", ...AT_ONCE, causes: [], publicText: null },
  "audit-broken": { priority: 1, title: "The audit log does not verify", ...AT_ONCE, causes: [], publicText: null },
  // Opened by a person: what no rule saw.
  "by-hand": { priority: 2, title: "Reported by a person", ...AT_ONCE, causes: [], publicText: null },
});

export type IncidentKind = keyof typeof INCIDENT_KINDS;

/** What rules see, in the order in which people should read of it. */
export const KIND_NAMES = Object.keys(INCIDENT_KINDS) as IncidentKind[];
