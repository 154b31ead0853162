import { count } from "./terms";

/** The console's first page. */
export const overviewTexts = {
  title: "Overview",
  problems: {
    none: "No problems",
    noneNote: "No day is stopped or late, the chain scan works, and no job needs attention.",
    view: "View day",
  },
  waiting: {
    title: "Needs your approval",
    none: "Nothing right now. Plans to approve and stopped days to release appear here.",
    approve: (day: number) => `Approve day ${day}`,
    release: (day: number) => `Release day ${day}`,
    stopped: "Stopped",
    openPlan: "Review and approve",
    openStopped: "Review",
  },
  next: {
    title: "Next payout",
    day: (day: number) => `day ${day}`,
    none: "No day has started yet, or the pool is not deployed.",
    anyMoment: "any moment now",
    paused: "Nothing is paid until this day is resolved.",
    until: {
      dayEnd: "Day ends in",
      reviewEnd: "Review period ends in",
      approvalDue: "Approval due in",
      signingCloses: "Approval overdue. Signing closes in",
      deadline: "Payout deadline in",
    },
    amount: "Amount",
    noAmount: "Not calculated yet",
    reviewEnds: "Review period ends",
    approvalDue: "Approval due",
    signingCloses: "Signing closes",
    deadline: "On-chain deadline",
  },
  service: {
    title: "Service",
    note: "Uptime over the last 90 days, errors over the last 24 hours.",
    verdicts: { met: "On target", missed: "Off target", unknown: "No data yet" },
    target: (value: string) => `Target: ${value}`,
    targetUnder: (value: string) => `Target: under ${value}`,
    noBlock: "no blocks read yet",
    uptime: {
      label: "Uptime",
      note: (minutes: number) => `${count(minutes, "minute")} up`,
      none: "no heartbeats yet",
      trend: (days: number) => `Uptime over the last ${days} full days`,
    },
    payout: { label: "Last successful payout", note: "chain time", none: "no payouts yet" },
    scan: {
      label: "Participant scan",
      healthy: "Healthy",
      delayed: "Delayed",
      failed: "Failed",
      note: (height: string) => `read up to block ${height}`,
    },
    sync: {
      label: "Blockchain sync",
      synced: "Synced",
      syncing: "Syncing",
      behind: "Behind",
      atTip: "at the latest block",
      lag: (blocks: number) => `${count(blocks, "block")} behind`,
    },
    errors: {
      label: "Error rate",
      note: (failed: string, total: string) => `${failed} of ${total} failed`,
      trend: (days: number) => `Error rate over the last ${days} full days`,
    },
  },
  history: {
    title: "Payouts by day",
    none: "No payouts yet",
    noneNote: "Each day appears here once its payout is confirmed on chain.",
    paid: "Paid",
    summary: (days: number, total: string) =>
      `${count(days, "day")} paid, ${total} in total, confirmed on chain.`,
  },
} as const;
