/** A stopped day: why, what it means, and its release by two people. */
export const stoppedDayTexts = {
  title: "This day is stopped",
  since: "Since",
  sinceNote: "chain time",
  during: "Stopped during",
  effect: "Effect",
  effectSigned:
    "Nothing more is sent for this day. What was signed or sent before still stands on chain. Later days wait.",
  effectUnsigned: "Nothing was signed or paid for this day. Later days wait.",
  evidence: "Evidence",
  who: "Who can release it",
  whoValue: "Two approvers or admins: one gives the reason, the other confirms.",
  requested: "Release requested",
  requestedBy: (name: string) => `by ${name},`,
  release: {
    reason: "Reason for the release",
    reasonHint: "What you checked and what you found. A second person reads it before the day resumes.",
    request: (day: number) => `Request release of day ${day}`,
    confirm: (day: number, state: string) => `Release day ${day} to “${state}”`,
  },
} as const;
