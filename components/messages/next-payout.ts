import type { NextMoment } from "@/server/domain/day/next-moment";
import { count } from "./terms";

type Words = {
  /** What the countdown counts to; null where no time is known, or none that anybody waits for. */
  readonly until: string | null;
  /** Instead of a countdown, and once its time has passed. */
  readonly word: string;
  /** Completes "Day 12 is first: it ...". */
  readonly waits: string;
};

const moments: Record<NextMoment["kind"], Words> = {
  "day-ends": { until: "Day ends in", word: "Day has ended", waits: "is still being played" },
  calculation: { until: null, word: "Being calculated", waits: "is being calculated" },
  "review-ends": { until: "Review period ends in", word: "Review is over", waits: "is in review" },
  "approval-due": {
    until: "Approval due in",
    word: "Approval overdue",
    waits: "waits for the administrators' approval",
  },
  "signing-closes": {
    until: "Approval overdue. Signing closes in",
    word: "Signing has closed",
    waits: "waits for the administrators' approval, which is overdue",
  },
  "new-proposal": {
    until: null,
    word: "Not approved in time",
    waits: "was not approved in time and is proposed again",
  },
  payment: { until: null, word: "Being paid", waits: "is being paid" },
  release: { until: null, word: "Stopped", waits: "is stopped" },
};

/** The next payout, on the landing page and in the console. */
export const nextPayoutTexts = {
  title: "Next payout",
  moments,
  expectedBy: "payout expected by",
  approvalWasDue: "approval was due",
  paidBy: "to be paid by",
  late: {
    title: (days: number) => `${count(days, "day")} ended and not paid yet`,
    text: (oldest: number, newest: number, kind: NextMoment["kind"]) =>
      `Days ${oldest} to ${newest}. They are paid one after the other; day ${oldest} is first, and ${moments[kind].waits}. Amounts owed stay owed.`,
    see: (day: number) => `View day ${day}`,
    label: "Unpaid days",
    value: (days: number, oldest: number, newest: number) =>
      days === 1 ? `1: day ${oldest}` : `${days}: days ${oldest} to ${newest}`,
  },
};
