import { groupDigits } from "@/server/words/format";
import { count } from "./terms";

const share = (good: number, of: string) => `${groupDigits(good)} of ${of}`;

/** The service's metrics, for the console and for everybody. */
export const metricTexts = {
  title: "Service",
  note: "Uptime over the last 90 days, errors and API over the last 24 hours.",
  verdicts: { met: "On target", missed: "Off target", unknown: "No data yet", early: "Too early" },
  target: (value: string) => `Target: ${value}`,
  targetUnder: (value: string) => `Target: under ${value}`,
  noBlock: "no blocks read yet",
  uptime: {
    label: "Uptime",
    note: (minutes: number) => `${count(minutes, "minute")} served`,
    none: "nobody has visited yet",
    trend: (days: number) => `Uptime over the last ${count(days, "full day")}`,
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
    trend: (days: number) => `Error rate over the last ${count(days, "full day")}`,
  },
  days: { label: "Days paid in time", note: (good: number, total: number) => share(good, count(total, "day")) },
  lines: { label: "Payments in time", note: (good: number, total: number) => share(good, count(total, "payment")) },
  accuracy: { label: "Days verified", note: (good: number, total: number) => share(good, count(total, "day")) },
  api: {
    label: "API response",
    milliseconds: (ms: number) => `${groupDigits(ms)}\u00a0ms`,
    note: (half: string, most: string) => `half within ${half}, 95\u00a0% within ${most}`,
  },
  security: { label: "Security incidents", note: "last 90 days" },
  cost: {
    fees: "Fees so far",
    feesNote: "of all days that were paid",
    calls: "Calls to sources today",
    noCalls: "Not counted",
    callsNote: "where the settings set a limit",
  },
  definitions: {
    title: "What these figures mean",
    items: [
      [
        "Uptime",
        "Minutes in which every visit of the prober to pages and API was answered well, with a block of the last 20 minutes, and an instance reached the database. A minute that nobody visited is left out; with more than a tenth of those, nothing is claimed.",
      ],
      ["Last successful payout", "When the newest paid day was confirmed on chain, by the chain's clock."],
      ["Participant scan", "Healthy: the last run ended well in the last 3 minutes, at most 3 blocks behind."],
      ["Blockchain sync", "Synced: at most 3 blocks behind the source's newest one. Behind: more than 30, or an hour."],
      ["Error rate", "Runs of jobs and visitors' requests that failed (500 and above), of all in the last 24 hours."],
      [
        "Days and payments in time",
        "Of the newest 90 due days: paid on chain by the day's end and the time that a plan has for its payments. A day that is caught up later is late all the same. Days that pay nothing do not count.",
      ],
      [
        "Days verified",
        "Of the newest 90 settled days: a second, independent calculation agreed, and our own scan saw every payment on chain.",
      ],
      [
        "API response",
        "How long the prober waited for the public API in the last 24 hours: 99 of 100 answers came within this.",
      ],
      ["Security incidents", "Unauthorised access or lost money, as people have established it, in the last 90 days."],
    ],
  },
  history: {
    title: "Day by day, last 90 days",
    day: "Day",
    down: {
      label: "Minutes not served",
      summary: (minutes: number, days: number) =>
        `${count(minutes, "minute")} not served in ${count(days, "full day")}.`,
    },
    failed: {
      label: "Failed runs and requests",
      summary: (failed: string, total: string) => `${failed} of ${total} runs and requests failed.`,
    },
    api: {
      label: "API, slowest hundredth, in ms",
      summary: (worst: string) => `On the slowest day, one in a hundred answers took ${worst} ms or longer.`,
    },
    none: "Figures appear here after the first full day.",
  },
  performance: {
    title: "What runs take",
    note: "Each with its own history: the median of the 14 runs before the last three.",
    caption: "Key figures of runs",
    head: { figure: "Figure", last: "Last", usual: "Usual", state: "State" },
    value: (value: string, unit: string) => `${value} ${unit}`,
    unknown: "Too few runs",
    usual: "As usual",
    worse: "Slower",
    none: "Figures appear here after an hour.",
  },
} as const;
