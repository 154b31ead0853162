import { count } from "./terms";

/** The console's first page. */
export const overviewTexts = {
  title: "Overview",
  health: {
    none: "No problems",
    noneNote: (parts: number) => `All ${parts} parts of the service work; no day is stopped or late.`,
    view: "View day",
    topUp: "Add money",
    unknown: (parts: number) => `${parts} parts: unknown`,
    all: (parts: number) => `All ${parts} parts of the service`,
  },
  hold: {
    day: "Payouts are held",
    overview: "To the overview",
    ask: {
      title: "Have payouts go on",
      effect:
        "Payouts are held because of the chain's trouble shown above. They go on by themselves once the chain has been well long enough. Ask for it earlier only if you know the cause and it cannot harm a payment. A second person confirms it.",
      reason: "What you have found out",
      submit: "Ask for payouts to go on",
    },
    confirm: {
      title: "Confirm that payouts go on",
      effect: (name: string, reason: string) =>
        `${name} asks for payouts to go on early: “${reason}” Check it yourself. If you confirm, what is wrong now no longer holds payouts; anything new still does.`,
      reason: "What you have found out",
      submit: "Confirm: payouts go on",
      own: "You have asked for it already. A second person confirms it.",
    },
  },
  pause: {
    reasonHint: "Everybody in the console reads it, and it stands in the audit log.",
    start: {
      title: "Pause the engine",
      effect:
        "Nothing new is built, signed or sent for a day until somebody resumes it. A step that has begun ends first. What was sent is still watched, and deadlines still pass.",
      reason: "Why it is paused",
      submit: "Pause the engine",
    },
    resume: {
      title: "Resume the engine",
      effect: "It goes on where it stood. Stopped days stay stopped, and plans still need their approvals.",
      reason: "Why it may go on",
      submit: "Resume the engine",
    },
    check: {
      title: "Check what was adopted",
      effect:
        "The pool below, and its days if it has any, were taken over from the chain and published reports. Read the pool, and compare the days with the chain. The engine stays paused until a second person has done the same.",
      reason: "What you compared",
      submit: "I have checked it",
    },
    confirm: {
      title: "Confirm what was adopted",
      effect: (name: string) =>
        `${name} has checked what was taken over. Read the pool below and compare the days with the chain yourself: the engine goes on then.`,
      reason: "What you compared",
      submit: "Confirm and resume the engine",
      own: "You have checked it already. A second person resumes the engine.",
    },
    pool: {
      title: "The pool that was taken over",
      note: "As the chain had it then. Who made it may be anybody: ask the approvers and the treasury's owner whether these keys are theirs.",
      faults: (number: number) => (number === 1 ? "One thing to know" : `${number} things to know`),
    },
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
    day: (day: number) => `day ${day}`,
    none: "No day has started yet, or the pool is not deployed.",
    paused: "Nothing is paid until this day is resolved.",
    now: "Now",
    amount: "Amount",
    noAmount: "Not calculated yet",
    dayEnds: "Day's end",
    reviewEnds: "Review period ends",
    approvalDue: "Approval due",
    signingCloses: "Signing closes",
    deadline: "On-chain deadline",
  },
  history: {
    title: "Payouts by day",
    none: "No payouts yet",
    noneNote: "Each day appears here once its payout is confirmed on chain.",
    paid: "Paid",
    summary: (days: number, total: string) => `${count(days, "day")} paid, ${total} in total, confirmed on chain.`,
  },
} as const;
